/**
 * Entering and leaving a guest, as the processor does it (Intel SDM vol. 3, 27 and 28), as far as the model has guests: the
 * registers that KVM does not switch itself. A guest sees the memory of the task that runs it.
 */
import { CR4 } from '../../../machine/architecture/bits';
import { xfeatureMask } from '../../../machine/architecture/component';
import { BEEN_IN_GUEST } from '../../../machine/architecture/errata';
import type { Cpu } from '../../../machine/cpu/cpu';
import type { KernelCpu } from '../../state/state';
import type { Task } from '../../state/task';
import type { Vcpu, VcpuRegisters } from '../../state/vcpu';

const PKRU = xfeatureMask('PKRU');

/** What changes hands at VM entry and VM exit. */
function registersOf(cpu: Cpu): VcpuRegisters {
  const { rflags, cpl, cr0, cr4, efer, fsBase, gsBase, kernelGsBase } = cpu;
  return { gpr: cpu.gpr.slice(), rflags, cpl, cr0, cr4, efer, fsBase, gsBase, kernelGsBase };
}

function load(cpu: Cpu, { gpr, ...others }: VcpuRegisters): void {
  cpu.gpr.set(gpr);
  Object.assign(cpu, others);
}

/**
 * `kvm_load_guest_xsave_state`: XCR0 and IA32_XSS only where the guest has turned XSAVE on, PKRU only where it can see it, and
 * each only where the host has another value.
 */
export function loadGuestXstate(cpu: Cpu, vcpu: Vcpu): void {
  const { processor } = cpu;
  const { xcr0, xss, pkru, registers } = vcpu;
  const hasXsave = (registers.cr4 & CR4.OSXSAVE) !== 0n;
  const seesPkru = processor.has('PKU') && ((xcr0 & PKRU) !== 0n || (registers.cr4 & CR4.PKE) !== 0n);
  vcpu.host = {
    xcr0: hasXsave && xcr0 !== cpu.xcr0 ? cpu.xcr0 : null,
    xss: hasXsave && processor.has('XSAVES') && xss !== cpu.xss ? cpu.xss : null,
    pkru: seesPkru ? cpu.pkru : null,
  };
  const { host } = vcpu;
  if (host.xcr0 !== null) cpu.xcr0 = xcr0;
  if (host.xss !== null) cpu.xss = xss;
  if (host.pkru !== null) cpu.pkru = pkru;
}

/** `kvm_load_host_xsave_state`: the host's values are back, and PKRU of the guest is kept. XCR0 and IA32_XSS are, anyway. */
export function loadHostXstate(cpu: Cpu, vcpu: Vcpu): void {
  const { host } = vcpu;
  if (!host) return;
  if (host.pkru !== null) {
    vcpu.pkru = cpu.pkru;
    cpu.pkru = host.pkru;
  }
  if (host.xcr0 !== null) cpu.xcr0 = host.xcr0;
  if (host.xss !== null) cpu.xss = host.xss;
  vcpu.host = null;
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
 */
export function kickGuest(cpu: Cpu, percpu: KernelCpu, task: Task | undefined): void {
  if (!percpu.host) return;
  const { vcpu = null } = task ?? {};
  leaveGuestMode(cpu, percpu, vcpu);
  if (task && vcpu) {
    loadHostXstate(cpu, vcpu);
    if (vcpu.xfdPassthrough) task.fpstate.xfd = cpu.xfd;
  }
  percpu.xfdState = cpu.xfd;
}

/** A virtual CPU's registers before its first entry: the registers of its task, at CPL 0. */
export function initialVcpuRegisters(cpu: Cpu): VcpuRegisters {
  return { ...registersOf(cpu), cpl: 0 };
}
