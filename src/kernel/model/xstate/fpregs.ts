/**
 * Moving extended state between a CPU's registers and an area in kernel memory, with the best instruction that the
 * processor has (Linux: `os_xsave` and `os_xrstor`, arch/x86/kernel/fpu/xstate.h).
 */

import { MXCSR_DEFAULT } from '../../../machine/architecture/bits';
import type { LinearAddress } from '../../../machine/architecture/linear-address';
import { MXCSR_OFFSET } from '../../../machine/architecture/xsave-format';
import type { Cpu } from '../../../machine/cpu/cpu';
import { componentImage, componentState, restoreComponent } from '../../../machine/xstate/component-state';
import { xrstor, xrstors } from '../../../machine/xstate/xrstor';
import { xsave, xsavec, xsaveopt, xsaves } from '../../../machine/xstate/xsave';
import type { KernelContext } from '../../routines/kernel-context';
import type { Task } from '../../state/task';

const LEGACY_COMPONENTS = [0, 1] as const;

/** @throws Fault where the area is not there. */
export function saveRegisters({ cpu, processor }: KernelContext, area: LinearAddress, mask: bigint): void {
  if (processor.has('XSAVES')) xsaves(cpu, area, mask);
  else if (processor.has('XSAVEC')) xsavec(cpu, area, mask);
  else if (processor.has('XSAVEOPT')) xsaveopt(cpu, area, mask);
  else if (processor.has('XSAVE')) xsave(cpu, area, mask);
  else saveLegacy(cpu, area);
}

/** @throws Fault #NM, #GP, #PF, as XRSTORS raises them. */
export function restoreRegisters({ cpu, processor }: KernelContext, area: LinearAddress, mask: bigint): void {
  if (processor.has('XSAVES')) xrstors(cpu, area, mask);
  else if (processor.has('XSAVE')) xrstor(cpu, area, mask);
  else restoreLegacy(cpu, area);
}

/** FXSAVE, for processors without XSAVE: x87, XMM and MXCSR. */
function saveLegacy(cpu: Cpu, area: LinearAddress): void {
  for (const component of LEGACY_COMPONENTS) {
    const { legacyOffset = 0, spans } = componentState(component);
    const image = componentImage(cpu, component);
    for (const span of spans) {
      const bytes = image.subarray(span.offset, span.offset + span.size);
      cpu.memory.write(cpu.access, area + legacyOffset + span.offset, bytes);
    }
  }
  cpu.memory.write32(cpu.access, area + MXCSR_OFFSET, cpu.mxcsr);
}

function restoreLegacy(cpu: Cpu, area: LinearAddress): void {
  for (const component of LEGACY_COMPONENTS) {
    const { size, legacyOffset = 0 } = componentState(component);
    restoreComponent(cpu, component, cpu.memory.read(cpu.access, area + legacyOffset, size));
  }
  cpu.mxcsr = cpu.memory.read32(cpu.access, area + MXCSR_OFFSET) || MXCSR_DEFAULT;
}

/** By these two marks both sides know the registers of this CPU as the task's: the CPU the task, the task the CPU. */
export function setRegisterOwner(kernel: KernelContext, task: Task): void {
  kernel.percpu.fpregsOwner = task.id;
  task.lastCpu = kernel.cpu.index;
}

/** The registers are the task's state from here on, and its buffer is old (`fpregs_mark_activate`). */
export function markRegistersActive(kernel: KernelContext, task: Task): void {
  setRegisterOwner(kernel, task);
  task.needFpuLoad = false;
}
