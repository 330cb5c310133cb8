/** `kernel linux-rfc-2020`: Chang Bae's RFC of October 2020, version 1, patch 13/22 above all. */

import { doCoredump } from '../common/coredump';
import { kernelFpuBegin, kernelFpuEnd } from '../common/kernel-fpu';
import { mathErrors } from '../common/math-error';
import { rfcResumeCpu } from '../linux/resume-cpu';
import { sysArchPrctl } from '../rfc/arch-prctl';
import { excDeviceNotAvailable } from '../rfc/device-not-available';
import { xfirstuseEventHandler } from '../rfc/first-use';
import { flushThread, fpuClearAll } from '../rfc/flush-thread';
import { fpuCopy } from '../rfc/fpu-copy';
import { harvestXstateAreas } from '../rfc/harvest';
import { initCpuXstate } from '../rfc/init-cpu-xstate';
import { initSystemXstate } from '../rfc/init-system-xstate';
import { rfcSwitch, SAVE } from '../rfc/switch-fpu';
import { xfpregs } from '../rfc/xfpregs';
import { allocXstateArea, archReleaseTaskStruct, freeXstateArea } from '../rfc/xstate-area';
import { xstateregs } from '../rfc/xstateregs';
import { routinesOf } from '../routines/of-version';
import type { Policy, PolicyOption } from '../routines/policy';
import type { Routine } from '../routines/routine';
import { rfcSignals } from '../signal';
import type { KernelBuild } from '../versions/build';
import { memoryOptions, sharedEntries, sharedRoutines } from './shared';

const options: readonly PolicyOption[] = [
  {
    name: 'reclaim',
    values: ['on', 'off'],
    default: 'off',
    documentation:
      'Whether `reclaim` frees the buffers of tasks whose tiles are in their initial state: mentioned in the thread, never written. Off unless given.',
  },
  ...memoryOptions,
];

/** Mainline of October 2020. */
const BASE: KernelBuild = { version: '5.9', config: 'minimal' };

const routines: readonly Routine[] = routinesOf(BASE, [
  excDeviceNotAvailable,
  xfirstuseEventHandler,
  allocXstateArea,
  freeXstateArea,
  archReleaseTaskStruct,
  ...rfcSwitch,
  fpuCopy,
  flushThread,
  fpuClearAll,
  ...xfpregs,
  ...xstateregs,
  doCoredump,
  sysArchPrctl,
  kernelFpuBegin(SAVE),
  kernelFpuEnd,
  initSystemXstate,
  initCpuXstate,
  rfcResumeCpu,
  ...rfcSignals,
  ...mathErrors(SAVE),
  ...sharedRoutines,
]);

const policy: Policy = {
  name: 'linux-rfc-2020',
  ...BASE,
  summary:
    'The October 2020 RFC: nobody asks; the first touch of a tile raises #NM, the buffer grows, and the instruction restarts.',
  options,
  routines,
  entries: { ...sharedEntries, fork: 'fpu__copy' },
};

export const linuxRfc2020: Policy = {
  ...policy,
  configure: ({ reclaim }) =>
    reclaim === 'on'
      ? {
          ...policy,
          routines: [...routines, harvestXstateAreas],
          entries: { ...policy.entries, reclaim: harvestXstateAreas.name },
        }
      : policy,
};
