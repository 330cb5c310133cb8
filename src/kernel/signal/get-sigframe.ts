/** Where a signal frame goes (arch/x86/kernel/signal.c: get_sigframe; fpu/signal.c: fpu__alloc_mathframe). */

import { GPR } from '../../machine/architecture/gpr';
import { type LinearAddress, toLinear } from '../../machine/architecture/linear-address';
import { writePkru } from '../../machine/control/pkru';
import type { Cpu } from '../../machine/cpu/cpu';
import { since, until } from '../routines/of-version';
import { flag, num } from '../routines/read-locals';
import type { Routine, RoutineStep } from '../routines/routine';
import { SA } from '../state/constants';
import { FRAME, FRAME_ALIGNMENT, IMAGE_ALIGNMENT, MAGIC2_SIZE, RED_ZONE } from './rt-sigframe';
import { isInSignalStack, isOnSignalStack } from './sigaltstack';

const FAILED = -1;

interface OverflowCheck {
  readonly code: string;
  readonly why: string;
  /** Whether a stack that this signal enters counts, beside one that the interrupted code is on. */
  readonly onEntry: boolean;
}

const NESTED_ONLY: OverflowCheck = {
  code: 'if (nested_altstack && !__on_sig_stack(sp)) return (void __user *)-1L;',
  why: 'Only a handler that is on that stack already is protected. Entering it does not look: a stack that is too small is overrun, silently.',
  onEntry: false,
};

const ON_ENTRY: OverflowCheck = {
  code: 'if ((nested_altstack || entering_altstack) && !__on_sig_stack(sp)) { pr_info("%s[%d] overflowed sigaltstack"); return (void __user *)-1L; }',
  why: 'Below the stack lies something else of the program. An address that is always bogus makes the delivery fail: SIGSEGV.',
  onEntry: true,
};

function overflowCheck({
  code,
  why,
  onEntry,
}: OverflowCheck): RoutineStep<'entering_altstack' | 'nested_altstack' | 'pr_info' | 'sp'> {
  return {
    name: 'check_overflow',
    code,
    why,
    run: ({ current }, locals) => {
      const onStack = flag(locals, 'nested_altstack') || (onEntry && flag(locals, 'entering_altstack'));
      if (!current || !onStack || isInSignalStack(current, num(locals, 'sp'))) return undefined;
      locals.pr_info = `${current.name}[${current.pid}] overflowed sigaltstack`;
      return { return: FAILED };
    },
  };
}

const openPkru: RoutineStep<'pkru'> = {
  name: 'open_pkru',
  code: 'pkru = sig_prepare_pkru();',
  why: 'All keys open: the alternate stack may belong to a key that the interrupted code has no access to.',
  run: ({ cpu, processor }, locals) => {
    locals.pkru = cpu.pkru;
    if (processor.has('PKU')) writePkru(cpu, 0);
    return undefined;
  },
};

const checkSaved: RoutineStep<'saved'> = {
  name: 'check_saved',
  code: 'if (!saved) return (void __user *)-1L;',
  why: 'The stack is not there, or may not be written.',
  run: (_kernel, locals) => (flag(locals, 'saved') ? undefined : { return: FAILED }),
};

const checkOpenedFrame: RoutineStep<'pkru' | 'saved'> = {
  ...checkSaved,
  code: 'if (!saved) { write_pkru(pkru); return (void __user *)-1L; }',
  run: ({ cpu, processor }, locals) => {
    if (flag(locals, 'saved')) return undefined;
    if (processor.has('PKU')) writePkru(cpu, num(locals, 'pkru'));
    return { return: FAILED };
  },
};

export const getSigframe: Routine<'get_sigframe'> = {
  name: 'get_sigframe',
  signature:
    'void __user *get_sigframe(struct ksignal *ksig, struct pt_regs *regs, size_t frame_size, void __user **fpstate)',
  file: 'arch/x86/kernel/signal.c',
  summary: 'Chooses the stack, makes room from its top downwards, and saves the extended state into that room.',
  steps: [
    {
      name: 'nested',
      code: 'nested_altstack = on_sig_stack(regs->sp);',
      why: 'A signal within a handler that is on the alternate stack already. Before the red zone is left out: the handler may be within 128 bytes of the stack’s end.',
      run: ({ cpu, current }, locals) => {
        locals.nested_altstack = current !== undefined && isOnSignalStack(current, stackPointer(cpu));
        return undefined;
      },
    },
    {
      name: 'redzone',
      code: 'sp = regs->sp - 128;',
      why: 'The interrupted function may keep data below RSP: the ABI gives it 128 bytes.',
      run: ({ cpu }, locals) => {
        locals.sp = stackPointer(cpu) - RED_ZONE;
        return undefined;
      },
    },
    {
      name: 'altstack',
      code: 'if (ka->sa.sa_flags & SA_ONSTACK && sas_ss_flags(sp) == 0) { sp = current->sas_ss_sp + current->sas_ss_size; entering_altstack = true; }',
      why: 'From its top, without a red zone: nobody is using it.',
      run: ({ current }, locals) => {
        const stack = current?.sigaltstack;
        const wanted = (current?.delivered?.action.flags ?? 0) & SA.ONSTACK;
        if (!stack || !wanted || isOnSignalStack(current, num(locals, 'sp'))) return undefined;
        locals.sp = stack.address + stack.size;
        locals.entering_altstack = true;
        return undefined;
      },
    },
    {
      name: 'mathframe',
      code: 'sp = round_down(sp - (fpu->fpstate->user_size + FP_XSTATE_MAGIC2_SIZE), 64); *fpstate = (void __user *)sp;',
      why: 'As large as the task’s own buffer calls for: 2816 bytes until it has used tiles, 11008 after.',
      run: ({ current, processor }, locals) => {
        const magic2 = processor.has('XSAVE') ? MAGIC2_SIZE : 0;
        const size = (current?.fpstate.userSize ?? 0) + magic2;
        locals.math_size = size;
        locals.sp = roundDown(num(locals, 'sp') - size, IMAGE_ALIGNMENT);
        locals.fpstate = num(locals, 'sp');
        if (current?.delivered) current.delivered.fpstate = num(locals, 'sp');
        return undefined;
      },
    },
    {
      name: 'frame',
      code: 'sp = round_down(sp - frame_size, 16) - 8;',
      why: 'RSP is as it is at a function’s first instruction: 8 off a multiple of 16, where a return address has been pushed.',
      run: (_kernel, locals) => {
        locals.sp = roundDown(num(locals, 'sp') - FRAME.SIZE, FRAME_ALIGNMENT) - 8;
        return undefined;
      },
    },
    ...until('checksSignalStackOnEntry', overflowCheck(NESTED_ONLY)),
    ...since('checksSignalStackOnEntry', overflowCheck(ON_ENTRY)),
    ...since('opensPkru', openPkru),
    {
      name: 'save',
      code: 'saved = copy_fpstate_to_sigframe(*fpstate, (void __user *)buf_fx, math_size);',
      why: 'Now, while the registers are still those of the interrupted code.',
      run: ({ current }, locals) => ({
        call: 'copy_fpstate_to_sigframe',
        with: {
          buf_fx: num(locals, 'fpstate'),
          size: num(locals, 'math_size'),
          tsk: current?.name ?? '',
          ...(locals.pkru !== undefined && { pkru: locals.pkru }),
        },
        into: 'saved',
      }),
    },
    ...until('opensPkru', checkSaved),
    ...since('opensPkru', checkOpenedFrame),
    {
      name: 'return',
      code: 'return (void __user *)sp;',
      why: '',
      run: (_kernel, locals) => ({ return: num(locals, 'sp') }),
    },
  ],
};

function stackPointer({ gpr }: Cpu): LinearAddress {
  return toLinear(gpr[GPR.RSP] ?? 0n) ?? 0;
}

function roundDown(value: number, alignment: number): number {
  return Math.floor(value / alignment) * alignment;
}
