/** Register sets in kernel memory, between a task and the tracer or monitor that asks for them (kernel/regset.c). */

import type { LinearAddress } from '../../../machine/architecture/linear-address';
import type { KernelContext } from '../../routines/kernel-context';
import { flag, text } from '../../routines/read-locals';
import type { LocalsWith } from '../../routines/routine-locals';
import { KERNEL_SPACE, REGSET_BUFFER } from '../../state/memory-map';
import type { Task } from '../../state/task';

/** The task that the local `target` names. */
export function regsetTarget(kernel: KernelContext, locals: LocalsWith<'target'>): Task | undefined {
  return kernel.task(text(locals, 'target'));
}

/** The owner of the state that an image replaces: the task that the local `target` names, or the task's virtual CPU. */
export function imageTarget(
  kernel: KernelContext,
  locals: LocalsWith<'guest' | 'target'>,
): Pick<Task, 'fpstate' | 'pkru'> | undefined {
  const task = regsetTarget(kernel, locals);
  return flag(locals, 'guest') ? (task?.vcpu ?? undefined) : task;
}

/** Makes the pages present and puts the bytes there; nowhere for an address that no step has set. */
export function writeRegset({ memory }: KernelContext, address: LinearAddress, bytes: Uint8Array): void {
  if (address === 0) return;
  memory.map(KERNEL_SPACE, address, bytes.length);
  memory.poke(KERNEL_SPACE, address, bytes);
}

/** The kernel's copy of the image that is being set; zeros where a step that makes it was left out. */
export function readRegset({ memory, state }: KernelContext): Uint8Array {
  const image = new Uint8Array(state.fpu.userMaxSize);
  const bytes = memory.peek(KERNEL_SPACE, REGSET_BUFFER, image.length);
  if (bytes) image.set(bytes);
  return image;
}
