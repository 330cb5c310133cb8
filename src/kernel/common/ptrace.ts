/** ptrace(2) as far as extended state needs it (kernel/ptrace.c): attach, stop, read and write the register set, let go. */

import { toLinear } from '../../machine/architecture/linear-address';
import { LEGACY_SIZE } from '../../machine/architecture/xsave-format';
import { copyToUser } from '../model/memory/user-memory';
import type { KernelContext } from '../routines/kernel-context';
import { big, num, text } from '../routines/read-locals';
import type { Routine } from '../routines/routine';
import type { LocalsWith } from '../routines/routine-locals';
import { ERRNO, IDLE, NT, PTRACE, PTRACE_O_MASK } from '../state/constants';
import type { Task } from '../state/state';
import { isAlive } from '../state/state';
import { IOV_LEN, ptraceRegset, readIovec } from './ptrace-regset';
import { disableSingleStep, isValidSignal, ptraceResume, ptraceSignal, resume } from './ptrace-signal';

const sysPtrace: Routine<'sys_ptrace'> = {
  name: 'sys_ptrace',
  signature: 'long sys_ptrace(long request, long pid, unsigned long addr, unsigned long data)',
  file: 'kernel/ptrace.c',
  summary: 'ptrace(2): one task looks at another, which it has stopped.',
  steps: [
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
        const child = childOf(kernel, locals);
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
        const child = childOf(kernel, locals);
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
        const child = childOf(kernel, locals);
        if (child) Object.assign(child, { tracer: kernel.percpu.current, seized: locals.request === PTRACE.SEIZE });
        return undefined;
      },
    },
    {
      name: 'stop',
      code: 'if (request == PTRACE_ATTACH) ptrace_stop(child);',
      why: 'By SIGSTOP. PTRACE_SEIZE leaves it running until PTRACE_INTERRUPT.',
      run: (_kernel, { child = null, request = null }) =>
        request === PTRACE.ATTACH ? { call: 'ptrace_stop', with: { child } } : undefined,
    },
    { name: 'return', code: 'return 0;', why: '', run: () => ({ return: 0 }) },
  ],
};

const ptraceStop: Routine<'ptrace_stop'> = {
  name: 'ptrace_stop',
  signature: 'static void ptrace_stop(struct task_struct *child)',
  file: 'kernel/signal.c',
  summary: 'The tracee leaves its CPU, and with that its registers are in memory.',
  steps: [
    {
      name: 'schedule',
      code: 'if (task_is_running(child)) freezable_schedule();',
      why: 'On its own CPU: a context switch like any other. Here its CPU goes idle.',
      run: (kernel, locals) => {
        const child = childOf(kernel, locals);
        if (!child || child.cpu === null) return undefined;
        kernel.interrupt(child.cpu);
        return { call: 'context_switch', with: { prev: child.name, next: IDLE }, cpu: child.cpu };
      },
    },
    {
      name: 'stopped',
      code: 'child->__state = TASK_TRACED;',
      why: 'Until its tracer lets it go on.',
      run: (kernel, locals) => {
        const child = childOf(kernel, locals);
        if (child && child.cpu === null) child.stopped = true;
        return undefined;
      },
    },
  ],
};

const ptraceRequest: Routine<'ptrace_request'> = {
  name: 'ptrace_request',
  signature: 'int ptrace_request(struct task_struct *child, long request, unsigned long addr, unsigned long data)',
  file: 'kernel/ptrace.c',
  summary: 'What a tracer can ask for. Most of it is not modelled: there is nothing to see in it about extended state.',
  steps: [
    {
      name: 'switch',
      code: 'switch (request) {',
      why: '',
      run: (_kernel, locals) => ({ goto: REQUESTS.get(big(locals, 'request')) ?? 'unknown' }),
    },
    { name: 'case_cont', code: 'case PTRACE_SINGLESTEP: case PTRACE_CONT:', why: '' },
    {
      name: 'cont',
      code: '    ret = ptrace_resume(child, request, data);',
      why: 'With the signal that is in data.',
      run: (_kernel, { child = null, request = null, data = null }) => ({
        call: 'ptrace_resume',
        with: { child, request, data },
        into: 'ret',
      }),
    },
    { name: 'cont_return', code: '    return ret;', why: '', run: (_kernel, { ret = null }) => ({ return: ret }) },
    { name: 'case_detach', code: 'case PTRACE_DETACH:', why: '' },
    {
      name: 'detach',
      code: '    return ptrace_detach(child, data);',
      why: 'Nobody’s tracee, and running again, with the signal that is in data.',
      run: (kernel, locals) => {
        const child = childOf(kernel, locals);
        if (!isValidSignal(locals)) return { return: -ERRNO.EIO };
        if (!child) return { return: 0 };
        disableSingleStep(child);
        resume(kernel, child, num(locals, 'data'));
        Object.assign(child, { tracer: null, seized: false });
        return { return: 0 };
      },
    },
    { name: 'case_interrupt', code: 'case PTRACE_INTERRUPT:', why: '' },
    {
      name: 'check_seized',
      code: '    if (!child->seized) return -EIO;',
      why: 'Only of tasks that were seized: an attached one is stopped by signals.',
      run: (kernel, locals) => (childOf(kernel, locals)?.seized ? undefined : { return: -ERRNO.EIO }),
    },
    {
      name: 'interrupt',
      code: '    ptrace_stop(child);',
      why: 'As if by a signal, but without one.',
      run: (_kernel, { child = null }) => ({ call: 'ptrace_stop', with: { child } }),
    },
    { name: 'interrupted', code: '    return 0;', why: '', run: () => ({ return: 0 }) },
    { name: 'case_fpregs', code: 'case PTRACE_GETFPREGS: case PTRACE_SETFPREGS:', why: '' },
    {
      name: 'fpregs',
      code: '    ret = copy_regset(child, request, REGSET_FP, sizeof(struct user_i387_struct), data);',
      why: 'What debuggers have asked for since there was FXSAVE: 512 bytes, the register set NT_PRFPREG. (arch_ptrace)',
      run: (_kernel, locals) => ({
        call: 'ptrace_regset',
        with: {
          child: text(locals, 'child'),
          request: big(locals, 'request'),
          type: NT.PRFPREG,
          'kiov.iov_base': toLinear(big(locals, 'data')) ?? -1,
          'kiov.iov_len': LEGACY_SIZE,
        },
        into: 'len',
      }),
    },
    {
      name: 'fpregs_return',
      code: '    return ret;',
      why: '',
      run: (_kernel, locals) => ({ return: Math.min(num(locals, 'len'), 0) }),
    },
    { name: 'case_regset', code: 'case PTRACE_GETREGSET: case PTRACE_SETREGSET:', why: '' },
    {
      name: 'get_iovec',
      code: '    if (get_user(kiov, (struct iovec *)data)) return -EFAULT;',
      why: 'Address and length, as two 64-bit numbers in the tracer’s memory.',
      run: (kernel, locals) => {
        const iovec = readIovec(kernel, big(locals, 'data'));
        if (!iovec) return { return: -ERRNO.EFAULT };
        locals['kiov.iov_base'] = iovec.base;
        locals['kiov.iov_len'] = iovec.length;
        return undefined;
      },
    },
    {
      name: 'regset',
      code: '    ret = ptrace_regset(child, request, addr, &kiov);',
      why: 'The type of the register set is in addr.',
      run: (_kernel, locals) => ({
        call: 'ptrace_regset',
        with: {
          child: text(locals, 'child'),
          request: big(locals, 'request'),
          type: big(locals, 'addr'),
          'kiov.iov_base': num(locals, 'kiov.iov_base'),
          'kiov.iov_len': num(locals, 'kiov.iov_len'),
        },
        into: 'len',
      }),
    },
    {
      name: 'put_iovec',
      code: '    if (!ret) ret = put_user(kiov.iov_len, &((struct iovec *)data)->iov_len); return ret;',
      why: 'So the tracer learns how long the register set is.',
      run: (kernel, locals) => {
        const length = num(locals, 'len');
        if (length < 0) return { return: length };
        const at = toLinear(big(locals, 'data')) ?? 0;
        const bytes = new Uint8Array(new BigUint64Array([BigInt(length)]).buffer);
        return { return: copyToUser(kernel, at + IOV_LEN, bytes) ? 0 : -ERRNO.EFAULT };
      },
    },
    { name: 'end', code: '}', why: '' },
    {
      name: 'unknown',
      code: 'return -EIO;',
      why: 'Not modelled.',
      run: () => ({ return: -ERRNO.EIO }),
    },
  ],
};

const REQUESTS: ReadonlyMap<bigint, string> = new Map([
  [PTRACE.CONT, 'cont'],
  [PTRACE.SINGLESTEP, 'cont'],
  [PTRACE.DETACH, 'detach'],
  [PTRACE.INTERRUPT, 'check_seized'],
  [PTRACE.GETFPREGS, 'fpregs'],
  [PTRACE.SETFPREGS, 'fpregs'],
  [PTRACE.GETREGSET, 'get_iovec'],
  [PTRACE.SETREGSET, 'get_iovec'],
]);

function isAttach(locals: LocalsWith<'request'>): boolean {
  const request = big(locals, 'request');
  return request === PTRACE.ATTACH || request === PTRACE.SEIZE;
}

function childOf(kernel: KernelContext, locals: LocalsWith<'child'>): Task | undefined {
  return kernel.task(text(locals, 'child'));
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
