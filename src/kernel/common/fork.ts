/** fork(2) and clone(2) around the extended state (kernel/fork.c). */

import { FLAG } from '../../machine/architecture/bits';
import { GPR } from '../../machine/architecture/gpr';
import { copyPlainData } from '../../machine/plain-data';
import { giveThreadData, inheritProgram } from '../exec/inherit';
import { isRoomFor } from '../mm/mappings';
import { flushSignalHandlers, resetSignalStack } from '../model/tasks/signals';
import { areTooMany, createProcess, createTask, unusedSpace } from '../model/tasks/tasks';
import type { KernelContext } from '../routines/kernel-context';
import { big, num, text } from '../routines/read-locals';
import type { Routine } from '../routines/routine';
import type { LocalsWith } from '../routines/routine-locals';
import { nextTask } from '../sched/next-task';
import { CLONE, ERRNO } from '../state/constants';
import { KERNEL_SPACE } from '../state/memory-map';
import type { Task } from '../state/task';

export const sysFork: Routine<'sys_fork'> = {
  name: 'sys_fork',
  signature: 'long sys_fork(void)',
  file: 'kernel/fork.c',
  summary: 'fork(2): a copy of the process with one thread.',
  steps: [
    {
      name: 'clone',
      code: 'pid = kernel_clone(SIGCHLD);',
      why: 'Nothing is shared.',
      run: () => ({ call: 'kernel_clone', with: { clone_flags: 0n, newsp: 0n }, into: 'pid' }),
    },
    { name: 'return', code: 'return pid;', why: '', run: (_kernel, locals) => ({ return: num(locals, 'pid') }) },
  ],
};

export const sysVfork: Routine<'sys_vfork'> = {
  name: 'sys_vfork',
  signature: 'long sys_vfork(void)',
  file: 'kernel/fork.c',
  summary: 'vfork(2): a new process in the memory of its parent, which waits until the child is done with that.',
  steps: [
    {
      name: 'clone',
      code: 'pid = kernel_clone(CLONE_VFORK | CLONE_VM | SIGCHLD);',
      why: 'For a child that will exec at once: nothing of the memory is copied.',
      run: () => ({ call: 'kernel_clone', with: { clone_flags: CLONE.VFORK | CLONE.VM, newsp: 0n }, into: 'pid' }),
    },
    { name: 'return', code: 'return pid;', why: '', run: (_kernel, locals) => ({ return: num(locals, 'pid') }) },
  ],
};

export const sysClone: Routine<'sys_clone'> = {
  name: 'sys_clone',
  signature: 'long sys_clone(unsigned long clone_flags, unsigned long newsp, ...)',
  file: 'kernel/fork.c',
  summary: 'clone(2): a new task that shares with its parent what the flags say.',
  steps: [
    {
      name: 'clone',
      code: 'pid = kernel_clone(clone_flags);',
      why: 'CLONE_THREAD makes it a thread of the same process, CLONE_VM lets it see the same memory.',
      run: (_kernel, locals) => ({
        call: 'kernel_clone',
        with: {
          clone_flags: big(locals, 'clone_flags'),
          newsp: big(locals, 'newsp'),
          parent_tid: big(locals, 'parent_tid'),
          child_tid: big(locals, 'child_tid'),
          tls: big(locals, 'tls'),
        },
        into: 'pid',
      }),
    },
    { name: 'return', code: 'return pid;', why: '', run: (_kernel, locals) => ({ return: num(locals, 'pid') }) },
  ],
};

export const kernelClone: Routine<'kernel_clone'> = {
  name: 'kernel_clone',
  signature: 'pid_t kernel_clone(u64 clone_flags)',
  file: 'kernel/fork.c',
  summary: 'Makes the child and lets it run.',
  steps: [
    {
      name: 'copy',
      code: 'p = copy_process(clone_flags);',
      why: 'All that the child has of its parent.',
      run: (_kernel, { clone_flags = 0n, newsp = 0n, parent_tid = 0n, child_tid = 0n, tls = 0n }) => ({
        call: 'copy_process',
        with: { clone_flags, newsp, parent_tid, child_tid, tls },
        into: 'p',
      }),
    },
    {
      name: 'check',
      code: 'if (IS_ERR(p)) return PTR_ERR(p);',
      why: 'There is no child then, and the caller learns why.',
      run: (_kernel, { p = null }) => (typeof p === 'string' ? undefined : { return: p ?? -ERRNO.EAGAIN }),
    },
    {
      name: 'wake',
      code: 'wake_up_new_task(p); if (!(clone_flags & CLONE_VFORK)) return p->pid;',
      why: 'The child is ready; the trace decides when it runs.',
      run: (kernel, locals) =>
        big(locals, 'clone_flags') & CLONE.VFORK ? undefined : { return: kernel.task(text(locals, 'p'))?.pid ?? 0 },
    },
    {
      name: 'vfork_wait',
      code: 'wait_for_vfork_done(p, &vfork);',
      why: 'The parent sleeps until the child has ended, or has memory of its own by execve. Here its CPU goes idle.',
      run: (kernel, locals) => {
        const child = kernel.task(text(locals, 'p'));
        const { current } = kernel;
        if (!child || !current) return { return: child?.pid ?? 0 };
        current.vforkChild = child.id;
        kernel.reportNoReturn(BigInt(child.pid));
        return { call: 'context_switch', with: { prev: current.name, next: nextTask(kernel) } };
      },
    },
    {
      name: 'vfork_done',
      code: 'return p->pid;',
      why: 'Some time later. The parent finds it in RAX when it goes on.',
      run: (kernel, locals) => {
        const child = kernel.task(text(locals, 'p'));
        const parent = kernel.state.tasks.find(({ vforkChild }) => vforkChild === child?.id);
        if (!child || !parent) return { return: child?.pid ?? 0 };
        parent.saved.gpr[GPR.RAX] = BigInt(child.pid);
        return { abandon: true };
      },
    },
  ],
};

export const copyProcess: Routine<'copy_process'> = {
  name: 'copy_process',
  signature: 'struct task_struct *copy_process(u64 clone_flags)',
  file: 'kernel/fork.c',
  summary: 'A new task structure, filled from the current one.',
  steps: [
    {
      name: 'check_flags',
      code: 'if (bad_combination(clone_flags)) return ERR_PTR(-EINVAL);',
      why: 'Threads share signal handlers, and tasks that share those share memory.',
      run: (_kernel, locals) => (isBadCombination(big(locals, 'clone_flags')) ? { return: -ERRNO.EINVAL } : undefined),
    },
    {
      name: 'dup_task',
      code: 'p = dup_task_struct(current);',
      why: 'The default buffer for extended state is part of the task structure. A copied pointer to a larger one is not.',
      run: (kernel, locals) => {
        const flags = big(locals, 'clone_flags');
        if (!kernel.current || areTooMany(kernel, !(flags & CLONE.VM))) return { return: -ERRNO.EAGAIN };
        if (!(flags & CLONE.VM) && !hasRoomForCopy(kernel, kernel.current)) return { return: -ERRNO.ENOMEM };
        locals.p = duplicate(kernel, kernel.current, flags).name;
        return undefined;
      },
    },
    {
      name: 'copy_seccomp',
      code: 'copy_seccomp(p);',
      why: 'Filters of system calls are for ever, and for all descendants: a sandbox that a child could leave would be none.',
      run: (kernel, locals) => {
        const child = kernel.task(text(locals, 'p'));
        if (child && kernel.current) child.seccomp = kernel.current.seccomp;
        return undefined;
      },
    },
    {
      name: 'copy_thread',
      code: 'err = copy_thread(p, clone_flags);',
      why: 'General registers with 0 in RAX: what fork returns in the child. Then the extended state.',
      run: (kernel, locals) => {
        const child = kernel.task(text(locals, 'p'));
        if (!child || !kernel.current) return undefined;
        copyRegisters(kernel, child, big(locals, 'newsp'));
        copySignals(kernel, kernel.current, child, big(locals, 'clone_flags'));
        const routine = kernel.entries.fork;
        return { call: routine, with: { dst: child.name, clone_flags: big(locals, 'clone_flags') }, into: 'err' };
      },
    },
    {
      name: 'check_thread',
      code: 'if (err) { free_task(p); return ERR_PTR(err); }',
      why: 'A buffer that cannot be had fails the fork.',
      run: (kernel, locals) => {
        const error = num(locals, 'err');
        if (error === 0) return undefined;
        removeTask(kernel, text(locals, 'p'));
        return { return: error };
      },
    },
    {
      name: 'single_step',
      code: 'user_disable_single_step(p);',
      why: 'The copied RFLAGS has the TF of a debugger, which does not trace the child.',
      run: (kernel, locals) => {
        const child = kernel.task(text(locals, 'p'));
        if (child && kernel.current?.tracee.forcedTf) child.saved.rflags &= ~FLAG.TF;
        return undefined;
      },
    },
    {
      name: 'copy_files',
      code: 'copy_files(clone_flags, p); copy_fs(clone_flags, p); set_tls(p, args->tls); put_user(p->pid, args->parent_tid);',
      why: 'Open files, folder and break of a program; thread-local data, and where the C library reads the number of the thread.',
      run: (kernel, locals) => {
        const child = kernel.task(text(locals, 'p'));
        if (!child || !kernel.current) return undefined;
        inheritProgram(kernel, kernel.current, child, big(locals, 'clone_flags'));
        giveThreadData(kernel, child, big(locals, 'clone_flags'), {
          parent: big(locals, 'parent_tid'),
          child: big(locals, 'child_tid'),
          tls: big(locals, 'tls'),
        });
        return undefined;
      },
    },
    { name: 'return', code: 'return p;', why: '', run: (_kernel, locals) => ({ return: text(locals, 'p') }) },
  ],
};

function isBadCombination(flags: bigint): boolean {
  const needs = (flag: bigint, other: bigint) => (flags & flag) !== 0n && (flags & other) === 0n;
  return needs(CLONE.THREAD, CLONE.SIGHAND) || needs(CLONE.SIGHAND, CLONE.VM);
}

function duplicate(kernel: KernelContext, parent: Task, flags: bigint): Task {
  const event = kernel.event?.kind === 'syscall' ? kernel.event : undefined;
  const name = event?.as ?? `${parent.name}_${kernel.state.tasks.length}`;
  const own = kernel.processOf(parent);
  const process =
    own && flags & CLONE.THREAD ? own : createProcess(kernel, name, childSpace(kernel, parent, flags), own?.group);
  if (own && process !== own) process.pkeys = flags & CLONE.VM ? own.pkeys : copyPlainData(own.pkeys);
  const child = createTask(kernel, name, process, false);
  child.position = event?.returnAddress ?? parent.position;
  child.entry = parent.entry;
  return child;
}

function hasRoomForCopy(kernel: KernelContext, parent: Task): boolean {
  return isRoomFor(kernel, kernel.memory.pageCount(kernel.processOf(parent)?.space ?? KERNEL_SPACE));
}

function childSpace(kernel: KernelContext, parent: Task, flags: bigint): number {
  const space = kernel.processOf(parent)?.space ?? 0;
  if (flags & CLONE.VM) return space;
  const child = unusedSpace(kernel);
  kernel.memory.cloneSpace(space, child);
  return child;
}

function copyRegisters({ cpu }: KernelContext, child: Task, newsp: bigint): void {
  child.saved.gpr.set(cpu.gpr.subarray(0, child.saved.gpr.length));
  child.saved.gpr[GPR.RAX] = 0n;
  if (newsp !== 0n) child.saved.gpr[GPR.RSP] = newsp;
  child.saved.rip = child.position;
  child.saved.rflags = cpu.rflags;
  child.saved.fsBase = cpu.fsBase;
  child.saved.gsBase = cpu.gsBase;
  child.saved.selectors = cpu.selectors;
  child.pkru = cpu.pkru;
}

/**
 * Actions and blocked signals are inherited, pending ones are not. A task that shares memory has no alternate stack of its own
 * yet, but for a child of vfork, whose parent sleeps.
 */
function copySignals(kernel: KernelContext, parent: Task, child: Task, flags: bigint): void {
  child.blocked = parent.blocked;
  if ((flags & (CLONE.VM | CLONE.VFORK)) === CLONE.VM) resetSignalStack(child);
  else
    Object.assign(child, { sigaltstack: parent.sigaltstack && { ...parent.sigaltstack }, sasFlags: parent.sasFlags });
  const [from, to] = [kernel.processOf(parent), kernel.processOf(child)];
  if (!from || !to || from === to) return;
  to.actions = flags & CLONE.SIGHAND ? from.actions : copyPlainData(from.actions);
  if (flags & CLONE.CLEAR_SIGHAND) flushSignalHandlers(to);
}

/** Undoes `duplicate`: the child is the newest task, and of a process of its own the newest process. */
function removeTask(kernel: KernelContext, name: string): void {
  const { tasks, processes } = kernel.state;
  const task = kernel.task(name);
  if (!task || task.id !== tasks.length - 1) return;
  tasks.pop();
  const process = processes[task.process];
  if (!process) return;
  process.threads = process.threads.filter((id) => id !== task.id);
  if (process.threads.length > 0) return;
  processes.pop();
  if (!processes.some(({ space }) => space === process.space)) kernel.memory.dropSpace(process.space);
}

/** For `fork` routines: the parties, of which the child may be missing when steps were left out. */
export function forkParties(
  kernel: KernelContext,
  locals: LocalsWith<'dst'>,
): { parent: Task | undefined; child: Task | undefined } {
  return { parent: kernel.current, child: kernel.task(text(locals, 'dst')) };
}
