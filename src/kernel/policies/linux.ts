/** `kernel linux`: mainline since 5.16. */

import { doCoredump } from '../common/coredump';
import { kernelFpuBegin, kernelFpuEnd } from '../common/kernel-fpu';
import { mathErrors } from '../common/math-error';
import { guestEntries, guestRoutines } from '../kvm';
import { fpuXstatePrctl, guestCases, processCases, sysArchPrctl } from '../linux/arch-prctl';
import { excDeviceNotAvailable } from '../linux/device-not-available';
import { flushThread, fpuFlushThread } from '../linux/flush-thread';
import { fpstateRealloc } from '../linux/fpstate-realloc';
import { fpuClone } from '../linux/fpu-clone';
import { handleXfdEvent } from '../linux/handle-xfd-event';
import { initCpuXstate } from '../linux/init-cpu-xstate';
import { initSystemXstate } from '../linux/init-system-xstate';
import { archReleaseTaskStruct } from '../linux/release-task';
import { xstateRequestPerm, xstateRequestPermLocked } from '../linux/request-perm';
import { exHandlerFprestore, restoreFpregs } from '../linux/restore-fpregs';
import { fpuResumeCpu } from '../linux/resume-cpu';
import { saveFpregs } from '../linux/save-fpregs';
import { fpuSwitch } from '../linux/switch-fpu';
import { fpregsRestoreUserregs, switchFpuReturn } from '../linux/switch-fpu-return';
import { xfdEnableFeature } from '../linux/xfd-enable-feature';
import { xfdUpdateState } from '../linux/xfd-update-state';
import { xfpregs } from '../linux/xfpregs';
import { xstateregs } from '../linux/xstateregs';
import { routinesOf } from '../routines/of-version';
import type { Policy, PolicyOption } from '../routines/policy';
import type { Routine } from '../routines/routine';
import { mainlineSignals } from '../signal';
import type { KernelBuild } from '../versions/build';
import { buildHas } from '../versions/lifetime';
import { MAINLINE, NEWEST_VERSION, versionProblem } from '../versions/mainline';
import { versionRanges } from '../versions/ranges';
import { memoryOptions, sharedEntries, sharedRoutines } from './shared';

const DEFAULT: KernelBuild = { version: NEWEST_VERSION, config: 'distro' };

const options: readonly PolicyOption[] = [
  {
    name: 'version',
    values: MAINLINE,
    problem: versionProblem,
    default: DEFAULT.version,
    documentation:
      'Any version of mainline with tiles, also a point release (`6.12.5`) or the last one that is known (`6.12.y`). `6.12` is 6.12.0. The newest that is known unless given. *Versions of the kernel*, in the language reference, lists what each version changed.',
  },
  {
    name: 'config',
    values: ['distro', 'minimal'],
    default: DEFAULT.config,
    documentation:
      'How the kernel is configured. `distro`, as it is unless given: with user shadow stacks, PASID and CONFIG_X86_DEBUG_FPU, as the large distributions do it. Then PASID, CET_U and, for guests, CET_S are supervisor components in IA32_XSS and in masks, NT_X86_SHSTK is known, and XFD that does not fit an area makes the kernel warn. `minimal`: without any of these.',
  },
  {
    name: 'idle',
    values: ['c6', 'halt'],
    default: '',
    documentation:
      'What a CPU in idle does: on its way into C6 the kernel releases tiles since 6.0, in HLT it leaves them. Unless given, `c6` on Sapphire and Emerald Rapids, and on Granite Rapids since 6.12; else `halt`. A guest that was not given MWAIT halts.',
  },
  {
    name: 'strict_sas_size',
    values: ['on', 'off'],
    default: 'off',
    documentation:
      'Whether sigaltstack refuses stacks that are too small for a frame even before a permission was given. Off unless given.',
  },
  ...memoryOptions,
];

/** All routines that mainline has had since the first version with tiles, in the order in which the source shows them. */
export const linuxRoutines: readonly Routine[] = [
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
  ...xfpregs,
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
  fpuResumeCpu,
  ...mainlineSignals,
  ...guestRoutines,
  ...mathErrors('save_fpregs_to_fpstate'),
  ...sharedRoutines,
];

export const linux: Policy = {
  ...linuxPolicy(DEFAULT),
  configure: ({ version, config }) =>
    knownPolicy({ version: version || DEFAULT.version, config: config === 'minimal' ? 'minimal' : 'distro' }),
};

/** Policies are never changed, and putting one together takes longer than laying a small trace out. */
const MADE = new Map<string, Policy>();
/** Whoever types versions shall not fill the memory. */
const MOST_MADE = 100;

function knownPolicy({ version, config }: Pick<KernelBuild, 'version' | 'config'>): Policy {
  const key = `${version} ${config}`;
  const policy = MADE.get(key) ?? linuxPolicy({ version, config });
  if (MADE.size >= MOST_MADE) MADE.clear();
  MADE.set(key, policy);
  return policy;
}

function linuxPolicy(build: KernelBuild): Policy {
  const { version } = build;
  return {
    name: 'linux',
    ...build,
    summary:
      'Mainline since 5.16: a process asks for tile data with arch_prctl; the buffer of a task grows when it first uses them.',
    options,
    routines: routinesOf(build, linuxRoutines),
    entries: {
      ...sharedEntries,
      fork: 'fpu_clone',
      ...(buildHas(build, 'hasGuests') && { guest: guestEntries }),
    },
    built: (other) => linuxPolicy({ ...build, ...other }),
    written: `kernel linux version=${version}${build.config === DEFAULT.config ? '' : ` config=${build.config}`}`,
    versionsWith: (routine, step) => versionRanges((other) => hasStep({ ...build, version: other }, routine, step)),
  };
}

function hasStep(build: KernelBuild, routine: string, step?: string): boolean {
  // All other routines are none of its business, and there are many.
  const [found] = routinesOf(
    build,
    linuxRoutines.filter(({ name }) => name === routine),
  );
  return found !== undefined && (step === undefined || found.steps.some(({ name }) => name === step));
}
