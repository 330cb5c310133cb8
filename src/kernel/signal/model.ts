/** In what kernels differ over signals, as far as extended state is concerned. */
import type { KernelContext } from '../routines/kernel-context';
import type { Task } from '../state/state';

export interface SignalModel {
  /** The routine that makes the registers those of the current task. */
  readonly load: string;
  /** Whether switching to an alternate stack checks that the frame fits there: since 5.14. */
  readonly checksEntry: boolean;
  /** Whether PKRU opens the way to the stack, and the frame's PKRU is written by itself: since 6.12. */
  readonly opensPkru: boolean;
  /** The routine that makes IA32_XFD fit the task, where registers are loaded for a signal; absent where XFD is switched eagerly. */
  readonly updateXfd?: string;
  /** Whether that is also done when a handler's registers are made initial: the fix of 6.18. */
  readonly syncsXfdOnDelivery: boolean;
  /** RFBM of the save; `xinuse` is what XGETBV(1) answers. */
  readonly savedFeatures: (task: Task, xinuse: bigint) => bigint;
  /** As the source names that mask. */
  readonly savedFeaturesText: string;
  /** What the frame says it holds, and what sigreturn takes from it. */
  readonly frameFeatures: (kernel: KernelContext, task: Task) => bigint;
  readonly frameFeaturesText: string;
}
