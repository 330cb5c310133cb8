/** How far a run agrees with what its trace says: how many facts hold, and which are contradicted. */
import type { Program } from '../program/program';
import { hasLine, type Step } from '../program/step';
import { advance } from '../run/moment';
import { advancePlain } from '../run/plain-steps';
import { startWorld } from '../run/start';
import type { Happening } from '../state/happening';

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
  /** Whether all is as it is written, and the run came to its end. */
  readonly fits: boolean;
}

const MOST_MOMENTS = 5_000_000;
const STRIDE = 10_000;

/** @param isWorse asked with the number of contradictions so far: the run is given up then. */
export function agreementOf(program: Program, isWorse: (contradictions: number) => boolean = () => false): Agreement {
  const weights = factsByLine(program);
  const reached = new Set<number>();
  const wrong = new Map<string, Contradiction>();
  const world = startWorld(program);
  for (let moments = 0; !world.ended && moments < MOST_MOMENTS && !isWorse(wrong.size); ) {
    const { flow } = world;
    if (flow.phase === 'start') reached.add(program.stepAt(flow.address)?.line ?? -1);
    const plain = advancePlain(world, STRIDE);
    moments += plain || 1;
    if (plain === 0) advance(world);
    for (const happening of world.happenings) {
      const found = contradictionIn(happening);
      if (found) wrong.set(`${happening.line} ${found.fact}`, { line: happening.line, text: found.text });
    }
  }
  const contradictions = [...wrong.values()];
  const badByLine = new Map<number, number>();
  for (const { line } of contradictions) badByLine.set(line, (badByLine.get(line) ?? 0) + 1);
  let facts = 0;
  let agreed = 0;
  for (const [line, weight] of weights) {
    facts += weight;
    if (reached.has(line)) agreed += Math.max(0, weight - (badByLine.get(line) ?? 0));
  }
  return { agreed, facts, contradictions, fits: contradictions.length === 0 && world.ended };
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
