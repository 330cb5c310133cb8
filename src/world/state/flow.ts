/** Where a trace is: the flow of control as plain data, next to the machine's and the kernel's state. */
import { NO_ROUNDS, type Rounds } from '../../kernel/state/rounds';
import type { ExceptionMnemonic, FaultDetail } from '../../machine/architecture/exception';
import type { LinearAddress } from '../../machine/architecture/linear-address';
import type { Outcome } from '../program/outcome';

export type Phase =
  /** The kernel's boot routines run, before the first step. */
  | 'boot'
  /** The step at `address` is about to begin. */
  | 'start'
  /** The step begins again after an exception, or after the return to user mode that had to come first. */
  | 'again'
  /** An instruction that has let others in goes on where it was. */
  | 'interrupted'
  /** The step raised `fault`, which has not been delivered yet. */
  | 'fault'
  /** Kernel routines run on its behalf. */
  | 'kernel'
  /** The step has completed, and the debugger may stop at it. Execution continues at `next`. */
  | 'done'
  | 'ended';

interface PlainFault {
  readonly mnemonic: ExceptionMnemonic;
  readonly detail: FaultDetail;
}

/** A call that has not returned, an exception handler without its IRETQ, or a signal handler without its rt_sigreturn. */
export interface Activation {
  readonly kind: 'call' | 'handler' | 'signal';
  /** Of the step that called, faulted or was interrupted. */
  readonly from: LinearAddress;
  readonly to: LinearAddress;
  /** The interrupted step, where it has to be taken up again: null when it was done, and for calls. */
  readonly interrupted: Interrupted | null;
  /** Index of the task that a signal's handler runs in. */
  readonly task: number | null;
  /** What was open when a handler came between. */
  readonly open: OpenStep | null;
}

/** A step that has led to code without lines: what happens there is its outcome. */
export interface OpenStep {
  readonly address: LinearAddress;
  /** So far. */
  readonly outcomes: Outcome[];
  /** Of the call stack before the step. */
  readonly depth: number;
}

/** A step that a handler came between. */
export interface Interrupted {
  readonly address: LinearAddress;
  /** What it had done so far. */
  readonly outcomes: readonly Outcome[];
  /** How often it had been tried. */
  readonly restarts: Rounds;
}

/** A `run` that has not ended. */
export interface Run {
  /** Of the `run` step. */
  readonly from: LinearAddress;
  readonly task: number;
  /** Instructions that it may still execute; null without a limit. */
  left: number | null;
  /** Its task has made sched_yield(2): it is over when that returns. */
  hasYielded: boolean;
  outcomes: Outcome[];
  /** Activations of the flow, put aside. */
  readonly outer: readonly Activation[];
  /** While a program runs: whose turn it is. Null while a task of the trace does. */
  readonly turn: Turn | null;
}

/** Tasks of a program take turns, so that each has a call stack of its own. */
export interface Turn {
  /** Instructions until the timer's next interrupt. */
  left: number;
  /** What was left when the kernel was told last how much time had passed. */
  told: number;
  /** Index of the task that the flow's activations are of; the others' are in `Flow.stacks`. */
  owner: number;
}

/** A CPU that does nothing else any more. */
export interface StuckCpu {
  readonly cpu: number;
  /** Of the step that led there: zero-based, -1 where it was none. */
  readonly line: number;
}

interface Loop {
  /** Step index of the `repeat`. */
  readonly step: number;
  readonly counter: string | null;
  readonly count: bigint;
  round: bigint;
}

export interface Flow {
  phase: Phase;
  /** Index of the CPU that executes. */
  cpu: number;
  /** Of the current step. */
  address: LinearAddress;
  /** Where the flow goes on, in phase `done`. */
  next: LinearAddress;
  /** What to do when the kernel is done: try the step again, count it as done (`stay`: still in the kernel), run, or go on in the guest. */
  afterKernel:
    | 'again'
    | 'complete'
    | 'stay'
    | 'begin-run'
    | 'end-run'
    | 'next-turn'
    | 'guest-instruction'
    | 'guest-fault';
  /** The task that the current step began in: if it dies, the step is over. Null on bare metal and in idle. */
  stepTask: number | null;
  /** Steps completed since the start. */
  steps: number;
  /** How often the current step has been tried again. */
  restarts: Rounds;
  /** Statements that the kernel has executed for the current step. */
  kernelMoments: number;
  outcomes: Outcome[];
  /** The latest step has outcomes written behind it: the `run` that it ends need not name them again. */
  hasWritten: boolean;
  /** The latest step has ended a section in the kernel, and the return to user mode is still to come. */
  owesReturn: boolean;
  fault: PlainFault | null;
  /** `fault` is a trap: its instruction is done, and the flow goes on there. */
  afterTrap: LinearAddress | null;
  activations: Activation[];
  /** Activations of tasks of programs that do not have their turn, by the index of the task. */
  stacks: Record<number, Activation[]>;
  /** A handler has returned to it: when the flow gets there, it is tried again; if it goes elsewhere, it is done. */
  resuming: Interrupted | null;
  /** The step with a line that led to where the flow is, while it is in code without lines. */
  open: OpenStep | null;
  /** A handler has returned, and what was open before it is open again when its last step is done. */
  reopening: OpenStep | null;
  run: Run | null;
  loops: Loop[];
  /** Bare metal: handler addresses by mnemonic. */
  idt: Partial<Record<ExceptionMnemonic, LinearAddress>>;
  /** CPL to go back to at the end of `ring0`. */
  ring0Cpl: number | null;
  /** Of the last step that did not only look: no `expect`, `print` or `observe`. */
  last: {
    exception: string /** Step index; -1 before the first. */;
    step: number /** Of a system call. */;
    result: bigint /** What IA32_XFD_ERR got by the last #NM. */;
    xfdErr: bigint;
  };
  /** CPUs that hang, in the order in which they did. */
  stuck: StuckCpu[];
  /** Tasks that were killed, by name; the line that they were at, zero-based, -1 where it was none; and the address of its step. */
  deaths: { readonly task: string; readonly line: number; readonly place: LinearAddress }[];
  /** Why the trace ended early. */
  error: { readonly code: string; readonly message: string } | null;
}

export function initialFlow(start: LinearAddress): Flow {
  return {
    phase: 'boot',
    cpu: 0,
    address: start,
    next: start,
    afterKernel: 'complete',
    stepTask: null,
    steps: 0,
    restarts: NO_ROUNDS,
    kernelMoments: 0,
    outcomes: [],
    hasWritten: false,
    owesReturn: false,
    fault: null,
    afterTrap: null,
    activations: [],
    stacks: {},
    resuming: null,
    open: null,
    reopening: null,
    run: null,
    loops: [],
    idt: {},
    ring0Cpl: null,
    last: { exception: '', step: -1, result: 0n, xfdErr: 0n },
    stuck: [],
    deaths: [],
    error: null,
  };
}
