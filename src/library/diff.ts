/** What differs between two moments of a run, or of two runs: the same that `diff` of the debug console tells. */
import { finish, type Pausable, part } from '../machine/pausable';
import { COMPARED, type Compared, compareStates } from '../world/compare/compare';
import type { Difference } from '../world/compare/difference';
import { movingTo, standsAt } from '../world/compare/moving-to';
import type { Program } from '../world/program/program';
import { startWorld } from '../world/run/start';
import { captureMachine, type MachineState, stateOf } from '../world/state/machine-state';
import { currentStep, type World } from '../world/state/world';
import { programOf } from './program-of';
import type { Trace } from './trace';

/** A moment of a run of a trace. */
export interface DiffMoment {
  readonly trace: Trace;
  /** The moment before this step, counted from 1; the end of the run unless given. */
  readonly step?: number;
}

export interface DiffOptions {
  /** What to compare: all of it unless given. */
  readonly parts?: readonly Compared[];
  /** Steps after which a run that has not ended is taken as it stands; 10 million unless given. */
  readonly maxSteps?: number;
}

/** Where a run stood when it was compared. */
export interface DiffPlace {
  readonly step: number;
  /** Zero-based; -1 in code without lines. */
  readonly line: number;
  /** Whether the run has ended there. */
  readonly ended: boolean;
}

export interface Diff {
  readonly before: DiffPlace;
  readonly after: DiffPlace;
  /** Empty where nothing differs. */
  readonly differences: readonly Difference[];
}

interface Kept {
  readonly program: Program;
  readonly place: DiffPlace;
  readonly state: MachineState;
}

const MOST_STEPS = 10_000_000;

/** Compares two moments. @throws RangeError where a run ends before the step. */
export function diff(before: DiffMoment, after: DiffMoment, options?: DiffOptions): Diff {
  return finish(diffing(before, after, options));
}

/** The same in pieces of a few milliseconds. */
export function* diffing(
  before: DiffMoment,
  after: DiffMoment,
  { parts = COMPARED, maxSteps = MOST_STEPS }: DiffOptions = {},
): Pausable<Diff> {
  const first = startWorld(programOf(before.trace));
  const old = yield* part(reaching(first, before.step, maxSteps), 0, 0.5);
  // A later moment of the same run is reached from here.
  const isSameRun = before.trace === after.trace && (after.step ?? Number.POSITIVE_INFINITY) >= old.place.step;
  const second = isSameRun ? first : startWorld(programOf(after.trace));
  const now = yield* part(reaching(second, after.step, maxSteps), 0.5, 1);
  return {
    before: old.place,
    after: now.place,
    differences: compareStates(old.program, old.state, now.state, parts),
  };
}

function* reaching(world: World, step: number | undefined, maxSteps: number): Pausable<Kept> {
  yield* movingTo(world, step ?? Number.POSITIVE_INFINITY, maxSteps);
  if (step !== undefined && !standsAt(world, step)) throw new RangeError(notReached(world, step));
  return {
    program: world.program,
    place: { step: currentStep(world), line: world.line, ended: world.ended },
    state: captureMachine(stateOf(world)),
  };
}

function notReached(world: World, step: number): string {
  const at = currentStep(world);
  if (world.ended) return `There is no step ${step}: the trace ends with step ${at}.`;
  return `Step ${step} has no place of its own: the next one that begins in the trace is ${at}.`;
}
