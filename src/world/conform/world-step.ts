/** A run moved on by whole steps, with what each of them did: so that two runs can be held side by side. */
import type { NativeFrame } from '../../kernel/state/routine-frame';
import type { Cpu } from '../../machine/cpu/cpu';
import type { RegisterObserver } from '../../machine/cpu/observer';
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
  /** Reads and writes of IA32_XFD and IA32_XFD_ERR, in order: `CPU 0: write xfd = 0x40000`. */
  readonly accesses: readonly string[];
}

/** The registers whose accesses have an order that matters: by their properties in `Cpu`. */
const IN_ORDER = { xfd: 'xfd', xfdErr: 'xfd_err' } as const;

/** Far more than a step takes, in either kind of kernel. */
const MOST_MOMENTS = 1_000_000;

/**
 * The boot first, then one step of the trace at a time. Undefined when the run has ended.
 *
 * @param onMoment told before each moment how many accesses there have been.
 */
export function advanceStep(world: World, onMoment?: (accesses: number) => void): WorldStep | undefined {
  if (world.ended) return undefined;
  const { flow } = world;
  const [isBoot, before, { line }] = [flow.phase === 'boot', flow.steps, world];
  const happenings: Happening[] = [];
  const functions: string[] = [];
  const accesses: string[] = [];
  for (const cpu of world.cpus) cpu.observer = observerOf(cpu, accesses);
  let current: NativeFrame | undefined;
  for (let left = MOST_MOMENTS; left > 0 && !world.ended; left--) {
    const stays = isBoot ? world.flow.phase === 'boot' : world.flow.steps === before;
    if (!stays) break;
    onMoment?.(accesses.length);
    advance(world);
    happenings.push(...world.happenings);
    const native = world.kernel?.state.stack.at(-1)?.native;
    if (native && native !== current) functions.push(native.name);
    current = native;
  }
  for (const cpu of world.cpus) cpu.observer = null;
  return { step: isBoot ? 0 : before + 1, line: isBoot ? -1 : line, happenings, functions, accesses };
}

function observerOf(cpu: Cpu, accesses: string[]): RegisterObserver {
  return {
    register: (key, direction) => {
      if (key !== 'xfd' && key !== 'xfdErr') return;
      const value = direction === 'write' ? ` = 0x${cpu[key].toString(16)}` : '';
      accesses.push(`CPU ${cpu.index}: ${direction} ${IN_ORDER[key]}${value}`);
    },
    components: () => {},
  };
}
