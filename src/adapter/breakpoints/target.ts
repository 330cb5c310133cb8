/** Where breakpoints of a program can be: its steps, its functions, the lines of its kernel. */
import { ExpressionError } from '../../language/errors/expression-error';
import { didYouMean } from '../../language/errors/nearest';
import { parseTrace } from '../../language/parser';
import { spellings } from '../../machine/instructions';
import { parseMemoryReference } from '../protocol/memory-reference';
import type { Debuggee } from '../state/debuggee';
import type { BindingTarget } from './requested';

export function targetOf(debuggee: Debuggee): BindingTarget {
  const { program, kernelSource, engine } = debuggee;
  const later = namesOfLater(debuggee);
  return {
    stepLines: program.stepLines,
    kernelLines: kernelSource ? kernelLines(debuggee) : [],
    functionProblem: (name) => functionProblem(debuggee, name),
    lineOfAddress: (reference, offset) => {
      const place = parseMemoryReference(reference);
      return place.kind === 'memory' ? program.stepAt(place.address + offset)?.line : undefined;
    },
    conditionProblem: (text) => conditionProblem(text, (expression) => engine.evaluate(expression), later),
  };
}

/** Before the launch: from the text alone, in which only the places of line breakpoints are known. */
export function targetOfText(text: string): BindingTarget {
  const steps = parseTrace(text).statements.filter(({ kind }) => kind !== 'declaration');
  return {
    stepLines: [...new Set(steps.map(({ line }) => line))],
    kernelLines: [],
    functionProblem: () => 'Functions are known once the trace has been launched.',
    lineOfAddress: () => undefined,
    conditionProblem: () => undefined,
  };
}

function kernelLines({ program, kernelSource }: Debuggee): readonly number[] {
  const lines = program.policy.routines.flatMap(({ name, steps }) =>
    steps.flatMap(({ run }, index) => (run && kernelSource ? [kernelSource.lineOf(name, index)] : [])),
  );
  return lines.sort((a, b) => a - b);
}

function functionProblem({ program }: Debuggee, name: string): string | undefined {
  const symbol = program.symbols.get(name);
  if (symbol?.kind === 'proc' || symbol?.kind === 'label') return undefined;
  const routines = program.policy.routines.map((routine) => routine.name);
  const mnemonics = [...spellings()];
  if (routines.includes(name) || mnemonics.includes(name.toLowerCase())) return undefined;
  const procs = [...program.symbols.values()].filter(({ kind }) => kind === 'proc').map((proc) => proc.name);
  const hint = didYouMean(name, [...procs, ...routines, ...mnemonics]);
  return `\`${name}\` is no mnemonic, no proc of this trace and no routine of its kernel (${program.policy.name}).${hint}`;
}

/** Errors that no later state can cure. */
const FOR_GOOD: ReadonlySet<string> = new Set([
  'unknown-name',
  'unknown-function',
  'unknown-member',
  'function-without-arguments',
  'argument-count',
  'not-a-component',
]);

function conditionProblem(
  text: string,
  evaluate: (text: string) => unknown,
  later: ReadonlySet<string>,
): string | undefined {
  try {
    evaluate(text);
    return undefined;
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    const { code, message, range } = error;
    if (!FOR_GOOD.has(code)) return undefined;
    return range && later.has(text.slice(range.start, range.end)) ? undefined : message;
  }
}

/** Names that come into being while the trace runs: tasks of fork and clone, counters of `repeat`. */
function namesOfLater({ program }: Debuggee): ReadonlySet<string> {
  const names = new Set<string>();
  for (const statement of program.trace.statements) {
    if (statement.kind !== 'event') continue;
    const { event } = statement;
    if (event.kind === 'syscall' && event.as) names.add(event.as.text);
    if (event.kind === 'repeat' && event.counter) names.add(event.counter.text);
  }
  return names;
}
