/** Signals as tasks and processes have them: pending, handled, on their way. */
import type { LinearAddress } from '../../machine/architecture/linear-address';

export interface PendingSignal {
  name: string;
  number: number;
  code: number;
  address: LinearAddress | null;
  /** `si_pid` of the sender; 0 where the kernel is. */
  sender: number;
  /** `si_pkey`: the protection key of the page, with SEGV_PKUERR. */
  pkey?: number;
  /** Neither a handler nor a tracer gets it (SA_IMMUTABLE). */
  fatal?: true;
  /** With SI_TIMER: the timer that has sent it. */
  timer?: TimerOrigin;
}

/** `si_timerid`, `si_overrun` and `si_value`. */
interface TimerOrigin {
  readonly id: number;
  readonly value: bigint;
  overrun: number;
  /** How often the timer had been set. */
  settings: number;
}

/** `struct k_sigaction`. */
export interface SignalAction {
  /** Address of the handler, SIG_DFL or SIG_IGN. */
  handler: LinearAddress;
  flags: number;
  /** Signals blocked meanwhile: bit n - 1 for signal n. */
  mask: bigint;
  /** Code of the program that the handler returns to; without one, that of the model. */
  restorer?: LinearAddress;
}

/** `struct ksignal`: the signal that is being delivered. */
export interface DeliveredSignal {
  signal: PendingSignal;
  action: SignalAction;
  /** Where the extended state goes in the frame; 0 until that is known. */
  fpstate: LinearAddress;
}

/** A system call or the way back to user mode moved the current task's RIP: into a handler, or out of one. */
export type UserTransfer =
  | { kind: 'handler'; signal: string; from: LinearAddress; to: LinearAddress }
  | { kind: 'return'; to: LinearAddress };
