/**
 * What the policies without a shipped kernel take over from the newest mainline: they change how memory is allocated, and little
 * else. Tiles stay in idle.
 */

import { doCoredump } from '../common/coredump';
import { mathErrors } from '../common/math-error';
import { flushThread } from '../linux/flush-thread';
import { initCpuXstate } from '../linux/init-cpu-xstate';
import { archReleaseTaskStruct } from '../linux/release-task';
import { exHandlerFprestore, restoreFpregs } from '../linux/restore-fpregs';
import { fpuResumeCpu } from '../linux/resume-cpu';
import { saveFpregs } from '../linux/save-fpregs';
import { fpuSwitchWithoutIdle } from '../linux/switch-fpu';
import { fpregsRestoreUserregs, switchFpuReturn } from '../linux/switch-fpu-return';
import { xfdUpdateState } from '../linux/xfd-update-state';
import { xfpregs } from '../linux/xfpregs';
import { xstateregs } from '../linux/xstateregs';
import type { Routine } from '../routines/routine';
import { mainlineSignals } from '../signal';
import { sharedRoutines } from './shared';

export const mainlineLikeRoutines: readonly Routine[] = [
  xfdUpdateState,
  ...fpuSwitchWithoutIdle,
  saveFpregs,
  switchFpuReturn,
  fpregsRestoreUserregs,
  restoreFpregs,
  exHandlerFprestore,
  flushThread,
  ...xfpregs,
  ...xstateregs,
  doCoredump,
  archReleaseTaskStruct,
  initCpuXstate,
  fpuResumeCpu,
  ...mainlineSignals,
  ...mathErrors('save_fpregs_to_fpstate'),
  ...sharedRoutines,
];
