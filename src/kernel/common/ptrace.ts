/** ptrace(2) as far as extended state needs it (kernel/ptrace.c): who traces whom, and how a tracee comes to a stop. */

import type { KernelContext } from '../routines/kernel-context';
import { big, num, text } from '../routines/read-locals';
import type { Routine } from '../routines/routine';
import type { LocalsWith } from '../routines/routine-locals';
import { nextTask } from '../sched/next-task';
import { CLD, ERRNO, IDLE, PTRACE, PTRACE_O_MASK, SIGNAL } from '../state/constants';
import { isAlive, type Task } from '../state/task';
import { sendToProcess } from '../syscalls/send';
import { ptraceRegset } from './ptrace-regset';
import { ptraceRequest } from './ptrace-request';
import { ptraceResume, ptraceSignal, tracedChild } from './ptrace-signal';

const sysPtrace: Routine<'sys_ptrace'> = {
  name: 'sys_ptrace',
  signature: 'long sys_ptrace(long request, long pid, unsigned long addr, unsigned long data)',
  file: 'kernel/ptrace.c',
  summary: 'ptrace(2): one task looks at another, which it has stopped.',
  steps: [
    {
      name: 'traceme',
      code: 'if (request == PTRACE_TRACEME) return ptrace_traceme();',
      why: 'The parent becomes its tracer, which hears of every signal from now on. This does not stop it.',
      run: (kernel, locals) =>
        big(locals, 'request') === PTRACE.TRACEME ? { return: traceMe(kernel) ? 0 : -ERRNO.EPERM } : undefined,
    },
    {
      name: 'find',
      code: 'child = find_get_task_by_vpid(pid); if (!child) return -ESRCH;',
      why: 'In a trace the number is `A.pid`.',
      run: (kernel, locals) => {
        const child = kernel.state.tasks.findLast(({ pid }) => pid === num(locals, 'pid'));
        if (!child) return { return: -ERRNO.ESRCH };
        locals.child = child.name;
        return undefined;
      },
    },
    {
      name: 'attach',
      code: 'if (request == PTRACE_ATTACH || request == PTRACE_SEIZE) return ptrace_attach(child, request, addr, data);',
      why: 'All other requests need a tracee.',
      run: (_kernel, locals) =>
        isAttach(locals)
          ? {
              call: 'ptrace_attach',
              with: {
                child: text(locals, 'child'),
                request: big(locals, 'request'),
                addr: big(locals, 'addr'),
                data: big(locals, 'data'),
              },
              into: 'ret',
            }
          : undefined,
    },
    {
      name: 'check_attach',
      code: 'ret = ptrace_check_attach(child, request == PTRACE_INTERRUPT); if (ret) return ret;',
      why: 'Mine, and stopped: then it cannot change while I look.',
      run: (kernel, locals) => {
        if (isAttach(locals)) return { return: big(locals, 'ret') };
        const child = tracedChild(kernel, locals);
        const mayRun = big(locals, 'request') === PTRACE.INTERRUPT;
        const isMine = child !== undefined && isAlive(child) && child.tracer === kernel.percpu.current;
        return isMine && (child.stopped || mayRun) ? undefined : { return: -ERRNO.ESRCH };
      },
    },
    {
      name: 'request',
      code: 'ret = ptrace_request(child, request, addr, data);',
      why: 'What the tracer wants of it.',
      run: (_kernel, { child = null, request = null, addr = null, data = null }) => ({
        call: 'ptrace_request',
        with: { child, request, addr, data },
        into: 'ret',
      }),
    },
    { name: 'return', code: 'return ret;', why: '', run: (_kernel, { ret = null }) => ({ return: ret }) },
  ],
};

const ptraceAttach: Routine<'ptrace_attach'> = {
  name: 'ptrace_attach',
  signature:
    'static int ptrace_attach(struct task_struct *child, long request, unsigned long addr, unsigned long data)',
  file: 'kernel/ptrace.c',
  summary: 'Makes a task a tracee. PTRACE_ATTACH also stops it.',
  steps: [
    {
      name: 'check_seize',
      code: 'if (request == PTRACE_SEIZE && (addr || data & ~PTRACE_O_MASK)) return -EIO;',
      why: 'PTRACE_SEIZE takes no address, and options in data. None of these has a meaning here.',
      run: (_kernel, locals) => {
        if (big(locals, 'request') !== PTRACE.SEIZE) return undefined;
        const isWrong = big(locals, 'addr') !== 0n || (big(locals, 'data') & ~PTRACE_O_MASK) !== 0n;
        return isWrong ? { return: -ERRNO.EIO } : undefined;
      },
    },
    {
      name: 'check',
      code: 'if (child->flags & PF_KTHREAD || same_thread_group(child, current) || child->ptrace) return -EPERM;',
      why: 'Not kernel threads, not oneself, and one tracer at a time. A dead task cannot be had either.',
      run: (kernel, locals) => {
        const child = tracedChild(kernel, locals);
        const { current } = kernel;
        const isAllowed =
          child &&
          current &&
          isAlive(child) &&
          !child.kthread &&
          child.process !== current.process &&
          child.tracer === null;
        return isAllowed ? undefined : { return: -ERRNO.EPERM };
      },
    },
    {
      name: 'link',
      code: 'ptrace_link(child, current);',
      why: 'The tracee knows its tracer: nobody else may have requests.',
      run: (kernel, locals) => {
        const child = tracedChild(kernel, locals);
        if (child) Object.assign(child, { tracer: kernel.percpu.current, seized: locals.request === PTRACE.SEIZE });
        return undefined;
      },
    },
    {
      name: 'stop',
      code: 'if (request == PTRACE_ATTACH) ptrace_stop(child);',
      why: 'By SIGSTOP. PTRACE_SEIZE leaves it running until PTRACE_INTERRUPT.',
      run: (_kernel, { child = null, request = null }) =>
        request === PTRACE.ATTACH ? { call: 'ptrace_stop', with: { child, exit_code: SIGNAL.SIGSTOP } } : undefined,
    },
    { name: 'return', code: 'return 0;', why: '', run: () => ({ return: 0 }) },
  ],
};

const ptraceStop: Routine<'ptrace_stop'> = {
  name: 'ptrace_stop',
  signature: 'static void ptrace_stop(struct task_struct *child, int exit_code)',
  file: 'kernel/signal.c',
  summary: 'The tracee leaves its CPU, and with that its registers are in memory.',
  steps: [
    {
      name: 'notify',
      code: 'child->exit_code = exit_code; do_notify_parent_cldstop(child, true, CLD_TRAPPED);',
      why: 'Its tracer may wait for that in wait4(2). A program that traces gets SIGCHLD, too; in a trace the flow says who looks.',
      run: (kernel, locals) => {
        const child = tracedChild(kernel, locals);
        if (child) notifyTracer(kernel, child, num(locals, 'exit_code'));
        return undefined;
      },
    },
    {
      name: 'schedule',
      code: 'if (task_is_running(child)) freezable_schedule();',
      why: 'On its own CPU: a context switch like any other. Tasks of a program make room for the next of it; else its CPU goes idle.',
      run: (kernel, locals) => {
        const child = tracedChild(kernel, locals);
        if (!child || child.cpu === null) return undefined;
        kernel.interrupt(child.cpu);
        const next = child === kernel.current ? nextOther(kernel, child) : IDLE;
        return { call: 'context_switch', with: { prev: child.name, next }, cpu: child.cpu };
      },
    },
    {
      name: 'stopped',
      code: 'child->__state = TASK_TRACED;',
      why: 'Until its tracer lets it go on.',
      run: (kernel, locals) => {
        const child = tracedChild(kernel, locals);
        if (child && child.cpu === null) child.stopped = true;
        return undefined;
      },
    },
  ],
};

/** `ptrace_traceme`. False for a task that has a tracer, or whose parent is none of the model's. */
function traceMe(kernel: KernelContext): boolean {
  const { current, state } = kernel;
  const parent = current && kernel.processOf(current)?.program?.parent;
  const leader = parent == null ? undefined : state.processes[parent]?.threads[0];
  if (!current || leader === undefined || current.tracer !== null) return false;
  current.tracer = leader;
  return true;
}

function notifyTracer(kernel: KernelContext, child: Task, exitCode: number): void {
  const tracer = kernel.state.tasks[child.tracer ?? -1];
  const process = tracer && kernel.processOf(tracer);
  child.tracee.exitCode = exitCode;
  if (process?.program?.family == null) return;
  sendToProcess(kernel, process, SIGNAL.SIGCHLD, { code: CLD.TRAPPED, sender: child.pid });
}

/** Who runs when `child` stops: never itself. */
function nextOther(kernel: KernelContext, child: Task): string {
  child.stopped = true;
  const next = nextTask(kernel);
  child.stopped = false;
  return next;
}

function isAttach(locals: LocalsWith<'request'>): boolean {
  const request = big(locals, 'request');
  return request === PTRACE.ATTACH || request === PTRACE.SEIZE;
}

export const ptraceRoutines: readonly Routine[] = [
  sysPtrace,
  ptraceAttach,
  ptraceStop,
  ptraceSignal,
  ptraceRequest,
  ptraceResume,
  ptraceRegset,
];
