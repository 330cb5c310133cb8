/**
 * What happened, in order: one stream that the command line's JSON, outcomes, breakpoints and views read.
 * Masks and addresses are numbers here; the code that prints them chooses the form.
 */

import type { ExceptionMnemonic, FaultDetail } from '../../machine/architecture/exception';
import type { LinearAddress } from '../../machine/architecture/linear-address';

export type KernelRecord =
  | {
      readonly kind: 'exception';
      readonly name: ExceptionMnemonic;
      readonly vector: number;
      readonly detail: FaultDetail;
      readonly rip: LinearAddress;
    }
  | { readonly kind: 'switch' /** Task names, `idle` for none. */; readonly from: string; readonly to: string }
  | { readonly kind: 'grow'; readonly task: string; readonly from: number; readonly to: number }
  | {
      readonly kind: 'syscall';
      readonly name: string;
      /** As they were given; absent where it is no call with arguments. */
      readonly arguments?: readonly bigint[];
      /** What the arguments led to when the call was made, `"/bin/true"`; empty for those that are numbers. */
      readonly texts?: readonly string[];
      readonly result: bigint;
    }
  | {
      readonly kind: 'signal';
      readonly task: string;
      readonly signal: string;
      readonly code: number;
      readonly address: LinearAddress | null;
    }
  /** The task's handler of a signal is about to run. */
  | { readonly kind: 'handler'; readonly task: string; readonly signal: string }
  | { readonly kind: 'killed'; readonly task: string; readonly signal: string }
  /** A program writes to standard output or error. `bytes` has a character for each byte. */
  | { readonly kind: 'output'; readonly stream: 'stdout' | 'stderr'; readonly bytes: string }
  /** A program has made a system call that is not modelled, or not in this way; it got -ENOSYS. */
  | { readonly kind: 'unknown-syscall'; readonly name: string; readonly arguments: readonly bigint[] }
  | { readonly kind: 'oops' | 'warn'; readonly message: string }
  /** The kernel has printed a line into its log. Only a real kernel's code does. */
  | { readonly kind: 'printk'; readonly message: string }
  /** A CPU that does nothing else any more. */
  | { readonly kind: 'hang'; readonly cpu: number; readonly message: string };
