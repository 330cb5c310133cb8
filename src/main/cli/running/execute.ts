/** Runs a program from its start to its end, without history, telling what happens as it does. */

import { ExpressionError } from '../../../language/errors/expression-error';
import { truth } from '../../../language/expressions/evaluate';
import type { Expression } from '../../../language/tree/expression';
import type { Program } from '../../../world/program/program';
import { advance } from '../../../world/run/moment';
import { advancePlain } from '../../../world/run/plain-steps';
import { startWorld } from '../../../world/run/start';
import { fail } from '../../../world/run/step-end';
import { evaluateIn } from '../../../world/scope/evaluate-in';
import type { Happening } from '../../../world/state/happening';
import type { World } from '../../../world/state/world';
import type { TimelineSink } from '../../../world/timeline/sink';
import { TimelineWatch } from '../../../world/timeline/watch';
import { UsageError } from '../usage-error';

export interface ExecuteOptions {
  readonly onHappening: (happening: Happening) => void;
  /** Stops where a step is about to begin and this holds. */
  readonly until?: Expression;
  /** More steps than this are an error of the trace. */
  readonly maxSteps?: number;
  /** Is told the run's timeline. */
  readonly timeline?: TimelineSink;
  /** Awaited now and then: output is written meanwhile, and signals are seen. */
  readonly breathe: () => Promise<void>;
  /** Asked now and then: a message ends the run with that error. */
  readonly isTooLong?: () => string | undefined;
}

export interface Execution {
  readonly steps: number;
  readonly moments: number;
  /** Failed expectations, divergences and errors, in order. */
  readonly failures: readonly Happening[];
  /** Whether `until` ended it. */
  readonly stoppedEarly: boolean;
}

/** Moments between two breaths, in which output is written and signals are seen. */
const SLICE = 20_000;

/** @throws UsageError when `until` cannot be evaluated. */
export async function execute(program: Program, options: ExecuteOptions): Promise<Execution> {
  const { onHappening, until, maxSteps, timeline, breathe, isTooLong } = options;
  const world = startWorld(program);
  const failures: Happening[] = [];
  const watch = timeline && new TimelineWatch(world, timeline);
  let moments = 0;
  const tell = () => {
    watch?.look(moments);
    for (const happening of world.happenings) {
      if (isFailure(happening)) failures.push(happening);
      onHappening(happening);
    }
  };
  const giveUp = (code: string, message: string) => {
    world.happenings = [];
    fail(world, code, message);
    tell();
  };
  while (world.flow.phase === 'boot') advance(world);
  watch?.begin(0);
  const stepsLeft = () => (maxSteps ?? Number.POSITIVE_INFINITY) - world.flow.steps;
  let sinceBreath = 0;
  while (!world.ended) {
    if (sinceBreath >= SLICE) {
      await breathe();
      sinceBreath = 0;
      const tooLong = isTooLong?.();
      if (tooLong !== undefined) {
        giveUp('timeout', tooLong);
        break;
      }
    }
    if (until && world.flow.phase === 'start' && !world.kernel?.active && holds(world, until)) {
      return { steps: world.flow.steps, moments, failures, stoppedEarly: true };
    }
    const plain = until ? 0 : advancePlain(world, Math.min(SLICE, stepsLeft()));
    if (plain === 0) advance(world);
    moments += plain || 1;
    sinceBreath += plain || 1;
    tell();
    if (!world.ended && stepsLeft() <= 0) giveUp('max-steps', `The trace did not end within ${maxSteps} steps.`);
  }
  return { steps: world.flow.steps, moments, failures, stoppedEarly: false };
}

function isFailure(happening: Happening): boolean {
  return (
    happening.kind === 'divergence' || happening.kind === 'error' || (happening.kind === 'expect' && !happening.ok)
  );
}

function holds(world: World, until: Expression): boolean {
  try {
    return truth(evaluateIn(world, until));
  } catch (error) {
    if (error instanceof ExpressionError) throw new UsageError(`--until: ${error.message}`);
    throw error;
  }
}
