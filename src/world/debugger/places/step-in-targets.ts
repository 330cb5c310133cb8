/**
 * What a step will enter: the kernel's routines, handlers of exceptions and signals, a called proc. Nobody can read that off the
 * step, so it is tried out: on a copy of the world, which does the same as the world will.
 */
import { advance, wasLong } from '../../run/moment';
import { startWorld } from '../../run/start';
import type { World } from '../../state/world';
import { hasArrived, originAt } from '../travel/stepping';
import { depth, stackFrames } from './stack-frames';

export interface StepInTarget {
  /** Moments from now. */
  readonly after: number;
  /** `exc_device_not_available`, `signal handler on_fault`, `helper`. */
  readonly label: string;
}

/** A step may run a whole task. */
const MOST_MOMENTS = 20_000;
/** A long moment takes as much time as so many others. */
const MOMENTS_A_LONG_ONE = 2_000;

/** In the order in which they are entered; not what those enter in turn. */
export function stepInTargets(world: World): readonly StepInTarget[] {
  const copy = startWorld(world.program);
  copy.restore(world.snapshot());
  const origin = originAt(copy, 0);
  const targets: StepInTarget[] = [];
  let before = '';
  for (let after = 1, left = MOST_MOMENTS; left > 0 && !copy.ended; after++) {
    advance(copy);
    left -= wasLong(copy) ? MOMENTS_A_LONG_ONE : 1;
    if (hasArrived({ kind: 'over' }, origin, copy)) break;
    const inside = depth(copy) > origin.depth;
    const label = inside ? labelAt(copy, origin.depth + 1) : '';
    if (label !== before && label !== '' && depth(copy) === origin.depth + 1) targets.push({ after, label });
    before = label;
  }
  return targets;
}

function labelAt(world: World, level: number): string {
  const frame = stackFrames(world).find((candidate) => candidate.depth === level);
  if (!frame) return '';
  const { flow } = world;
  if (frame.place.kind === 'kernel') return frame.name;
  const kind = flow.activations[level - 1 - (flow.run ? 1 + flow.run.outer.length : 0)]?.kind;
  return kind === undefined || kind === 'call' ? frame.name : `${KINDS[kind]} ${frame.name}`;
}

const KINDS = { handler: 'handler', signal: 'signal handler' } as const;
