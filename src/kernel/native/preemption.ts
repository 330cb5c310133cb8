/**
 * Whether Linux can be preempted where a CPU is in the code of an image: by what that code itself has said so far, in the flag of
 * interrupts and in the CPU's count of reasons not to (include/linux/preempt.h).
 */
import { FLAG } from '../../machine/architecture/bits';
import type { LinearAddress } from '../../machine/architecture/linear-address';
import type { Cpu } from '../../machine/cpu/cpu';
import { CONTEXTS, type StepContext } from '../routines/step-context';
import type { NativeFrame } from '../state/routine-frame';
import type { ImageMemory } from './image-memory';
import { perCpuVariable } from './mirror/places';
import type { CodePlace, Vmlinux } from './vmlinux';

/** PREEMPT_NEED_RESCHED, by the bytes that the count has: inverted, so that it is set where no reschedule is wanted. */
const NOT_WANTED = { 4: 1n << 31n, 8: 1n << 63n } as const;
/** Of one `preempt_disable()`. */
const OFFSET = 1;
/** Only a kernel with CONFIG_PREEMPTION has it: others go on to the return to user mode, whatever comes. */
const SCHEDULER = 'preempt_schedule';

const VARIABLE = '__preempt_count';

export interface PreemptCount {
  readonly vmlinux: Vmlinux;
  readonly memory: ImageMemory;
  readonly cpu: Cpu;
}

/** As `inject preempt at` names it: `xfd_update_state+0x1c`. */
export function codePlaceText({ name, offset }: CodePlace): string {
  return `${name}+0x${offset.toString(16)}`;
}

/** Where the CPU is, if Linux can be preempted there. The kernel's own search for a way out of an exception is no such place. */
export function preemptiblePlace(count: PreemptCount, { fixups }: NativeFrame): CodePlace | undefined {
  const { vmlinux, cpu } = count;
  if ((cpu.rflags & FLAG.IF) === 0 || fixups.length > 0 || vmlinux.find(SCHEDULER) === undefined) return undefined;
  return preemptCount(count) === 0 ? vmlinux.placeOf(cpu.rip) : undefined;
}

/** What a step says of itself, as code sees it that the step calls. */
export function enterContext(count: PreemptCount, context: StepContext, isInKernelFpu: boolean): void {
  const { cpu } = count;
  cpu.rflags = context === CONTEXTS.irqs ? cpu.rflags & ~FLAG.IF : cpu.rflags | FLAG.IF;
  const isOff = context === CONTEXTS.fpregs || context === CONTEXTS.preempt;
  // Between kernel_fpu_begin() and kernel_fpu_end() the count is what the code has left there.
  if (!isInKernelFpu) setPreemptCount(count, isOff ? OFFSET : 0);
}

export function addToPreemptCount(count: PreemptCount, change: number): void {
  setPreemptCount(count, preemptCount(count) + change);
}

/** How many reasons there are not to preempt; 0 where the image counts none. */
function preemptCount(count: PreemptCount): number {
  const place = placeOfCount(count);
  return place ? count.memory.u32(place.at) & ~Number(NOT_WANTED[4]) : 0;
}

function setPreemptCount(count: PreemptCount, value: number): void {
  const place = placeOfCount(count);
  if (!place) return;
  const { at, size } = place;
  const { memory } = count;
  if (size === 8) memory.setU64(at, NOT_WANTED[8] | BigInt(value));
  else memory.setU32(at, Number(NOT_WANTED[4]) + value);
}

interface CountPlace {
  readonly at: LinearAddress;
  readonly size: keyof typeof NOT_WANTED;
}

/** A variable of its own until 6.1, and again since 6.15, then of 32 bits and later 64; a member of `struct pcpu_hot` between. */
function placeOfCount({ vmlinux, cpu }: PreemptCount): CountPlace | undefined {
  const hot = perCpuVariable(vmlinux, 'pcpu_hot', cpu.index);
  if (hot !== undefined) return { at: hot + vmlinux.offset('pcpu_hot', 'preempt_count'), size: 4 };
  const at = perCpuVariable(vmlinux, VARIABLE, cpu.index);
  return at === undefined ? undefined : { at, size: vmlinux.sizeOf(VARIABLE) === 8 ? 8 : 4 };
}
