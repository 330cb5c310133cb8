/** The lines of C at which things happen in programs: known only while the program stands there. */
import { codeFramesAt } from '../../elf/dwarf/code-frames';
import type { SourcePlace } from '../../elf/dwarf/lines/line-table';
import type { KernelEvent } from '../../kernel/state/routine-frame';
import type { Happening, HappeningRecord } from '../state/happening';
import type { World } from '../state/world';
import { compiledProgramOf } from './compiled-program';
import { stackOfFlow } from './live-frames';
import { ownPlace } from './own-place';
import type { PhysicalFrame } from './unwind-stack';

/** What a program does, or meets. `behind`: the instruction is over when it is told of. */
const KINDS: Partial<Record<HappeningRecord['kind'], 'at' | 'behind'>> = {
  exception: 'at',
  grow: 'at',
  syscall: 'behind',
  'unknown-syscall': 'behind',
  signal: 'at',
  handler: 'at',
  killed: 'at',
  warn: 'at',
  oops: 'at',
};

/** Who is deeper in code without lines than this has none. */
const MOST_FRAMES = 16;

const known = new WeakMap<Happening, Happening>();

/** What the latest moment did, with lines of C where tasks that run programs did it. */
export function sourcedHappenings(world: World): readonly Happening[] {
  return world.happenings.map((happening) => {
    let sourced = known.get(happening);
    if (!sourced) {
      const source = sourceOf(world, happening);
      sourced = source ? { ...happening, source: { path: source.path, line: source.line } } : happening;
      known.set(happening, sourced);
    }
    return sourced;
  });
}

function sourceOf(world: World, happening: Happening): SourcePlace | undefined {
  const { kind, task } = happening;
  const where = KINDS[kind];
  if (!where || task !== world.currentTask?.name) return undefined;
  if (kind === 'syscall' && happening.name === EXECVE) {
    const call = executing.get(world);
    if (call?.task === task) return call.place;
  }
  return sourceOfFlow(world, where === 'behind');
}

const EXECVE = 'execve';

/** A call that puts another program in the place of its own, whose lines nobody finds behind it. */
interface Call {
  readonly event: KernelEvent;
  readonly task: string;
  readonly place: SourcePlace | undefined;
}

const executing = new WeakMap<World, Call>();

/** To be called at each moment of the kernel: where the latest call was made is known at its first. */
export function noteCall(world: World): void {
  const event = world.kernel?.state.stack[0]?.event;
  const task = world.currentTask?.name;
  if (event?.kind !== 'syscall' || event.name !== EXECVE || task === undefined) return;
  if (executing.get(world)?.event === event) return;
  executing.set(world, { event, task, place: sourceOfFlow(world, true) });
}

/** The line that the flow is at, or that has called the code without lines that it is in. @param isBehind of the instruction before. */
export function sourceOfFlow(world: World, isBehind = false): SourcePlace | undefined {
  if (world.program.stepAt(world.flow.address) || !compiledProgramOf(world)?.hasLines) return undefined;
  for (const most of [1, MOST_FRAMES]) {
    const stack = stackOfFlow(world, most) ?? [];
    const places = stack.map((frame, index) => placeOf(frame, isBehind && index === 0));
    const found = places.find((place) => place !== undefined);
    if (found) return found;
  }
  return undefined;
}

function placeOf({ compiled: { info, bias }, within, isSignal }: PhysicalFrame, isBehind: boolean) {
  if (isSignal) return undefined;
  const frames = codeFramesAt(info, within - bias - (isBehind ? 1 : 0));
  return ownPlace(frames.map(({ place }) => place));
}
