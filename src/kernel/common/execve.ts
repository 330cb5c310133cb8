/** execve(2) as far as tasks and their extended state are concerned (fs/exec.c). The program is always the trace's own. */

import { RFLAGS_DEFAULT } from '../../machine/architecture/bits';
import { GPR } from '../../machine/architecture/gpr';
import { execCall, startProgram } from '../exec/start-program';
import { initialKeys } from '../mm/protection-keys';
import { flushSignalHandlers } from '../model/tasks/signals';
import { completeVfork, dropSpaceIfUnused, endTask, livingThreads, loadImage, unusedSpace } from '../model/tasks/tasks';
import type { KernelContext } from '../routines/kernel-context';
import type { Routine } from '../routines/routine';
import { SIGNAL } from '../state/constants';
import { userStack } from '../state/memory-map';
import type { Process } from '../state/process';
import type { Task } from '../state/task';
import { sendToTask } from '../syscalls/send';
import { dropPosixTimers } from '../time/expire';
import { switchOutElsewhere } from './context-switch';

export const sysExecve: Routine<'sys_execve'> = {
  name: 'sys_execve',
  signature: 'long sys_execve(const char *filename, const char *const *argv, const char *const *envp)',
  file: 'fs/exec.c',
  summary:
    'execve(2): the process goes on with a program from its beginning. It keeps its ID, and nothing of its state.',
  steps: [
    {
      name: 'exec',
      code: 'begin_new_exec(bprm);',
      why: 'The point of no return: the old program is gone from here on.',
      run: () => ({ call: 'begin_new_exec' }),
    },
    {
      name: 'start_thread',
      code: 'start_thread(regs, elf_entry, bprm->p);',
      why: 'General registers are zero, RSP is at the top of a new stack; FS points at thread-local data, as the C library would have it. In a trace the program is what follows the call.',
      run: (kernel, locals) => {
        const { cpu, current } = kernel;
        if (!current) return undefined;
        cpu.gpr.fill(0n);
        cpu.rflags = RFLAGS_DEFAULT;
        cpu.gsBase = 0n;
        cpu.selectors = 0n;
        const call = execCall(locals);
        if (call) {
          startProgram(kernel, current, call);
          return undefined;
        }
        cpu.gpr[GPR.RSP] = BigInt(userStack(0).rsp);
        cpu.fsBase = BigInt(kernel.image.threadPointers[0] ?? 0);
        current.position = current.entry;
        return undefined;
      },
    },
    {
      name: 'ptrace_event',
      code: 'if ((current->ptrace & (PT_PTRACED | PT_SEIZED)) == PT_PTRACED) send_sig(SIGTRAP, current, 0);',
      why: 'Its tracer sees the program before it runs: the old way of telling that, for tracees that were not seized.',
      run: (kernel) => {
        const { current } = kernel;
        if (current && current.tracer !== null && !current.seized) sendToTask(kernel, current, SIGNAL.SIGTRAP);
        return undefined;
      },
    },
    { name: 'return', code: 'return 0;', why: 'To the first instruction of the program.', run: () => ({ return: 0 }) },
  ],
};

export const beginNewExec: Routine<'begin_new_exec'> = {
  name: 'begin_new_exec',
  signature: 'int begin_new_exec(struct linux_binprm *bprm)',
  file: 'fs/exec.c',
  summary: 'Takes leave of the old program: threads, memory, registers, signal handlers.',
  steps: [
    {
      name: 'kick_threads',
      code: 'de_thread(current): zap_other_threads(current); /* those on other CPUs */',
      why: 'SIGKILL interrupts them: each leaves its CPU by a last switch.',
      run: switchOutElsewhere,
    },
    {
      name: 'de_thread',
      code: 'de_thread(current);',
      why: 'All other threads end, and the current one becomes the leader of its process, with the number of that.',
      run: (kernel) => {
        const { current } = kernel;
        const process = current && kernel.processOf(current);
        if (!process) return undefined;
        for (const thread of livingThreads(kernel)) {
          if (thread !== current) endTask(kernel, thread, { signal: null, exitCode: 0 });
        }
        takeLeadership(kernel, current, process);
        process.threads = [current.id];
        return undefined;
      },
    },
    {
      name: 'exec_mmap',
      code: 'exec_mmap(bprm->mm);',
      why: 'A new address space with the program as it is loaded. A parent that shared the old one (vfork) keeps it.',
      run: (kernel) => {
        const { current } = kernel;
        const process = current && kernel.processOf(current);
        if (process) replaceMemory(kernel, process, current);
        if (current) completeVfork(kernel, current);
        return undefined;
      },
    },
    {
      name: 'flush_thread',
      code: 'flush_thread();',
      why: 'The state that the hardware keeps for the task: debug registers (not modelled), extended state.',
      run: () => ({ call: 'flush_thread' }),
    },
    {
      name: 'signals',
      code: 'exit_itimers(current); flush_itimer_signals(); current->sas_ss_sp = current->sas_ss_size = 0; flush_signal_handlers(current, 0);',
      why: 'The alternate stack and the handlers lay in the memory that is gone. With no stack left, nothing stops a request. Timers of timer_create go with the program; those of setitimer go on.',
      run: (kernel) => {
        const { current } = kernel;
        const process = current && kernel.processOf(current);
        if (!process) return undefined;
        dropPosixTimers(kernel, process);
        current.sigaltstack = null;
        flushSignalHandlers(process);
        return undefined;
      },
    },
  ],
};

/** `exchange_tids`: the process keeps its number, whichever thread goes on. */
function takeLeadership({ state }: KernelContext, task: Task, { threads }: Process): void {
  const leader = state.tasks[threads[0] ?? task.id] ?? task;
  [task.pid, leader.pid] = [leader.pid, task.pid];
}

function replaceMemory(kernel: KernelContext, process: Process, task: Task): void {
  const old = process.space;
  process.space = unusedSpace(kernel);
  process.pkeys = initialKeys(kernel);
  if (process.program?.family == null) {
    loadImage(kernel, process.space, kernel.image);
    const { bottom, size } = userStack(0);
    kernel.memory.map(process.space, bottom, size);
  } else kernel.memory.createSpace(process.space);
  if (task.cpu !== null) kernel.cpu.addressSpace = process.space;
  dropSpaceIfUnused(kernel, old);
}
