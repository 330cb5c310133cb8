/**
 * Entering and leaving a guest, as the processor does it (Intel SDM vol. 3, 27 and 28), as far as the model has guests: the
 * registers that KVM does not switch itself. A guest sees the memory of the task that runs it.
 */
import { BEEN_IN_GUEST } from '../../machine/architecture/errata';
import type { Cpu } from '../../machine/cpu/cpu';
import type { KernelCpu, Task, Vcpu, VcpuRegisters } from '../state/state';

/** What changes hands at VM entry and VM exit. */
function registersOf(cpu: Cpu): VcpuRegisters {
  const { rflags, cpl, cr0, cr4 } = cpu;
  return { gpr: cpu.gpr.slice(), rflags, cpl, cr0, cr4 };
}

function load(cpu: Cpu, { gpr, rflags, cpl, cr0, cr4 }: VcpuRegisters): void {
  cpu.gpr.set(gpr);
  Object.assign(cpu, { rflags, cpl, cr0, cr4 });
}

export function enterGuestMode(cpu: Cpu, percpu: KernelCpu, vcpu: Vcpu): void {
  percpu.host = registersOf(cpu);
  cpu.errata |= BEEN_IN_GUEST;
  load(cpu, vcpu.registers);
}

/** Nothing where the CPU is not in a guest. */
export function leaveGuestMode(cpu: Cpu, percpu: KernelCpu, vcpu: Vcpu | null | undefined): void {
  if (!percpu.host) return;
  if (vcpu) vcpu.registers = registersOf(cpu);
  load(cpu, percpu.host);
  percpu.host = null;
}

/**
 * A VM exit that another CPU causes: what `vmx_vcpu_exit` does is done at once there, out of sight. Nothing where the CPU
 * is not in a guest.
 *
 * @param xcr0 of the host.
 */
export function kickGuest(cpu: Cpu, percpu: KernelCpu, task: Task | undefined, xcr0: bigint): void {
  if (!percpu.host) return;
  const { vcpu = null } = task ?? {};
  leaveGuestMode(cpu, percpu, vcpu);
  if (task && vcpu) {
    Object.assign(vcpu, { xcr0: cpu.xcr0, pkru: cpu.pkru });
    cpu.pkru = task.pkru;
    if (vcpu.xfdPassthrough) task.fpstate.xfd = cpu.xfd;
  }
  cpu.xcr0 = xcr0;
  percpu.xfdState = cpu.xfd;
}

/** A virtual CPU's registers before its first entry: those of its task, at CPL 0. */
export function initialVcpuRegisters(cpu: Cpu): VcpuRegisters {
  return { ...registersOf(cpu), cpl: 0 };
}
