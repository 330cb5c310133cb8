/**
 * Where two runs of one trace part: the first step at which a program could notice it, and the first at which the kernels do
 * otherwise although no program notices (a buffer is larger, IA32_XFD is written once more). The runs go side by side, a step
 * and all that the kernel does for it at a time, as long as programs notice nothing.
 */
import type { Pausable } from '../../machine/pausable';
import { type Difference, field } from '../compare/difference';
import type { Program } from '../program/program';
import type { World } from '../state/world';
import { forkOf, type WayStep, wayText } from './kernel-way';
import { factsDifference, VisibleComparison } from './visible-difference';
import { type BlockPlace, WorldRun } from './world-run';

export interface Parting {
  /** The step, of both. */
  readonly place: BlockPlace;
  /** What differs behind it; never empty. */
  readonly differences: readonly Difference[];
  /** With what the kernels' ways through the step part. */
  readonly ways: Ways;
  /** The lines that only one of the two executed for the step. */
  readonly onlyBefore: readonly string[];
  readonly onlyAfter: readonly string[];
}

/** Each a line of the kernel, `ROUTINE.STEP`, or of a real kernel's code; null where it has none there. */
interface Ways {
  readonly before: string | null;
  readonly after: string | null;
  /** Of two real kernels: the function in which they part. */
  readonly function?: string;
}

export interface Partings {
  /** Programs notice. */
  readonly visible?: Parting;
  /** Only the kernels differ. */
  readonly hidden?: Parting;
}

/** Plain steps that are executed at once. */
const SLICE = 4096;
/** Blocks between two pauses. */
const PAUSE = 32;

/** @param most steps that are compared. */
export function* findingPartings(before: Program, after: Program, most: number): Pausable<Partings> {
  const coarse = yield* comparing(before, after, { most, exactFrom: Number.POSITIVE_INFINITY });
  const { visible } = coarse.partings;
  if (!visible || coarse.isOneStep) return coarse.partings;
  // A run of plain steps has parted somewhere: once more, one by one there.
  const exact = yield* comparing(before, after, { most, exactFrom: visible.place.step - 1 });
  return exact.partings;
}

interface Reach {
  readonly most: number;
  /** The number of steps after which plain steps are executed one by one. */
  readonly exactFrom: number;
}

interface Found {
  readonly partings: Partings;
  /** Whether the visible parting is known to its step, and not only to its run of plain steps. */
  readonly isOneStep: boolean;
}

function* comparing(before: Program, after: Program, { most, exactFrom }: Reach): Pausable<Found> {
  const [first, second] = [new WorldRun(before), new WorldRun(after)];
  const comparison = new VisibleComparison();
  let hidden: Parting | undefined;
  for (let blocks = 0; ; blocks++) {
    const costs = hidden ? [] : hiddenDifferences(first, second);
    if (costs.length > 0) hidden = partingOf(first, second, costs);
    const visible = comparison.differences(first, second);
    if (visible.length > 0) {
      const isOneStep = first.steps <= first.place.step;
      return { partings: { visible: partingOf(first, second, visible), ...(hidden && { hidden }) }, isOneStep };
    }
    if (first.ended || first.steps >= most) return { partings: hidden ? { hidden } : {}, isOneStep: true };
    const isExact = first.steps >= exactFrom;
    first.block(isExact ? 1 : Math.min(SLICE, exactFrom - first.steps, most - first.steps));
    second.blockTo(first.steps);
    if (blocks % PAUSE === PAUSE - 1) yield Math.min(1, first.steps / most);
  }
}

/** What the kernels spend, and how large the buffers are. */
export function hiddenDifferences(first: WorldRun, second: WorldRun): readonly Difference[] {
  return [...kernelDifferences(first.world, second.world), ...factsDifference('the trace', first.told, second.told)];
}

function kernelDifferences({ kernel: first }: World, { kernel: second }: World): readonly Difference[] {
  const [old, now] = [first?.state, second?.state];
  if (!old || !now) return old || now ? field('kernel', old ? 'there' : 'not there', now ? 'there' : 'not there') : [];
  const names = [...new Set([...old.tasks, ...now.tasks].map(({ name }) => name))];
  const size = (state: typeof old, name: string) =>
    String(state.tasks.findLast((task) => task.name === name)?.fpstate.size ?? 'not there');
  return [
    ...names.flatMap((name) => field(`buffer of ${name}`, size(old, name), size(now, name))),
    ...field('#NM', String(old.counters.nm), String(now.counters.nm)),
    ...field('allocations', String(old.counters.allocs), String(now.counters.allocs)),
    ...field('XFD writes', String(old.counters.xfd_writes), String(now.counters.xfd_writes)),
  ];
}

function partingOf(first: WorldRun, second: WorldRun, differences: readonly Difference[]): Parting {
  const [old, now] = [first.way.steps, second.way.steps];
  const onlyIn = (way: readonly WayStep[], other: readonly WayStep[]) => {
    const known = new Set(other.map(({ text }) => text));
    return [...new Set(way.map(({ text }) => text))].filter((text) => !known.has(text));
  };
  const { place } = first;
  return { place, differences, ways: waysOf(first, second), onlyBefore: onlyIn(old, now), onlyAfter: onlyIn(now, old) };
}

function waysOf({ way: { steps: old }, world: { program: before } }: WorldRun, second: WorldRun): Ways {
  const { steps: now } = second.way;
  const at = forkOf(old, now);
  if (at === undefined) return { before: null, after: null };
  const [was, is] = [old[at], now[at]];
  // What comes before is the same in both.
  const same = was?.text === is?.text ? was : old[at - 1];
  const name = same?.native?.function;
  return {
    before: was ? wayText(was, before) : null,
    after: is ? wayText(is, second.world.program) : null,
    ...(name !== undefined && { function: name }),
  };
}
