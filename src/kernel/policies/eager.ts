/** `kernel eager`: the cost that the RFC set out to avoid. Every task has the full buffer, and XFD is never armed. */
import { kernelFpuBegin, kernelFpuEnd } from '../common/kernel-fpu';
import { initSystemXstate, startKernel } from '../eager/boot';
import { excDeviceNotAvailable } from '../eager/device-not-available';
import { fpstateAlloc } from '../eager/fpstate-alloc';
import { fpuClone, fpuFlushThread } from '../eager/life';
import { fpuXstatePrctl, processCases, sysArchPrctl } from '../linux/arch-prctl';
import { xstateRequestPerm, xstateRequestPermLocked } from '../linux/request-perm';
import { routinesOf } from '../routines/of-version';
import type { Policy } from '../routines/policy';
import { NEWEST_MINIMAL } from '../versions/build';
import { mainlineLikeRoutines } from './mainline-like';
import { memoryOptions, sharedEntries } from './shared';

export const eager: Policy = {
  name: 'eager',
  ...NEWEST_MINIMAL,
  summary:
    'The cost that XFD avoids: every task gets the full buffer at fork, or there is no task; XFD is never armed.',
  options: memoryOptions,
  routines: routinesOf(NEWEST_MINIMAL, [
    excDeviceNotAvailable,
    fpstateAlloc,
    fpuClone,
    fpuFlushThread,
    sysArchPrctl,
    fpuXstatePrctl(processCases),
    xstateRequestPerm,
    xstateRequestPermLocked,
    kernelFpuBegin('save_fpregs_to_fpstate'),
    kernelFpuEnd,
    initSystemXstate,
    startKernel,
    ...mainlineLikeRoutines.filter(({ name }) => name !== startKernel.name),
  ]),
  entries: { ...sharedEntries, fork: fpuClone.name },
};
