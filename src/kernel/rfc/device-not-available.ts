/** #NM in the October 2020 RFC (arch/x86/kernel/traps.c; RFC 13/22). */
import { excDeviceNotAvailable as mainline } from '../linux/device-not-available';
import { stepOf, vary } from '../routines/variation';

export const excDeviceNotAvailable = vary(mainline, {
  handle_xfd: [
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
  ],
  check_handled: [
    {
      ...stepOf(mainline, 'check_handled'),
      why: 'The instruction restarts, and the task has noticed nothing.',
    },
  ],
});
