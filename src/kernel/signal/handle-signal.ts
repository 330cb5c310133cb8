/**
 * Entering a handler: the frame on the user stack, and the registers that make it look like a call
 * (arch/x86/kernel/signal.c, signal_64.c).
 */
import { FLAG } from '../../machine/architecture/bits';
import { GPR } from '../../machine/architecture/gpr';
import { copyToUser } from '../model/memory/user-memory';
import { forceFatalSignal, forceSignal, resetSignalStack, setBlocked, signalBit } from '../model/tasks/signals';
import type { KernelContext } from '../routines/kernel-context';
import { flag, num } from '../routines/read-locals';
import type { Next, Routine } from '../routines/routine';
import { ERRNO, SA, SI_CODE, SS } from '../state/constants';
import { RESTORER } from '../state/memory-map';
import {
  FRAME,
  fields,
  RF,
  SIGCONTEXT,
  SIGCONTEXT_REGISTERS,
  siginfoImage,
  UC,
  UC_FLAG,
  UC_STACK,
  USER_CS,
  USER_SS,
} from './rt-sigframe';

const CLEARED_FLAGS = FLAG.DF | FLAG.TF | RF;

export const handleSignal: Routine<'handle_signal'> = {
  name: 'handle_signal',
  signature: 'static bool handle_signal(struct ksignal *ksig, struct pt_regs *regs)',
  file: 'arch/x86/kernel/signal.c',
  summary: 'Saves all that the handler might change, then lets it start from a clean state.',
  steps: [
    {
      name: 'stepping',
      code: 'stepping = test_thread_flag(TIF_SINGLESTEP); if (stepping) user_disable_single_step(current);',
      why: 'The frame is not to have a debugger’s RFLAGS.TF in it.',
      run: ({ cpu, current }, locals) => {
        if (!current?.tracee.singleStep) return undefined;
        locals.stepping = true;
        if (current.tracee.forcedTf) cpu.rflags &= ~FLAG.TF;
        Object.assign(current.tracee, { singleStep: false, forcedTf: false });
        return undefined;
      },
    },
    {
      name: 'setup_frame',
      code: 'failed = setup_rt_frame(ksig, regs) < 0;',
      why: 'The interrupted state goes to the user stack, where the handler may read and change it.',
      run: ({ current }) => (current?.delivered ? { call: 'setup_rt_frame', into: 'err' } : { return: false }),
    },
    {
      name: 'check',
      code: 'if (failed) goto done;',
      why: 'No frame, no handler.',
      run: (_kernel, locals) => (num(locals, 'err') !== 0 ? { goto: 'done' } : undefined),
    },
    {
      name: 'flags',
      code: 'regs->flags &= ~(X86_EFLAGS_DF | X86_EFLAGS_RF | X86_EFLAGS_TF);',
      why: 'The ABI wants DF clear at a function’s start, and the handler is not to be single-stepped by the code it interrupts.',
      run: ({ cpu }) => {
        cpu.rflags &= ~CLEARED_FLAGS;
        return undefined;
      },
    },
    {
      name: 'clear_user_states',
      code: 'fpu__clear_user_states(fpu);',
      why: 'The handler starts with initial registers: no tiles, no configuration. Between the frame and this line the task may be preempted.',
      run: ({ current }) => ({ call: 'fpu__clear_user_states', with: { tsk: current?.name ?? '' } }),
    },
    {
      name: 'done',
      code: 'done: signal_setup_done(failed, ksig, stepping);',
      why: 'The signal is blocked while its handler runs; or there is another signal now.',
      run: (_kernel, locals) => ({
        call: 'signal_setup_done',
        with: { failed: num(locals, 'err') !== 0, stepping: flag(locals, 'stepping') },
      }),
    },
    { name: 'return', code: 'return true;', why: '', run: () => ({ return: true }) },
  ],
};

export const signalSetupDone: Routine<'signal_setup_done'> = {
  name: 'signal_setup_done',
  signature: 'void signal_setup_done(int failed, struct ksignal *ksig, int stepping)',
  file: 'kernel/signal.c',
  summary: 'Books the delivery, or the failure of it.',
  steps: [
    {
      name: 'check',
      code: 'if (!failed) goto delivered;',
      why: 'The frame is there.',
      run: (_kernel, locals) => (flag(locals, 'failed') ? undefined : { goto: 'block' }),
    },
    {
      name: 'fatal',
      code: 'if (ksig->sig == SIGSEGV) force_fatal_sig(SIGSEGV); else force_sig(SIGSEGV);',
      why: 'SIGSEGV may have a handler on another stack. If it was SIGSEGV that could not be delivered, nothing can be.',
      run: (kernel) => {
        const { current } = kernel;
        const isSegv = current?.delivered?.signal.name === 'SIGSEGV';
        if (isSegv) forceFatalSignal(kernel, current, 'SIGSEGV');
        else forceSignal(kernel, current, 'SIGSEGV');
        if (current) current.delivered = null;
        return undefined;
      },
    },
    { name: 'failed', code: 'return;', why: '', run: () => ({ return: undefined }) },
    {
      name: 'block',
      code: 'delivered: sigorsets(&blocked, &current->blocked, &ksig->ka.sa.sa_mask); if (!(ksig->ka.sa.sa_flags & SA_NODEFER)) sigaddset(&blocked, ksig->sig); set_current_blocked(&blocked);',
      why: 'A handler is not interrupted by its own signal, unless it wants to be. The frame has the mask from before.',
      run: ({ current }) => {
        const { delivered } = current ?? {};
        if (!current || !delivered) return undefined;
        const { action, signal } = delivered;
        current.savedMask = null;
        const own = action.flags & SA.NODEFER ? 0n : signalBit(signal.number);
        setBlocked(current, current.blocked | action.mask | own);
        return undefined;
      },
    },
    {
      name: 'forget',
      code: 'signal_delivered(ksig): if (current->sas_ss_flags & SS_AUTODISARM) sas_ss_reset(current);',
      why: 'The signal is dealt with, as far as the kernel is concerned. A stack that disarms itself is free for another handler; rt_sigreturn puts it back.',
      run: ({ current }) => {
        if (!current) return undefined;
        current.delivered = null;
        if ((current.sasFlags & SS.AUTODISARM) !== 0) resetSignalStack(current);
        return undefined;
      },
    },
    {
      name: 'notify',
      code: 'if (stepping) ptrace_notify(SIGTRAP, 0);',
      why: 'A debugger that steps with a signal stops in front of the handler’s first instruction.',
      run: (kernel, locals) => {
        if (flag(locals, 'stepping')) forceSignal(kernel, kernel.current, 'SIGTRAP', SI_CODE.TRAP_TRACE);
        return undefined;
      },
    },
  ],
};

export const setupRtFrame: Routine<'setup_rt_frame'> = {
  name: 'setup_rt_frame',
  signature: 'int setup_rt_frame(struct ksignal *ksig, struct pt_regs *regs)',
  file: 'arch/x86/kernel/signal_64.c',
  summary: 'Writes struct rt_sigframe under the XSAVE image: return address, ucontext, siginfo.',
  steps: [
    {
      name: 'check_restorer',
      code: 'if (!(ksig->ka.sa.sa_flags & SA_RESTORER)) return -EFAULT;',
      why: '64-bit programs bring the code that the handler returns to; the C library does it for them.',
      run: ({ current }) =>
        current?.delivered && current.delivered.action.flags & SA.RESTORER ? undefined : { return: -ERRNO.EFAULT },
    },
    {
      name: 'get_sigframe',
      code: 'frame = get_sigframe(ksig, regs, sizeof(struct rt_sigframe), &fp);',
      why: 'Which stack, how far down, and the extended state in its place above.',
      run: () => ({ call: 'get_sigframe', into: 'frame' }),
    },
    {
      name: 'check_frame',
      code: 'if (!user_access_begin(frame, sizeof(*frame))) return -EFAULT;',
      why: 'It did not fit: the address is -1.',
      run: (_kernel, locals) => (num(locals, 'frame') <= 0 ? { return: -ERRNO.EFAULT } : undefined),
    },
    {
      name: 'ucontext',
      code: 'put_user(uc_flags, &frame->uc.uc_flags); put_user(0, &frame->uc.uc_link); save_altstack(&frame->uc.uc_stack, regs->sp);',
      why: 'uc_flags 7: an XSAVE image is there, and SS counts. rt_sigreturn puts the alternate stack back as it is noted here.',
      run: (kernel, locals) => put(kernel, num(locals, 'frame') + FRAME.UC, ucontextHead(kernel)),
    },
    {
      name: 'pretcode',
      code: 'put_user(ksig->ka.sa.sa_restorer, &frame->pretcode);',
      why: 'The handler’s return address: a stub of two instructions, mov rax, 15 and syscall.',
      run: (kernel, locals) => {
        const { restorer = RESTORER } = kernel.current?.delivered?.action ?? {};
        return put(kernel, num(locals, 'frame') + FRAME.PRETCODE, fields(8, [[0, BigInt(restorer)]]));
      },
    },
    {
      name: 'sigcontext',
      code: 'setup_sigcontext(&frame->uc.uc_mcontext, fp, regs, set->sig[0]);',
      why: 'All general registers, RIP and RFLAGS, the last trap, and where the XSAVE image is.',
      run: (kernel, locals) => put(kernel, num(locals, 'frame') + FRAME.UC + UC.MCONTEXT, sigcontext(kernel)),
    },
    {
      name: 'sigmask',
      code: 'put_user(*(__u64 *)set, &frame->uc.uc_sigmask);',
      why: 'What was blocked before: rt_sigreturn restores it.',
      run: (kernel, locals) => {
        const { savedMask = null, blocked = 0n } = kernel.current ?? {};
        return put(kernel, num(locals, 'frame') + FRAME.UC + UC.SIGMASK, fields(8, [[0, savedMask ?? blocked]]));
      },
    },
    {
      name: 'siginfo',
      code: 'if (ksig->ka.sa.sa_flags & SA_SIGINFO) copy_siginfo_to_user(&frame->info, &ksig->info);',
      why: 'si_code tells a missing permission (ILL_ILLOPC) from a bad operand (ILL_ILLOPN).',
      run: (kernel, locals) => {
        const { delivered } = kernel.current ?? {};
        if (!delivered || !(delivered.action.flags & SA.SIGINFO)) return undefined;
        return put(kernel, num(locals, 'frame') + FRAME.INFO, siginfoImage(delivered.signal));
      },
    },
    {
      name: 'arguments',
      code: 'regs->di = ksig->sig; regs->ax = 0; regs->si = &frame->info; regs->dx = &frame->uc;',
      why: 'handler(sig, info, ucontext). AX is 0 for handlers that were declared without arguments.',
      run: ({ cpu, current }, locals) => {
        const frame = num(locals, 'frame');
        cpu.gpr[GPR.RDI] = BigInt(current?.delivered?.signal.number ?? 0);
        cpu.gpr[GPR.RAX] = 0n;
        cpu.gpr[GPR.RSI] = BigInt.asUintN(64, BigInt(frame + FRAME.INFO));
        cpu.gpr[GPR.RDX] = BigInt.asUintN(64, BigInt(frame + FRAME.UC));
        return undefined;
      },
    },
    {
      name: 'enter',
      code: 'regs->ip = ksig->ka.sa.sa_handler; regs->sp = frame;',
      why: 'As if the handler had been called: RSP points at its return address.',
      run: (kernel, locals) => {
        const { cpu, current, state } = kernel;
        const { delivered } = current ?? {};
        if (!current || !delivered) return undefined;
        const { handler } = delivered.action;
        kernel.emit({ kind: 'handler', task: current.name, signal: delivered.signal.name });
        state.transfers.push({ kind: 'handler', signal: delivered.signal.name, from: cpu.rip, to: handler });
        cpu.gpr[GPR.RSP] = BigInt.asUintN(64, BigInt(num(locals, 'frame')));
        cpu.rip = handler;
        current.badRip = null;
        return undefined;
      },
    },
    { name: 'return', code: 'return 0;', why: '', run: () => ({ return: 0 }) },
  ],
};

function put(kernel: KernelContext, address: number, bytes: Uint8Array): Next {
  return copyToUser(kernel, address, bytes) ? undefined : { return: -ERRNO.EFAULT };
}

function ucontextHead({ current, processor }: KernelContext): Uint8Array {
  const flags = (processor.has('XSAVE') ? UC_FLAG.FP_XSTATE : 0) | UC_FLAG.SIGCONTEXT_SS | UC_FLAG.STRICT_RESTORE_SS;
  const { address = 0, size = 0 } = current?.sigaltstack ?? {};
  const sasFlags = current?.sasFlags ?? 0;
  return fields(UC.STACK + UC_STACK.END, [
    [UC.FLAGS, BigInt(flags)],
    [UC.LINK, 0n],
    [UC.STACK + UC_STACK.ADDRESS, BigInt(address)],
    [UC.STACK + UC_STACK.FLAGS, sasFlags],
    [UC.STACK + UC_STACK.SIZE, BigInt(size)],
  ]);
}

function sigcontext({ cpu, current }: KernelContext): Uint8Array {
  const { vector, errorCode, address } = current?.trap ?? { vector: 0, errorCode: 0, address: 0n };
  return fields(SIGCONTEXT.SIZE, [
    ...SIGCONTEXT_REGISTERS.map((register, index): [number, bigint] => [8 * index, cpu.gpr[register] ?? 0n]),
    [SIGCONTEXT.IP, current?.badRip ?? BigInt.asUintN(64, BigInt(cpu.rip))],
    [SIGCONTEXT.FLAGS, BigInt(cpu.rflags)],
    [SIGCONTEXT.CS, USER_CS],
    [SIGCONTEXT.SS - 2, USER_SS << 16],
    [SIGCONTEXT.ERR, BigInt(errorCode)],
    [SIGCONTEXT.TRAPNO, BigInt(vector)],
    [SIGCONTEXT.OLDMASK, current?.blocked ?? 0n],
    [SIGCONTEXT.CR2, address],
    [SIGCONTEXT.FPSTATE, BigInt(current?.delivered?.fpstate ?? 0)],
  ]);
}
