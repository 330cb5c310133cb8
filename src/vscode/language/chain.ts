/** What `A.fpstate.size` or `tmm0.i32[0]` stands for, read off its tokens without running anything. */
import { scanLine } from '../../language/scanner';
import type { Token } from '../../language/token';
import type { TraceNames } from '../../language/trace-names';
import { builtInValue, memberOf, type NamedValue, TASK_SHAPE, type ValueShape } from '../../language/values';

/** Undefined when a part of it is unknown. */
export function namedByChain(text: string, names: TraceNames): NamedValue | undefined {
  const [first, ...rest] = scanLine(text).filter(({ kind }) => kind !== 'end');
  let named = first && valueOfName(first.text, names);
  let shape = named?.shape;
  for (let at = 0; at < rest.length && shape; ) {
    const token = rest[at];
    if (token?.text === '[') {
      shape = shape.element;
      at = closing(rest, at) + 1;
    } else {
      const member: NamedValue | undefined = memberOf(shape, rest[at + 1]?.text ?? '');
      named = member;
      shape = member?.shape;
      at += 2;
    }
  }
  return shape && named && { ...named, shape };
}

export function shapeOfChain(text: string, names: TraceNames): ValueShape | undefined {
  return namedByChain(text, names)?.shape;
}

function valueOfName(name: string, names: TraceNames): NamedValue | undefined {
  const declared = names.byName.get(name);
  if (declared?.kind === 'task') return { name, shape: TASK_SHAPE, documentation: `Task ${name}.` };
  return declared ? undefined : builtInValue(name);
}

function closing(tokens: readonly Token[], open: number): number {
  let depth = 0;
  for (let at = open; at < tokens.length; at++) {
    if (tokens[at]?.text === '[') depth++;
    if (tokens[at]?.text === ']' && --depth === 0) return at;
  }
  return tokens.length;
}
