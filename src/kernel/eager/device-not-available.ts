/** #NM where nothing arms XFD (arch/x86/kernel/traps.c before 5.16). */
import { excDeviceNotAvailable as mainline } from '../linux/device-not-available';
import { vary } from '../routines/variation';

export const excDeviceNotAvailable = vary(
  mainline,
  { handle_xfd: [], check_handled: [] },
  { summary: 'Entry point for #NM. Nobody arms XFD, so that CR0.TS is the only reason left.' },
);
