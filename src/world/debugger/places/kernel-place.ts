/** The pseudo-C document of a policy, and the places of its routines' steps in it. */
import type { Policy } from '../../../kernel/routines/policy';
import { type KernelSource, renderSource } from '../../../kernel/routines/source';
import type { Place } from '../debugger-types';

const sources = new WeakMap<Policy, KernelSource>();

export function kernelSource(policy: Policy): KernelSource {
  let source = sources.get(policy);
  if (!source) {
    source = renderSource(policy);
    sources.set(policy, source);
  }
  return source;
}

export function kernelPlace(policy: Policy, routine: string, step: number): Place {
  return { kind: 'kernel', routine, step, line: kernelSource(policy).lineOf(routine, step) };
}
