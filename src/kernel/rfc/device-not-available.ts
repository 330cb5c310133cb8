/** #NM in the October 2020 RFC (arch/x86/kernel/traps.c; RFC 13/22). */
import { notXfd, readCr0 } from '../linux/device-not-available';
import { flag } from '../routines/locals';
import type { Routine } from '../routines/routine';

export const excDeviceNotAvailable: Routine<'exc_device_not_available'> = {
  name: 'exc_device_not_available',
  signature: 'void exc_device_not_available(struct pt_regs *regs)',
  file: 'arch/x86/kernel/traps.c',
  summary: 'Entry point for #NM.',
  steps: [
    readCr0,
    {
      name: 'first_use',
      code: 'handled = xfirstuse_event_handler(&current->thread.fpu);',
      why: 'Andy Lutomirski on this line: IA32_XFD_ERR is part of the exception, like CR2, and belongs here, not in a helper.',
      run: (_kernel, { user_mode = null }) => ({
        call: 'xfirstuse_event_handler',
        with: { user_mode },
        into: 'handled',
      }),
    },
    {
      name: 'check_handled',
      code: 'if (handled) return;',
      why: 'The instruction restarts, and the task has noticed nothing.',
      run: (_kernel, locals) => (flag(locals, 'handled') ? { return: undefined } : undefined),
    },
    ...notXfd,
  ],
};
