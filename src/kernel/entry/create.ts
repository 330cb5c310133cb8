/** The one way to get a kernel. */
import type { Kernel, KernelSetup } from './kernel';
import { LinuxKernel } from './linux-kernel';

/** @throws RangeError for a policy that has no kernel: ask the policy first. */
export function createKernel(setup: KernelSetup): Kernel {
  if (setup.policy.routines.length === 0) {
    throw new RangeError(`kernel ${setup.policy.name} cannot run`);
  }
  return new LinuxKernel(setup);
}
