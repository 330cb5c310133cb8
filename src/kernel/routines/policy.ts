/** A policy is one operating system: its options, its routines, and which of them each event enters. */

import type { Vmlinux } from '../native/vmlinux';
import type { KernelBuild } from '../versions/build';
import type { KernelTraits, PolicyOptions } from './kernel-context';
import type { Routine } from './routine';

interface OptionProblem {
  /** An error, or a warning. */
  readonly isError: boolean;
  readonly message: string;
}

export interface PolicyOption {
  readonly name: string;
  /** The values that the option takes; if `problem` decides, the values that completion offers. */
  readonly values: readonly string[] | 'number';
  /** The error or the warning about a value, for an option whose values are no fixed list. */
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
  /** The image of a real kernel that routines call functions of; absent where all is modelled. */
  readonly vmlinux?: Vmlinux;
  /** Its image has functions besides, which `without` may name. */
  readonly hasFunctions?: true;
  /** Somebody has written it: nothing is known of it but its routines. */
  readonly isWritten?: true;
  /** The versions that have a routine or a step, as ranges in words. Only policies with the option `version` have this. */
  readonly versionsWith?: (routine: string, step?: string) => readonly string[];
  /** The policy with other options. Only policies whose options choose between routines have this. */
  readonly configure?: (options: PolicyOptions) => Policy;
  /** The policy of another build. Only policies that are of a shipped kernel have this. */
  readonly built?: (build: Partial<KernelBuild>) => Policy;
}
