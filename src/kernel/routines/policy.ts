/** A policy is one operating system: its options, its routines, and which of them each event enters. */

import type { KernelTraits, PolicyOptions } from './kernel-context';
import type { Routine } from './routine';

interface OptionProblem {
  /** An error, or a warning. */
  readonly isError: boolean;
  readonly message: string;
}

export interface PolicyOption {
  readonly name: string;
  /** What can be written; where `problem` decides that, what is worth offering. */
  readonly values: readonly string[] | 'number';
  /** What is wrong with a value, or worth knowing about it, where a list cannot say it. */
  readonly problem?: (value: string) => OptionProblem | undefined;
  /** Empty where leaving the option out means something that no value says. */
  readonly default: string;
  readonly documentation: string;
}

export interface Policy extends KernelTraits {
  readonly name: string;
  readonly summary: string;
  readonly options: readonly PolicyOption[];
  readonly routines: readonly Routine[];
  /** The kernel as a trace writes it, where its options choose between routines: `kernel linux version=6.12`. */
  readonly written?: string;
  /** Ranges of versions that have a routine, or a step of it, in words: for a policy that has an option for the version. */
  readonly versionsWith?: (routine: string, step?: string) => readonly string[];
  /** The policy as its options shape it, for those whose options choose between routines. */
  readonly configure?: (options: PolicyOptions) => Policy;
}
