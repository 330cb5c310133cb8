/**
 * #NM where access has to be asked for (it would be arch/x86/kernel/traps.c). Andy Lutomirski, October 2020:
 * IA32_XFD_ERR is part of the exception, as CR2 and DR6 are, and so it is read and cleared here, not in a routine
 * further down the stack; and nothing is allocated here, because a failure could not be reported to anybody.
 */
import { toLinear } from '../../machine/architecture/linear-address';
import { MSR } from '../../machine/architecture/registers';
import { excDeviceNotAvailable as mainline } from '../linux/device-not-available';
import { forceSignal } from '../model/tasks/signals';
import { execute } from '../routines/exceptions';
import { big, flag } from '../routines/read-locals';
import type { RoutineStep } from '../routines/routine';
import { vary } from '../routines/variation';
import { SI_CODE } from '../state/constants';

const steps: readonly RoutineStep<'regs_ip' | 'user_mode' | 'xfd_err'>[] = [
  {
    name: 'read_xfd_err',
    code: 'xfd_err = cpu_has(XFD) ? rdmsr(IA32_XFD_ERR) : 0;',
    why: 'With the other things that the processor says about an exception, at its very entry.',
    run: (kernel, locals) => {
      locals.xfd_err = 0n;
      if (!kernel.processor.has('XFD')) return undefined;
      return execute(kernel, locals, () => {
        locals.xfd_err = kernel.readMsr(MSR.IA32_XFD_ERR);
      });
    },
  },
  {
    name: 'check_xfd_err',
    code: 'if (!xfd_err) goto not_xfd;',
    why: 'CR0.TS then.',
    run: (_kernel, locals) => (big(locals, 'xfd_err') === 0n ? { goto: 'clear_ts' } : undefined),
  },
  {
    name: 'clear_xfd_err',
    code: 'wrmsr(IA32_XFD_ERR, 0);',
    why: 'Whatever comes of it: the processor never clears it.',
    run: (kernel, locals) => execute(kernel, locals, () => kernel.writeMsr(MSR.IA32_XFD_ERR, 0n)),
  },
  {
    name: 'check_user_mode',
    code: 'if (!user_mode(regs)) die("tile use outside of kernel_amx_begin", regs, 0);',
    why: 'Kernel code has a call to make first, and that call can fail. An exception cannot.',
    run: (_kernel, locals) =>
      flag(locals, 'user_mode') ? undefined : { call: 'die', with: { str: 'tile use outside of kernel_amx_begin' } },
  },
  {
    name: 'signal',
    code: 'force_sig_fault(SIGILL, ILL_ILLOPC, regs->ip);',
    why: 'The task has not asked: the instruction does not exist for it.',
    run: (kernel, locals) => {
      forceSignal(kernel, kernel.current, 'SIGILL', SI_CODE.ILL_ILLOPC, toLinear(big(locals, 'regs_ip')) ?? 0);
      return undefined;
    },
  },
  { name: 'return', code: 'return;', why: '', run: () => ({ return: undefined }) },
  { name: 'not_xfd', code: 'not_xfd:', why: '' },
];

export const excDeviceNotAvailable = vary(
  mainline,
  { handle_xfd: steps, check_handled: [] },
  { summary: 'Entry point for #NM, which no correct program ever meets: it asks first.' },
);
