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
import { enterIdle, fpuIdleFpregs } from '../linux/idle-fpregs';
import { initCpuXstate } from '../linux/init-cpu-xstate';
import { APX_LIMITS, CLASSIC_LIMITS, initSystemXstate } from '../linux/init-system-xstate';
import { archReleaseTaskStruct } from '../linux/release-task';
import { xstateRequestPerm, xstateRequestPermLocked } from '../linux/request-perm';
import { exHandlerFprestore, restoreFpregs } from '../linux/restore-fpregs';
import { saveFpregs } from '../linux/save-fpregs';
import { classicSwitch, singleSwitch } from '../linux/switch-fpu';
import { fpregsRestoreUserregs, switchFpuReturn } from '../linux/switch-fpu-return';
import { DEFAULT_VERSION, describeVersions, has, VERSIONS } from '../linux/versions';
import { xfdEnableFeature } from '../linux/xfd-enable-feature';
import { xfdUpdateState } from '../linux/xfd-update-state';
import { xstateregs } from '../linux/xstateregs';
import type { Policy, PolicyOption } from '../routines/policy';
import type { Routine } from '../routines/routine';
import { mainlineSignals } from '../signal';
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

export const linux: Policy = {
  ...linuxPolicy(DEFAULT_VERSION),
  configure: ({ version }) => linuxPolicy(version ?? DEFAULT_VERSION),
};

function linuxPolicy(version: string): Policy {
  return {
    name: 'linux',
    summary:
      'Mainline since 5.16: a process asks for tile data with arch_prctl; the buffer of a task grows when it first uses them.',
    options,
    routines: routines(version),
    entries: {
      ...sharedEntries,
      fork: 'fpu_clone',
      ...(has(version, 'hasGuests') && { guest: guestEntries }),
    },
  };
}

function routines(version: string): readonly Routine[] {
  return [
    excDeviceNotAvailable,
    handleXfdEvent,
    xfdEnableFeature,
    fpstateRealloc,
    xfdUpdateState,
    ...withIdle(has(version, 'switchesInOne') ? singleSwitch : classicSwitch, has(version, 'releasesTilesInIdle')),
    saveFpregs,
    switchFpuReturn,
    fpregsRestoreUserregs,
    restoreFpregs,
    exHandlerFprestore,
    fpuClone,
    flushThread,
    fpuFlushThread,
    ...xstateregs,
    doCoredump(has(version, 'tellsCoreLayout')),
    archReleaseTaskStruct,
    sysArchPrctl,
    fpuXstatePrctl(has(version, 'hasGuests') ? [...processCases, ...guestCases] : processCases),
    xstateRequestPerm,
    xstateRequestPermLocked,
    kernelFpuBegin('save_fpregs_to_fpstate', has(version, 'listsKernelUse')),
    kernelFpuEnd(has(version, 'listsKernelUse')),
    initSystemXstate(has(version, 'knowsApx') ? APX_LIMITS : CLASSIC_LIMITS),
    initCpuXstate,
    ...mainlineSignals({
      opensPkru: has(version, 'opensPkru'),
      syncsXfdOnDelivery: has(version, 'syncsXfdOnDelivery'),
    }),
    ...(has(version, 'hasGuests') ? guestRoutines(has(version, 'clearsGuestDisabled')) : []),
    ...sharedRoutines,
  ];
}

/** Tiles are released in idle by a line behind the last of `__switch_to`. */
function withIdle(routines: readonly Routine[], isOn: boolean): readonly Routine[] {
  if (!isOn) return routines;
  const extended = routines.map((routine) =>
    routine.name === '__switch_to' ? { ...routine, steps: [...routine.steps, enterIdle] } : routine,
  );
  return [...extended, fpuIdleFpregs];
}
