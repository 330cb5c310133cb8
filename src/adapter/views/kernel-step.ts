/** Which step of the kernel a line of its source is, for editors that offer to take it out. Types only. */

/**
 * Custom request with `source` and `line`, as `gotoTargets` has them; without a line it is about the step at which the kernel has
 * stopped. Refused where that is no step, and while the trace runs.
 */
export const KERNEL_STEP_REQUEST = 'xtrace/kernelStep';

export interface KernelStep {
  /** `ROUTINE.STEP`, as `without` takes it. */
  readonly name: string;
  /** Of the kernel's source, as the client counts lines. */
  readonly kernelLine: number;
  /** The trace that runs, and its line that the run is at, as the client counts lines. */
  readonly program: string;
  readonly line: number;
}
