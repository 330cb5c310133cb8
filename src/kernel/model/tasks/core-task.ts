/** A task as a core file has it: its registers, and its extended state in a buffer that has room for it. */
import { hasBit, XFEATURE, xfeatureMask } from '../../../machine/architecture/component';
import { MXCSR_OFFSET } from '../../../machine/architecture/xsave-format';
import { componentState } from '../../../machine/xstate/component-state';
import type { KernelContext } from '../../routines/kernel-context';
import type { Fpstate } from '../../state/fpstate';
import { FPSTATE_HEADER, KERNEL_SPACE } from '../../state/memory-map';
import type { Process } from '../../state/process';
import type { CoreTask } from '../../state/program-image';
import type { Task } from '../../state/task';
import { vmap } from '../memory/vmalloc';
import { initialiseArea, offsetIn, setXstateBv, xstateBv } from '../xstate/fpstate';
import { kernelSize, SUPERVISOR, userSize } from '../xstate/xstate-features';

const MXCSR_SIZE = 8;

/** The process's memory, once for all of its threads. */
export function placeMemory(kernel: KernelContext, { space }: Process, { memory }: CoreTask): void {
  for (const { address, size, bytes, rights } of memory) {
    kernel.memory.map(space, address, size, rights);
    if (bytes.length > 0) kernel.memory.poke(space, address, bytes);
  }
}

export function resumeFromCore(kernel: KernelContext, task: Task, process: Process, core: CoreTask): void {
  const { gpr, rip, rflags, fsBase, gsBase } = core.registers;
  task.pid = core.pid;
  task.entry = rip;
  task.position = rip;
  task.saved.rip = rip;
  task.saved.rflags = rflags;
  task.saved.gpr.set(gpr);
  task.saved.fsBase = fsBase;
  task.saved.gsBase = gsBase;
  if (core.state) placeState(kernel, task, process, core.state);
}

function placeState(kernel: KernelContext, task: Task, process: Process, state: NonNullable<CoreTask['state']>): void {
  const { fpu } = kernel.state;
  const inUse = state.inUse & fpu.userMax;
  const missing = inUse & ~task.fpstate.userXfeatures;
  if (missing !== 0n) enlarge(kernel, task, process, missing);
  const { fpstate } = task;
  for (const { component, bytes } of state.sections) {
    const at = componentState(component).legacyOffset ?? offsetIn(kernel, fpstate, component);
    if (at === undefined || !hasBit(inUse, component)) continue;
    for (const { offset, size } of componentState(component).spans) {
      kernel.memory.poke(KERNEL_SPACE, fpstate.address + at + offset, bytes.subarray(offset, offset + size));
    }
    if (component === XFEATURE.PKRU) task.pkru = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
  }
  kernel.memory.poke(KERNEL_SPACE, fpstate.address + MXCSR_OFFSET, state.mxcsr.subarray(0, MXCSR_SIZE));
  if ((inUse & xfeatureMask('PKRU')) === 0n) task.pkru = 0;
  setXstateBv(kernel, fpstate, (xstateBv(kernel, fpstate) & SUPERVISOR) | inUse);
}

/** The process had been permitted, and granted, what its core has. */
function enlarge(kernel: KernelContext, task: Task, process: Process, missing: bigint): void {
  const { processor } = kernel;
  const old = task.fpstate;
  const xfeatures = old.xfeatures | missing;
  const userXfeatures = old.userXfeatures | missing;
  const size = kernelSize(processor, xfeatures);
  const base = vmap(kernel, size, FPSTATE_HEADER);
  const fpstate: Fpstate = {
    address: base + FPSTATE_HEADER,
    size,
    userSize: userSize(processor, userXfeatures),
    xfeatures,
    userXfeatures,
    xfd: old.xfd & ~missing,
    isValloc: true,
  };
  initialiseArea(kernel, fpstate.address, size, xfeatures);
  task.fpstate = fpstate;
  process.perm |= missing;
  process.permSizes = { size, userSize: fpstate.userSize };
}
