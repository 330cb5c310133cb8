/** Registers after power-up (Intel SDM vol. 3, 11.1.1, table 11-1), and the ones that Linux saves over suspend. */
import { CR0, CR4 } from '../../machine/architecture/bits';
import { Cpu } from '../../machine/cpu/cpu';

/** Every register is as after power-up: XCR0 is 1, IA32_XSS and IA32_XFD are 0. */
export function resetCpu(cpu: Cpu): void {
  const { errata } = cpu;
  cpu.restore(new Cpu(cpu.index, cpu.processor, cpu.memory).snapshot());
  cpu.errata = errata;
}

/**
 * As `resetCpu`, but with the registers that Linux saves in memory and restores first (`struct saved_context`,
 * arch/x86/include/asm/suspend_64.h): general registers, control registers, segments.
 */
export function losePower(cpu: Cpu): void {
  const gpr = cpu.gpr.slice();
  const { rip, rflags, cr0, cr4, efer, fsBase, gsBase, selectors, addressSpace, cpl, pkru } = cpu;
  resetCpu(cpu);
  cpu.gpr.set(gpr);
  Object.assign(cpu, { rip, rflags, cr0, cr4, efer, fsBase, gsBase, selectors, addressSpace, cpl, pkru });
}

/** The control registers before any other code runs on the CPU (CR0_STATE in arch/x86/kernel/head_64.S, `identify_cpu`). */
export function setUpControls(cpu: Cpu): void {
  cpu.cr0 |= CR0.AM;
  enableFsgsbase(cpu);
}

export function enableFsgsbase(cpu: Cpu): void {
  if (cpu.processor.has('FSGSBASE')) cpu.cr4 |= CR4.FSGSBASE;
}
