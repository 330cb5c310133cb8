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
  /** Whether programs are not told how large a signal frame can be (AT_MINSIGSTKSZ), as before 5.14. */
  readonly hidesFrameSize?: boolean;
  /** The policy as its options shape it, for those whose options choose between routines. */
  readonly configure?: (options: PolicyOptions) => Policy;
}
