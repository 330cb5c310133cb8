/** A trace for mainline put under a real kernel's code, whose image says which version it is. */
import type { Vmlinux } from '../../kernel/native/vmlinux';
import { vmlinuxPolicy } from '../../kernel/policies/vmlinux';
import type { KernelBuild } from '../../kernel/versions/build';
import type { Program } from './program';

/** Only a trace for mainline or for an image can be held to a real kernel: others are policies that no kernel has. */
export function canConform({ policy }: Pick<Program, 'policy'>): boolean {
  return policy.name === 'linux' || policy.vmlinux !== undefined;
}

/**
 * The program under a real kernel's code. Options of the trace's own kernel stay, but for the version, which is the image's.
 *
 * @param build what else the routines are of that stay modelled.
 */
export function underVmlinux(program: Program, vmlinux: Vmlinux, build: Partial<KernelBuild> = {}): Program {
  const options = { ...program.policyOptions, version: vmlinux.version };
  return { ...program, policy: vmlinuxPolicy(vmlinux, options, build), policyOptions: options };
}
