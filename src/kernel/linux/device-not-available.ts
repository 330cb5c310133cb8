/** #NM (arch/x86/kernel/traps.c). */

import { CR0 } from '../../machine/architecture/bits';
import { warn } from '../model/warn';
import { big, flag } from '../routines/read-locals';
import type { Routine, RoutineStep } from '../routines/routine';

/** The steps for an #NM whose cause is not XFD. */
const notXfd: readonly RoutineStep<'cr0'>[] = [
  {
    name: 'clear_ts',
    code: 'if (WARN(cr0 & X86_CR0_TS, "CR0.TS was set")) { write_cr0(cr0 & ~X86_CR0_TS); return; }',
    why: 'Linux has not set CR0.TS for lazy switching since 4.x: nobody should have. Mended, so that the task goes on.',
    run: (kernel, locals) => {
      if ((big(locals, 'cr0') & CR0.TS) === 0n) return undefined;
      warn(kernel, 'CR0.TS was set');
      kernel.cpu.cr0 &= ~CR0.TS;
      return { return: undefined };
    },
  },
  {
    name: 'die',
    code: 'die("unexpected #NM exception", regs, 0);',
    why: 'Neither XFD nor CR0.TS: nothing that could be made good. (Jann Horn, March 2021: a signal would be kinder.)',
    run: () => ({ call: 'die', with: { str: 'unexpected #NM exception' } }),
  },
];

const readCr0: RoutineStep<'cr0'> = {
  name: 'read_cr0',
  code: 'cr0 = read_cr0();',
  why: 'For later: #NM has two causes, and only CR0 and IA32_XFD_ERR tell them apart.',
  run: ({ cpu }, locals) => {
    locals.cr0 = cpu.cr0;
    return undefined;
  },
};

export const excDeviceNotAvailable: Routine<'exc_device_not_available'> = {
  name: 'exc_device_not_available',
  context: 'irqs',
  signature: 'void exc_device_not_available(struct pt_regs *regs)',
  file: 'arch/x86/kernel/traps.c',
  summary: 'Entry point for #NM.',
  steps: [
    readCr0,
    {
      name: 'handle_xfd',
      code: 'handled = handle_xfd_event(regs);',
      why: 'XFD first: it is the one reason for #NM that a correct program can give.',
      run: (_kernel, { regs_ip = null, user_mode = null }) => ({
        call: 'handle_xfd_event',
        with: { regs_ip, user_mode },
        into: 'handled',
      }),
    },
    {
      name: 'check_handled',
      code: 'if (handled) return;',
      why: 'Back to the instruction, which restarts; or to a signal on the way there.',
      run: (_kernel, locals) => (flag(locals, 'handled') ? { return: undefined } : undefined),
    },
    ...notXfd,
  ],
};
