/** What is wrong at a moment: a law that is broken, or something that the trace itself expects. */
import { ExpressionError } from '../../language/errors/expression-error';
import { truth } from '../../language/expressions/evaluate';
import type { Expression } from '../../language/tree/expression';
import type { Breach, InvariantName } from '../invariants/invariant';
import { evaluateIn } from '../scope/evaluate-in';
import type { Happening } from '../state/happening';
import type { World } from '../state/world';

/** `expectation`: an `expect`, an `observe` or an outcome of the trace. `invariant`: one that the user has given. */
type ProblemKind = InvariantName | 'expectation' | 'invariant' | 'error';

export interface Problem {
  readonly kind: ProblemKind;
  /** The same for the same mistake, wherever the lines of the trace stand. */
  readonly key: string;
  /** A sentence. */
  readonly text: string;
  /** Zero-based; -1 for none. */
  readonly line: number;
  /** The step of the kernel, `ROUTINE.STEP`, that ran last; null before the first. */
  readonly place: string | null;
  /** The first of the run, counted from its start, at which it is so. */
  readonly moment: number;
}

/** How far a run has come. */
export type Reached = Pick<Problem, 'place' | 'moment'>;

interface Demand {
  readonly text: string;
  readonly expression: Expression;
}

/** In the order in which they matter: what the laws say comes first. */
export function problemsOf(
  world: World,
  breaches: readonly Breach[],
  invariants: readonly Demand[],
  reached: Reached,
): readonly Problem[] {
  if (breaches.length === 0 && world.happenings.length === 0 && invariants.length === 0) return [];
  const { line } = world;
  // What the trace expects within the kernel or in idle is about the CPU, which others may have had meanwhile.
  const isUser = world.kernel?.state.cpus[world.flow.cpu]?.userMode !== false;
  const happenings = world.entry?.inKernelSection
    ? []
    : world.happenings.filter(({ kind }) => kind !== 'expect' || isUser);
  return [
    ...breaches.map(({ invariant, subject, text }) => ({
      kind: invariant as InvariantName, // the name of a row
      key: `${invariant} ${firstWord(subject)}`,
      text,
      line,
      ...reached,
    })),
    ...invariants
      .filter(({ expression }) => !holds(world, expression))
      .map(
        ({ text }): Problem => ({
          kind: 'invariant',
          key: `invariant ${text}`,
          text: `${text} does not hold.`,
          line,
          ...reached,
        }),
      ),
    ...happenings.flatMap((happening): readonly Problem[] => {
      const found = expectationOf(happening, () => lineText(world, happening.line));
      return found ? [{ ...found, line: happening.line, ...reached }] : [];
    }),
  ];
}

function firstWord(text: string): string {
  return text.split(' ')[0] ?? text;
}

/** An expression that names what is not there yet holds. */
function holds(world: World, expression: Expression): boolean {
  try {
    return truth(evaluateIn(world, expression));
  } catch (error) {
    if (error instanceof ExpressionError) return true;
    throw error;
  }
}

function expectationOf(happening: Happening, line: () => string): Pick<Problem, 'kind' | 'key' | 'text'> | undefined {
  switch (happening.kind) {
    case 'expect':
      if (happening.ok) return undefined;
      return { kind: 'expectation', key: `expectation ${line()}`, text: `\`${happening.expression}\` does not hold.` };
    case 'divergence': {
      const text = `Expected ${happening.expected.join(', ')}, got ${happening.actual.join(', ')}.`;
      return { kind: 'expectation', key: `expectation ${line()}`, text };
    }
    case 'error':
      return { kind: 'error', key: `error ${happening.code}`, text: happening.message };
    default:
      return undefined;
  }
}

/** The statement of a line, with its white space made even. */
function lineText({ program }: World, line: number): string {
  const text = program.trace.text.split('\n', line + 1)[line] ?? '';
  return text.replace(/\s+/g, ' ').trim();
}
