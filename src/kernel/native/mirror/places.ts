/** Where the structures of modelled tasks lie, so that a real kernel's code finds them. */
import type { LinearAddress } from '../../../machine/architecture/linear-address';
import { embeddedArea } from '../../state/memory-map';
import { perCpuOffset } from '../place-image';
import type { Vmlinux } from '../vmlinux';

function kernelAddress(value: bigint): LinearAddress {
  return Number(BigInt.asIntN(64, value));
}

/** What a task has beside its `struct task_struct`: signals, what its virtual CPU has, and a stack. */
const TASK_PARTS = kernelAddress(0xffff_888a_0000_0000n);
const PARTS_STRIDE = 0x1_0000;
const PART = { signal: 0, sighand: 0x2000, mm: 0x4000, guest: 0x6000, stack: 0x8000 } as const;
/** THREAD_SIZE (arch/x86/include/asm/page_64_types.h). */
export const STACK_SIZE = 0x4000;
/** The first task of each CPU has no number here: its parts lie behind those of all others. */
const IDLE_PARTS = kernelAddress(0xffff_888c_0000_0000n);

/** The task structure of task `id`: its embedded area lies where the model has it. */
export function taskStruct(vmlinux: Vmlinux, id: number): LinearAddress {
  return embeddedArea(id) - vmlinux.offset('task_struct', 'thread.fpu.__fpstate.regs');
}

export function taskPart(id: number, part: keyof typeof PART): LinearAddress {
  return TASK_PARTS + id * PARTS_STRIDE + PART[part];
}

export function idleStack(cpu: number): LinearAddress {
  return IDLE_PARTS + cpu * PARTS_STRIDE;
}

/** Of CPU `cpu`, by the symbol of the variable. */
export function perCpuVariable(vmlinux: Vmlinux, name: string, cpu: number): LinearAddress | undefined {
  const address = vmlinux.find(name);
  return address === undefined ? undefined : address + perCpuOffset(vmlinux, cpu);
}
