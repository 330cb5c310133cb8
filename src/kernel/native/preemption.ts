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

/** No reschedule is wanted, and nothing keeps from one (arch/x86/include/asm/preempt.h: the bit is inverted). */
const PREEMPTIBLE = 0x8000_0000;
/** Of one `preempt_disable()`. */
const OFFSET = 1;
/** Only a kernel with CONFIG_PREEMPTION has it: others go on to the return to user mode, whatever comes. */
const SCHEDULER = 'preempt_schedule';

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
  return preemptCount(count) === PREEMPTIBLE ? vmlinux.placeOf(cpu.rip) : undefined;
}

/** What a step says of itself, as code sees it that the step calls. */
export function enterContext(count: PreemptCount, context: StepContext, isInKernelFpu: boolean): void {
  const { cpu } = count;
  cpu.rflags = context === CONTEXTS.irqs ? cpu.rflags & ~FLAG.IF : cpu.rflags | FLAG.IF;
  const isOff = context === CONTEXTS.fpregs || context === CONTEXTS.preempt;
  // Between kernel_fpu_begin() and kernel_fpu_end() the count is what the code has left there.
  if (!isInKernelFpu) setPreemptCount(count, isOff ? PREEMPTIBLE + OFFSET : PREEMPTIBLE);
}

export function addToPreemptCount(count: PreemptCount, change: number): void {
  setPreemptCount(count, preemptCount(count) + change);
}

function preemptCount(count: PreemptCount): number {
  const at = placeOfCount(count);
  return at === undefined ? PREEMPTIBLE : count.memory.u32(at);
}

function setPreemptCount(count: PreemptCount, value: number): void {
  const at = placeOfCount(count);
  if (at !== undefined) count.memory.setU32(at, value);
}

/** A variable of its own until 6.1, and again since 6.15; a member of `struct pcpu_hot` between. */
function placeOfCount({ vmlinux, cpu }: PreemptCount): LinearAddress | undefined {
  const hot = perCpuVariable(vmlinux, 'pcpu_hot', cpu.index);
  if (hot === undefined) return perCpuVariable(vmlinux, '__preempt_count', cpu.index);
  return hot + vmlinux.offset('pcpu_hot', 'preempt_count');
}
