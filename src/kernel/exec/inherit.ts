/** What a new task has of its parent's program (copy_files, copy_fs, copy_thread_tls; kernel/fork.c). */
import { toLinear } from '../../machine/architecture/linear-address';
import { copyTable } from '../files/descriptors';
import { putUser32 } from '../model/memory/user-memory';
import type { KernelContext } from '../routines/kernel-context';
import { CLONE } from '../state/constants';
import { KERNEL_SPACE } from '../state/memory-map';
import { NO_USAGE } from '../state/program-state';
import type { Task } from '../state/task';

/** A process of its own gets its open files again; memory that is shared has one break. A thread is of the same process. */
export function inheritProgram(kernel: KernelContext, parent: Task, child: Task, flags: bigint): void {
  const [from, to] = [kernel.processOf(parent), kernel.processOf(child)];
  if (!from?.program || !to || from === to) return;
  const { memory, files, folder, umask, output, family } = from.program;
  to.program = {
    memory: flags & CLONE.VM ? memory : { ...memory },
    files: flags & CLONE.FILES ? files : copyTable(files),
    folder,
    umask,
    nextTimer: 0,
    output,
    family,
    parent: flags & CLONE.PARENT ? from.program.parent : from.id,
    waited: NO_USAGE,
    status: null,
    reaped: false,
  };
}

interface ThreadData {
  /** Pointers that the caller gives, and the base of FS. */
  readonly parent: bigint;
  readonly child: bigint;
  readonly tls: bigint;
}

export function giveThreadData(
  kernel: KernelContext,
  task: Task,
  flags: bigint,
  { parent, child, tls }: ThreadData,
): void {
  if (flags & CLONE.SETTLS) task.saved.fsBase = tls;
  if (flags & CLONE.CHILD_CLEARTID) task.clearChildTid = toLinear(child) ?? 0;
  if (flags & CLONE.PARENT_SETTID) putUser32(kernel, parent, task.pid);
  // The child writes it itself, in its own memory, before anything else.
  const space = kernel.processOf(task)?.space ?? KERNEL_SPACE;
  if (flags & CLONE.CHILD_SETTID) {
    kernel.memory.poke(space, toLinear(child) ?? 0, new Uint8Array(Int32Array.of(task.pid).buffer));
  }
}
