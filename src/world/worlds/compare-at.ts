/** Two runs of one trace at the same step: what programs could notice between them, and what only the kernels do otherwise. */
import { type Pausable, PIECE } from '../../machine/pausable';
import type { Difference } from '../compare/difference';
import type { Program } from '../program/program';
import { hiddenDifferences } from './parting';
import { VisibleComparison } from './visible-difference';
import { WorldRun } from './world-run';

export interface WorldsAt {
  /** Steps that both have done: fewer than asked for where one of them ended before. */
  readonly steps: number;
  /** Zero-based lines that they are at; -1 where there is none. */
  readonly lines: readonly [number, number];
  /** Of registers, memory, and what the last step has met. */
  readonly visible: readonly Difference[];
  /** Of buffers and counters. */
  readonly hidden: readonly Difference[];
  /** What each kernel does in the step that comes then: `ROUTINE.STEP`, and functions of a real kernel's code, in order. */
  readonly ways: readonly [readonly string[], readonly string[]];
}

/** Of a way through a step: whoever steps two worlds has looked long before. */
const MOST_OF_WAY = 500;

/** @param steps that both do from the start. */
export function* comparingAt(before: Program, after: Program, steps: number): Pausable<WorldsAt> {
  const [first, second] = [new WorldRun(before), new WorldRun(after)];
  for (let next = PIECE; next < steps && !first.ended && !second.ended; next += PIECE) {
    first.blockTo(next);
    second.blockTo(next);
    yield next / steps;
  }
  // What happens is told of the last step alone.
  for (const to of [steps - 1, steps]) {
    for (const run of [first, second]) if (run.steps < to && !run.ended) run.blockTo(to);
  }
  const found = {
    steps: Math.min(first.steps, second.steps),
    lines: [first.world.line, second.world.line] as const,
    visible: new VisibleComparison().differences(first, second),
    hidden: hiddenDifferences(first, second),
  };
  return { ...found, ways: [wayOfNext(first), wayOfNext(second)] };
}

function wayOfNext(run: WorldRun): readonly string[] {
  if (run.ended) return [];
  run.blockTo(run.steps + 1);
  return run.way.steps.slice(0, MOST_OF_WAY).map(({ text }) => text);
}
