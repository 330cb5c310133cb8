/** The end of a program's tasks: who waits for them is told (mm_release in kernel/fork.c, exit_notify in kernel/exit.c). */
import { closeAll } from '../files/descriptors';
import { copyToUser } from '../model/memory/user-memory';
import type { KernelContext } from '../routines/kernel-context';
import { CLD, SIGNAL } from '../state/constants';
import type { Process } from '../state/process';
import { isAlive, type Task } from '../state/task';
import { wake } from '../syscalls/futex';
import { sendToProcess } from '../syscalls/send';
import { dropTimers } from '../time/expire';

/** CLONE_CHILD_CLEARTID: pthread_join sleeps until the word is 0. */
export function clearChildTid(kernel: KernelContext, task: Task): void {
  const address = task.clearChildTid;
  const process = kernel.processOf(task);
  task.clearChildTid = 0;
  if (address === 0 || !process || !copyToUser(kernel, address, new Uint8Array(4))) return;
  wake(kernel, process.space, address, 1);
}

/** Behind the end of its last thread, a process has a status, and its parent a SIGCHLD. Its children have no parent any more. */
export function leaveProgram(kernel: KernelContext, task: Task): void {
  const { state } = kernel;
  const process = kernel.processOf(task);
  if (!process?.program || process.program.status !== null) return;
  if (process.threads.some((id) => state.tasks[id] && isAlive(state.tasks[id]))) return;
  const { program } = process;
  program.status = task.exitCode ?? 0;
  closeAll(program.files);
  dropTimers(kernel, process.id);
  for (const child of childrenOf(kernel, process)) if (child.program) child.program.parent = null;
  const parent = program.parent === null ? undefined : state.processes[program.parent];
  const code = (program.status & 0x7f) === 0 ? CLD.EXITED : CLD.KILLED;
  if (parent) sendToProcess(kernel, parent, SIGNAL.SIGCHLD, { code, sender: task.pid });
}

function childrenOf({ state }: KernelContext, { id }: Process): readonly Process[] {
  return state.processes.filter(({ program }) => program?.parent === id);
}
