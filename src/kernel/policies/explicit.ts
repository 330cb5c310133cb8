/** `kernel explicit`: Andy Lutomirski's proposal of October 2020. Tiles are requested by a call, not by #NM. */
import { excDeviceNotAvailable } from '../explicit/device-not-available';
import { kernelAmxEntries, kernelSections } from '../explicit/kernel-amx';
import { fpuClone, fpuFlushThread } from '../explicit/life';
import { accessCases, xstateRequestAccess } from '../explicit/request-access';
import { fpuXstatePrctl, sysArchPrctl } from '../linux/arch-prctl';
import { fpstateRealloc } from '../linux/fpstate-realloc';
import { initSystemXstate } from '../linux/init-system-xstate';
import { routinesOf } from '../routines/of-version';
import type { Policy } from '../routines/policy';
import { NEWEST_MINIMAL } from '../versions/build';
import { mainlineLikeRoutines } from './mainline-like';
import { memoryOptions, sharedEntries } from './shared';

export const explicit: Policy = {
  name: 'explicit',
  ...NEWEST_MINIMAL,
  summary:
    'What was asked for instead: a task requests tiles with arch_prctl and gets the buffer at once, or -ENOMEM; #NM is never relied on.',
  options: memoryOptions,
  routines: routinesOf(NEWEST_MINIMAL, [
    excDeviceNotAvailable,
    sysArchPrctl,
    fpuXstatePrctl(accessCases),
    xstateRequestAccess,
    fpstateRealloc,
    ...kernelSections,
    fpuClone,
    fpuFlushThread,
    initSystemXstate,
    ...mainlineLikeRoutines,
  ]),
  entries: { ...sharedEntries, fork: fpuClone.name, kernelAmx: kernelAmxEntries },
};
