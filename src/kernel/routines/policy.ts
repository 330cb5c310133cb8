/** A policy is one operating system: its options, its routines, and which of them each event enters. */

import type { KernelTraits, PolicyOptions } from './kernel-context';
import type { Routine } from './routine';

export interface PolicyOption {
  readonly name: string;
  readonly values: readonly string[] | 'number';
  /** Empty where leaving the option out means something that no value says. */
  readonly default: string;
  readonly documentation: string;
}

export interface Policy extends KernelTraits {
  readonly name: string;
  readonly summary: string;
  readonly options: readonly PolicyOption[];
  readonly routines: readonly Routine[];
  /** The versions that have a routine, or a step of it: for a policy that has an option for the version. */
  readonly versionsWith?: (routine: string, step?: string) => readonly string[];
  /** The policy as its options shape it, for those whose options choose between routines. */
  readonly configure?: (options: PolicyOptions) => Policy;
}
