/** `kernel linux`: mainline since 5.16. */
import { doCoredump } from '../common/coredump';
import { kernelFpuBegin, kernelFpuEnd } from '../common/kernel-fpu';
import { fpuXstatePrctl, guestCases, processCases, sysArchPrctl } from '../linux/arch-prctl';
import { excDeviceNotAvailable } from '../linux/device-not-available';
import { flushThread, fpuFlushThread } from '../linux/flush-thread';
import { fpstateRealloc } from '../linux/fpstate-realloc';
import { fpuClone } from '../linux/fpu-clone';
import { guestEntries, guestRoutines } from '../linux/guests';
import { handleXfdEvent } from '../linux/handle-xfd-event';
import { initCpuXstate } from '../linux/init-cpu-xstate';
import { initSystemXstate } from '../linux/init-system-xstate';
import { archReleaseTaskStruct } from '../linux/release-task';
import { xstateRequestPerm, xstateRequestPermLocked } from '../linux/request-perm';
import { exHandlerFprestore, restoreFpregs } from '../linux/restore-fpregs';
import { saveFpregs } from '../linux/save-fpregs';
import { fpuSwitch } from '../linux/switch-fpu';
import { fpregsRestoreUserregs, switchFpuReturn } from '../linux/switch-fpu-return';
import { xfdEnableFeature } from '../linux/xfd-enable-feature';
import { xfdUpdateState } from '../linux/xfd-update-state';
import { xstateregs } from '../linux/xstateregs';
import { routinesOf } from '../routines/of-version';
import type { Policy, PolicyOption } from '../routines/policy';
import type { Routine } from '../routines/routine';
import { mainlineSignals } from '../signal';
import { DEFAULT_VERSION, describeVersions, hasChange, VERSIONS } from '../versions/changes';
import { memoryOptions, sharedEntries, sharedRoutines } from './shared';

const options: readonly PolicyOption[] = [
  {
    name: 'version',
    values: VERSIONS,
    default: DEFAULT_VERSION,
    documentation: describeVersions(),
  },
  {
    name: 'strict_sas_size',
    values: ['on', 'off'],
    default: 'off',
    documentation:
      'Whether sigaltstack refuses stacks that are too small for a frame even before a permission was given.',
  },
  ...memoryOptions,
];

/** All routines that mainline has had since the first version with tiles, in the order in which the source shows them. */
const ROUTINES: readonly Routine[] = [
  excDeviceNotAvailable,
  handleXfdEvent,
  xfdEnableFeature,
  fpstateRealloc,
  xfdUpdateState,
  ...fpuSwitch,
  saveFpregs,
  switchFpuReturn,
  fpregsRestoreUserregs,
  restoreFpregs,
  exHandlerFprestore,
  fpuClone,
  flushThread,
  fpuFlushThread,
  ...xstateregs,
  doCoredump,
  archReleaseTaskStruct,
  sysArchPrctl,
  fpuXstatePrctl(processCases, guestCases),
  xstateRequestPerm,
  xstateRequestPermLocked,
  kernelFpuBegin('save_fpregs_to_fpstate'),
  kernelFpuEnd,
  initSystemXstate,
  initCpuXstate,
  ...mainlineSignals,
  ...guestRoutines,
  ...sharedRoutines,
];

export const linux: Policy = {
  ...linuxPolicy(DEFAULT_VERSION),
  configure: ({ version }) => linuxPolicy(version ?? DEFAULT_VERSION),
};

function linuxPolicy(version: string): Policy {
  return {
    name: 'linux',
    version,
    summary:
      'Mainline since 5.16: a process asks for tile data with arch_prctl; the buffer of a task grows when it first uses them.',
    options,
    routines: routinesOf(version, ROUTINES),
    entries: {
      ...sharedEntries,
      fork: 'fpu_clone',
      ...(hasChange(version, 'hasGuests') && { guest: guestEntries }),
    },
    versionsWith,
  };
}

function versionsWith(routine: string, step?: string): readonly string[] {
  return VERSIONS.filter((version) =>
    routinesOf(version, ROUTINES).some(
      ({ name, steps }) => name === routine && (step === undefined || steps.some((row) => row.name === step)),
    ),
  );
}
