/** What a tracer can ask of its tracee (kernel/ptrace.c, arch/x86/kernel/ptrace.c): a line for each request. */

import { toLinear } from '../../machine/architecture/linear-address';
import { LEGACY_SIZE } from '../../machine/architecture/xsave-format';
import { copyToUser } from '../model/memory/user-memory';
import { big, num, text } from '../routines/read-locals';
import type { Routine } from '../routines/routine';
import { ERRNO, EVENT_STOP, NT, PTRACE, SI_USER, SIGNAL } from '../state/constants';
import { accessUser, accessWord, copyGeneralRegisters } from './ptrace-registers';
import { IOV_LEN, readIovec } from './ptrace-regset';
import { disableSingleStep, isValidSignal, resume, tracedChild } from './ptrace-signal';

export const ptraceRequest: Routine<'ptrace_request'> = {
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
        const child = tracedChild(kernel, locals);
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
      run: (kernel, locals) => (tracedChild(kernel, locals)?.seized ? undefined : { return: -ERRNO.EIO }),
    },
    {
      name: 'interrupt',
      code: '    ptrace_stop(child);',
      why: 'As if by a signal, but without one.',
      run: (_kernel, { child = null }) => ({ call: 'ptrace_stop', with: { child, exit_code: EVENT_STOP } }),
    },
    { name: 'interrupted', code: '    return 0;', why: '', run: () => ({ return: 0 }) },
    { name: 'case_kill', code: 'case PTRACE_KILL:', why: '' },
    {
      name: 'kill',
      code: '    return send_sig_info(SIGKILL, SEND_SIG_NOINFO, child);',
      why: 'Nothing holds a task back from that.',
      run: (kernel, { child = null }) => ({
        call: 'send_signal_locked',
        with: { sig: SIGNAL.SIGKILL, t: child, group: false, code: SI_USER, sender: kernel.current?.pid ?? 0 },
        into: 'ret',
      }),
    },
    { name: 'killed', code: '    return 0;', why: '', run: () => ({ return: 0 }) },
    { name: 'case_memory', code: 'case PTRACE_PEEKDATA: case PTRACE_POKEDATA: /* and of text */', why: '' },
    {
      name: 'memory',
      code: '    return access_word(child, request, addr, data);',
      why: 'Eight bytes of the tracee’s memory, whatever its rights to them are. (generic_ptrace_peekdata, generic_ptrace_pokedata)',
      run: (kernel, locals) => ({ return: accessWord(kernel, locals) }),
    },
    { name: 'case_user', code: 'case PTRACE_PEEKUSR: case PTRACE_POKEUSR:', why: '' },
    {
      name: 'user',
      code: '    return access_user(child, request, addr, data);',
      why: 'One of the general registers, by its place in struct user. Debug registers are not modelled: 0. (arch_ptrace)',
      run: (kernel, locals) => ({ return: accessUser(kernel, locals) }),
    },
    { name: 'case_regs', code: 'case PTRACE_GETREGS: case PTRACE_SETREGS:', why: '' },
    {
      name: 'regs',
      code: '    return copy_regset(child, request, REGSET_GENERAL, sizeof(struct user_regs_struct), data);',
      why: 'All of the general registers: 27 words. (arch_ptrace)',
      run: (kernel, locals) => ({ return: copyGeneralRegisters(kernel, locals) }),
    },
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
  [PTRACE.KILL, 'kill'],
  [PTRACE.PEEKTEXT, 'memory'],
  [PTRACE.PEEKDATA, 'memory'],
  [PTRACE.POKETEXT, 'memory'],
  [PTRACE.POKEDATA, 'memory'],
  [PTRACE.PEEKUSER, 'user'],
  [PTRACE.POKEUSER, 'user'],
  [PTRACE.GETREGS, 'regs'],
  [PTRACE.SETREGS, 'regs'],
  [PTRACE.INTERRUPT, 'check_seized'],
  [PTRACE.GETFPREGS, 'fpregs'],
  [PTRACE.SETFPREGS, 'fpregs'],
  [PTRACE.GETREGSET, 'get_iovec'],
  [PTRACE.SETREGSET, 'get_iovec'],
]);
