/**
 * What a recording says, in a form that no tool prints: readers make observations, writers make traces of them. The same as
 * JSON is `docs/observations.md`. Masks, addresses and values of registers are exact, and have up to 64 bits.
 */

/** Where and when something was seen. */
export interface Sighting {
  /** In the recording, from 1. */
  readonly line: number;
  /** Seconds, as the recording writes them; null where it has no time. */
  readonly time: string | null;
  /** CPU number. */
  readonly cpu: number;
  /** The task that ran there: its thread ID (0 is idle) and its name. */
  readonly pid: number;
  readonly comm: string;
}

/** What the kernel says of a task's buffer, or of an `XRSTORS` from it; what was not recorded is missing. */
export interface FpstateFact {
  readonly kind: 'fpstate';
  /** Bytes of the buffer, and of its image for signal frames and ptrace. */
  readonly size?: bigint;
  readonly userSize?: bigint;
  readonly xfeatures?: bigint;
  readonly userXfeatures?: bigint;
  /** The value of IA32_XFD that goes with the buffer. */
  readonly xfd?: bigint;
  /** The header of the area. */
  readonly xstateBv?: bigint;
  readonly xcompBv?: bigint;
}

/** The kernel's trace events of extended state, without their prefixes. */
export type FpuEvent =
  | 'regs_activated'
  | 'regs_deactivated'
  | 'dropped'
  | 'copy_src'
  | 'copy_dst'
  | 'init_state'
  | 'before_save'
  | 'after_save'
  | 'before_restore'
  | 'after_restore'
  | 'xstate_check_failed';

export type Fact =
  | {
      readonly kind: 'fpu';
      readonly event: FpuEvent;
      /** TIF_NEED_FPU_LOAD. */
      readonly load: boolean;
      /** XSTATE_BV and XCOMP_BV of the buffer in memory. */
      readonly xstateBv: bigint;
      readonly xcompBv: bigint;
    }
  | FpstateFact
  | { readonly kind: 'msr'; readonly access: 'read' | 'write'; readonly number: number; readonly value: bigint }
  | {
      readonly kind: 'switch';
      readonly prevPid: number;
      readonly prevComm: string;
      readonly nextPid: number;
      readonly nextComm: string;
    }
  | { readonly kind: 'clone'; readonly flags: bigint }
  | { readonly kind: 'fork'; readonly childPid: number; readonly childComm: string }
  | { readonly kind: 'exec' }
  | { readonly kind: 'exit' }
  /** `__xfd_enable_feature` was asked for the components of `error`, and answered. */
  | { readonly kind: 'first-use'; readonly error: bigint }
  | { readonly kind: 'first-use-result'; readonly result: bigint }
  | { readonly kind: 'signal'; readonly signal: number; readonly code: number; readonly targetPid: number }
  | { readonly kind: 'deliver'; readonly signal: number; readonly handler: bigint; readonly flags: bigint }
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly bigint[] }
  | { readonly kind: 'return'; readonly name: string; readonly result: bigint }
  /** KVM enters the guest of a virtual CPU, which is the task, or leaves it. */
  | { readonly kind: 'guest-entry' }
  | { readonly kind: 'guest-exit'; readonly reason: string }
  /** RDMSR or WRMSR of a guest, as far as KVM executes them; `faulted`: it was #GP. */
  | {
      readonly kind: 'guest-msr';
      readonly access: 'read' | 'write';
      readonly number: number;
      readonly value: bigint;
      readonly faulted: boolean;
    }
  /** What a program wrote into the buffer itself. */
  | { readonly kind: 'mark'; readonly text: string }
  /** Known, and without a meaning for extended state. */
  | { readonly kind: 'other'; readonly event: string };

export type Observation = Sighting & Fact;

/** What a reader made of a recording. */
export interface Reading {
  readonly observations: readonly Observation[];
  /** Lines that nobody understood, by kind. */
  readonly unknown: ReadonlyMap<string, number>;
  /** The version of Linux, where the recording names it, with the line. */
  readonly release?: { readonly version: string; readonly line: number };
}
