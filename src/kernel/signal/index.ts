/** All routines about signals, as a policy takes them. */

import { XTILE } from '../model/xstate/xstate-features';
import type { Routine } from '../routines/routine';
import { copyFpstateToSigframe, fpuClearUserStates } from './fpu-frame';
import { getSigframe } from './get-sigframe';
import { archDoSignal, getSignal } from './get-signal';
import { handleSignal, setupRtFrame, signalSetupDone } from './handle-signal';
import { restoreFpregsFromUser } from './restore-from-user';
import { fpuRestoreSig } from './restore-sig';
import { sendSignal, sysKill } from './send';
import { sysRtSigaction, sysRtSigprocmask } from './sigaction';
import { sysSigaltstack } from './sigaltstack';
import type { SignalModel } from './signal-model';
import { sysRtSigreturn } from './sigreturn';
import { sysTgkill } from './tgkill';

export { FRAME, SIGCONTEXT, SIGCONTEXT_REGISTERS, SIGINFO, UC } from './rt-sigframe';

function signalRoutines(model: SignalModel): readonly Routine[] {
  return [
    sendSignal,
    sysKill,
    sysTgkill,
    sysRtSigaction,
    sysRtSigprocmask,
    sysSigaltstack,
    archDoSignal,
    getSignal,
    handleSignal,
    setupRtFrame,
    getSigframe,
    copyFpstateToSigframe(model),
    fpuClearUserStates(model),
    signalSetupDone,
    sysRtSigreturn,
    fpuRestoreSig,
    restoreFpregsFromUser(model),
  ];
}

/** Mainline, and policies that keep state as it does. */
export const mainlineSignals: readonly Routine[] = signalRoutines({
  load: 'fpregs_restore_userregs',
  updateXfd: 'xfd_update_state',
  savedFeatures: ({ state }, { fpstate }, xinuse) =>
    state.fpu.dynamic === 0n ? fpstate.userXfeatures : fpstate.userXfeatures & (xinuse | ~XTILE),
  savedFeaturesText: 'fpstate->user_xfeatures & (fpu_state_size_dynamic() ? xgetbv(1) | ~XFEATURE_MASK_XTILE : ~0)',
  frameFeatures: (_kernel, { fpstate }) => fpstate.userXfeatures,
  frameFeaturesText: 'fpu->fpstate->user_xfeatures',
});

/** Signals of the October 2020 RFC, as a kernel of that time delivers them (RFC 16/22). */
export const rfcSignals: readonly Routine[] = signalRoutines({
  load: '__fpregs_load_activate',
  savedFeatures: (_kernel, { fpstate }) => fpstate.userXfeatures,
  savedFeaturesText: 'fpu->state_mask',
  frameFeatures: ({ state }) => state.fpu.userMax,
  frameFeaturesText: 'xfeatures_mask_user',
});

/** System calls about signals, by name. */
export const signalSyscalls = {
  kill: 'sys_kill',
  tgkill: 'sys_tgkill',
  rt_sigaction: 'sys_rt_sigaction',
  rt_sigprocmask: 'sys_rt_sigprocmask',
  rt_sigreturn: 'sys_rt_sigreturn',
  sigaltstack: 'sys_sigaltstack',
} as const;
