/** `kernel linux`: mainline since 5.16. */
import { doCoredump } from '../common/coredump';
import { kernelFpuBegin } from '../common/kernel-fpu';
import { fpuXstatePrctl, sysArchPrctl } from '../linux/arch-prctl';
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
import { xfdEnableFeature } from '../linux/xfd-enable-feature';
import { xfdUpdateState } from '../linux/xfd-update-state';
import { xstateregs } from '../linux/xstateregs';
import type { Policy, PolicyOption } from '../policy';
import type { Routine } from '../routine';
import { mainlineSignals } from '../signal';
import { isAtLeast } from '../version';
import { memoryOption, sharedEntries, sharedRoutines } from './shared';

const VERSIONS = ['5.16', '5.17', '6.1', '6.12', '6.16', '6.18', '6.19'] as const;
const DEFAULT_VERSION = '6.12';

const options: readonly PolicyOption[] = [
  {
    name: 'version',
    values: VERSIONS,
    default: DEFAULT_VERSION,
    documentation:
      'Kernel version: 5.17 adds permissions for guests, 6.1 releases tiles in idle, 6.12 opens PKRU for signal frames, 6.16 knows APX and switches in one function, 6.18 brings XFD in step when a signal is delivered, 6.19 takes out of a guest’s area what the guest disables.',
  },
  {
    name: 'strict_sas_size',
    values: ['on', 'off'],
    default: 'off',
    documentation:
      'Whether sigaltstack refuses stacks that are too small for a frame even before a permission was given.',
  },
  memoryOption,
  {
    name: 'oom',
    values: ['on', 'off'],
    default: 'off',
    documentation: 'Beyond the memory budget, the OOM killer ends the task that holds the most instead of failing.',
  },
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
    supported: true,
    options,
    routines: routines(version),
    entries: {
      ...sharedEntries,
      fork: 'fpu_clone',
      ...(isAtLeast(version, '5.17') && { guest: guestEntries }),
    },
  };
}

function routines(version: string): readonly Routine[] {
  const isLate = isAtLeast(version, '6.16');
  return [
    excDeviceNotAvailable,
    handleXfdEvent,
    xfdEnableFeature,
    fpstateRealloc,
    xfdUpdateState,
    ...withIdle(isLate ? singleSwitch : classicSwitch, isAtLeast(version, '6.0')),
    saveFpregs,
    switchFpuReturn,
    fpregsRestoreUserregs,
    restoreFpregs,
    exHandlerFprestore,
    fpuClone,
    flushThread,
    fpuFlushThread,
    ...xstateregs,
    doCoredump(isAtLeast(version, '6.12')),
    archReleaseTaskStruct,
    sysArchPrctl,
    fpuXstatePrctl(isAtLeast(version, '5.17')),
    xstateRequestPerm,
    xstateRequestPermLocked,
    kernelFpuBegin('save_fpregs_to_fpstate'),
    initSystemXstate(isLate ? APX_LIMITS : CLASSIC_LIMITS),
    initCpuXstate,
    ...mainlineSignals({ opensPkru: isAtLeast(version, '6.12'), syncsXfdOnDelivery: isAtLeast(version, '6.18') }),
    ...(isAtLeast(version, '5.17') ? guestRoutines(isAtLeast(version, '6.19')) : []),
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
