/** How far a run agrees with what its trace says: how many facts hold, and which are contradicted. */
import type { Program } from '../program/program';
import { hasLine, type Step } from '../program/step';
import { advance } from '../run/moment';
import { advancePlain } from '../run/plain-steps';
import { startWorld } from '../run/start';
import type { Happening } from '../state/happening';
import { lineAt } from './line-at';
import type { Outlook, Wrong } from './outlook';

/** A fact that does not hold. */
export interface Contradiction {
  /** Zero-based line of the trace. */
  readonly line: number;
  /** A sentence. */
  readonly text: string;
}

export interface Agreement {
  /** Facts that hold: written outcomes, expectations, and each key of an `observe`; once for each line. */
  readonly agreed: number;
  /** Facts of the trace. */
  readonly facts: number;
  /** In the order of the run, the first for each fact of a line. */
  readonly contradictions: readonly Contradiction[];
  /** The same, for the outlook of other runs. */
  readonly wrong: readonly Wrong[];
  /** Whether all is as it is written, and the run came to its end. */
  readonly fits: boolean;
  readonly moments: number;
}

const MOST_MOMENTS = 5_000_000;
const STRIDE = 10_000;

/** Of a trace that was changed: which line a line was before, and what the changed one is compared with. */
export interface Beside {
  readonly lineOf: (line: number) => number;
  /** The run is given up where it cannot be the better one any more. */
  readonly outlook?: Outlook | undefined;
  /**
   * Moments, passed one at a time, after which the run goes round: nothing new has come of them, no line and no contradiction.
   */
  readonly patience?: number;
}

export function agreementOf(
  program: Program,
  { lineOf, outlook, patience = MOST_MOMENTS }: Beside = { lineOf: (line) => line },
): Agreement {
  const reached = new Set<number>();
  const visits = new Map<number, number>();
  const contradictions = new Map<string, Contradiction>();
  const wrong: Wrong[] = [];
  const world = startWorld(program);
  const arrive = (): boolean => {
    if (world.flow.phase === 'start') reached.add(program.stepAt(world.flow.address)?.line ?? -1);
    const line = lineAt(world);
    if (line === undefined) return false;
    visits.set(line, (visits.get(line) ?? 0) + 1);
    return outlook?.arrive(lineOf(line)) === true;
  };
  const look = (): boolean => {
    const fresh = contradictionsIn(world.happenings, lineOf).filter(({ key }) => !contradictions.has(key));
    for (const { key, line, contradiction } of fresh) {
      contradictions.set(key, contradiction);
      wrong.push({ key, line, visit: visits.get(line) ?? 0 });
    }
    return fresh.some(({ key }) => outlook?.contradict(key) === true);
  };
  let moments = 0;
  let idle = 0;
  let known = 0;
  while (!world.ended && moments < MOST_MOMENTS && idle < patience && !arrive()) {
    const plain = advancePlain(world, STRIDE);
    moments += plain || 1;
    if (plain === 0) advance(world);
    if (look()) break;
    const now = reached.size + contradictions.size;
    if (now > known) idle = 0;
    else if (plain === 0) idle++;
    known = now;
  }
  outlook?.end();
  const fits = contradictions.size === 0 && world.ended;
  return {
    ...counted(program, reached, contradictions.values()),
    contradictions: [...contradictions.values()],
    wrong,
    fits,
    moments,
  };
}

function counted(
  program: Program,
  reached: ReadonlySet<number>,
  contradictions: Iterable<Contradiction>,
): Pick<Agreement, 'agreed' | 'facts'> {
  const badByLine = new Map<number, number>();
  for (const { line } of contradictions) badByLine.set(line, (badByLine.get(line) ?? 0) + 1);
  let facts = 0;
  let agreed = 0;
  for (const [line, weight] of factsByLine(program)) {
    facts += weight;
    if (reached.has(line)) agreed += Math.max(0, weight - (badByLine.get(line) ?? 0));
  }
  return { facts, agreed };
}

interface Found {
  /** The same for the same fact of the same line. */
  readonly key: string;
  readonly line: number;
  readonly contradiction: Contradiction;
}

/** @param lineOf which line a line was before the trace was changed. */
export function contradictionsIn(
  happenings: readonly Happening[],
  lineOf: (line: number) => number = (line) => line,
): readonly Found[] {
  return happenings.flatMap((happening): readonly Found[] => {
    const found = contradictionIn(happening);
    if (!found) return [];
    const { line } = happening;
    return [{ key: `${lineOf(line)} ${found.fact}`, line, contradiction: { line, text: found.text } }];
  });
}

/** Facts that stand on each line. */
function factsByLine({ steps }: Program): ReadonlyMap<number, number> {
  const weights = new Map<number, number>();
  for (const step of steps) {
    const weight = hasLine(step) ? weightOf(step) : 0;
    if (weight > 0) weights.set(step.line, (weights.get(step.line) ?? 0) + weight);
  }
  return weights;
}

function weightOf(step: Step): number {
  const written = step.expected === null ? 0 : 1;
  if (step.kind !== 'event') return written;
  if (step.event.kind === 'expect') return 1;
  return step.event.kind === 'observe' ? step.event.facts.length : written;
}

function contradictionIn(happening: Happening): { readonly fact: string; readonly text: string } | undefined {
  switch (happening.kind) {
    case 'expect':
      return happening.ok
        ? undefined
        : { fact: happening.expression, text: `\`${happening.expression}\` does not hold` };
    case 'divergence': {
      const [expected, actual] = [happening.expected.join(', '), happening.actual.join(', ')];
      return { fact: expected, text: `recorded is ${expected}, and the model has ${actual}` };
    }
    case 'error':
      return { fact: happening.code, text: happening.message };
    default:
      return undefined;
  }
}
