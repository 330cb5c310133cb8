/** What `A.fpstate.` or `tmm0.i32[0][1]` stands for, from its tokens: for completion and hover on unfinished lines. */

import type { TraceNames } from '../checks/trace-names';
import type { Token } from '../syntax/token';
import { builtInValue, memberOf, type NamedValue, TASK_SHAPE, type ValueShape } from '../vocabulary/built-in-values';

/** The shape of the chain of members and indices whose last token is `tokens[last]`. */
export function chainShape(tokens: readonly Token[], last: number, names: TraceNames): ValueShape | undefined {
  const token = tokens[last];
  if (token?.text === ']') {
    const open = openingBracket(tokens, last);
    return open === undefined ? undefined : chainShape(tokens, open - 1, names)?.element;
  }
  if (token?.kind !== 'name') return undefined;
  if (tokens[last - 1]?.text === '.') return memberAt(tokens, last, names)?.shape;
  if (names.byName.get(token.text)?.kind === 'task') return TASK_SHAPE;
  return names.byName.has(token.text) ? undefined : builtInValue(token.text)?.shape;
}

/** The member that the name at `at`, behind a dot, is. */
export function memberAt(tokens: readonly Token[], at: number, names: TraceNames): NamedValue | undefined {
  const shape = chainShape(tokens, at - 2, names);
  const name = tokens[at]?.text;
  return shape && name !== undefined ? memberOf(shape, name) : undefined;
}

function openingBracket(tokens: readonly Token[], last: number): number | undefined {
  let depth = 0;
  for (let at = last; at >= 0; at--) {
    const text = tokens[at]?.text;
    if (text === ']') depth++;
    if (text === '[' && --depth === 0) return at;
  }
  return undefined;
}
