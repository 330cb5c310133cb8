/** A run moved on by whole steps, with what each of them did: so that two runs can be held side by side. */
import type { NativeFrame } from '../../kernel/state/routine-frame';
import { advance } from '../run/moment';
import type { Happening } from '../state/happening';
import type { World } from '../state/world';

/** What one step of a trace did. */
export interface WorldStep {
  /** Counted from 1; 0 for the boot. */
  readonly step: number;
  /** Zero-based; that of the trace's line. */
  readonly line: number;
  readonly happenings: readonly Happening[];
  /** The functions of a real kernel that were called for it, in order. */
  readonly functions: readonly string[];
}

/** Far more than a step takes, in either kind of kernel. */
const MOST_MOMENTS = 1_000_000;

/** The boot first, then one step of the trace at a time. Undefined when the run has ended. */
export function advanceStep(world: World): WorldStep | undefined {
  if (world.ended) return undefined;
  const { flow } = world;
  const [isBoot, before, { line }] = [flow.phase === 'boot', flow.steps, world];
  const happenings: Happening[] = [];
  const functions: string[] = [];
  let current: NativeFrame | undefined;
  for (let left = MOST_MOMENTS; left > 0 && !world.ended; left--) {
    const stays = isBoot ? world.flow.phase === 'boot' : world.flow.steps === before;
    if (!stays) break;
    advance(world);
    happenings.push(...world.happenings);
    const native = world.kernel?.state.stack.at(-1)?.native;
    if (native && native !== current) functions.push(native.name);
    current = native;
  }
  return { step: isBoot ? 0 : before + 1, line: isBoot ? -1 : line, happenings, functions };
}
