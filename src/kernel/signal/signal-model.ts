/** In what kernels differ over signals, as far as extended state is concerned. */
import type { KernelContext } from '../routines/kernel-context';
import type { Task } from '../state/task';

export interface SignalModel {
  /** The routine that makes the registers those of the current task. */
  readonly load: 'fpregs_restore_userregs' | '__fpregs_load_activate';
  /** The routine that makes IA32_XFD fit the task, where registers are loaded for a signal; absent where XFD is switched eagerly. */
  readonly updateXfd?: 'xfd_update_state';
  /** RFBM of the save; `xinuse` is what XGETBV(1) answers. */
  readonly savedFeatures: (kernel: KernelContext, task: Task, xinuse: bigint) => bigint;
  /** As the source names that mask. */
  readonly savedFeaturesText: string;
  /** What the frame says it holds, and what sigreturn takes from it. */
  readonly frameFeatures: (kernel: KernelContext, task: Task) => bigint;
  readonly frameFeaturesText: string;
}
