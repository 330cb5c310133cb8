/** What a debugger front end sees of a run: places, frames, breakpoints, stops. */
import type { Locals } from '../../kernel/state/routine-frame';
import type { TemplatePart } from '../../language/tree/event';
import type { Expression } from '../../language/tree/expression';
import type { CompiledFrom } from '../../language/tree/statement';
import type { LinearAddress } from '../../machine/architecture/linear-address';
import type { Compared } from '../compare/compare';
import type { Difference } from '../compare/difference';
import type { CompiledFrame } from '../compiled/compiled-frame';
import type { IsFile, ProgramPlaces } from '../compiled/places';
import type { Input } from '../origin/source';
import type { ScopePlace } from '../scope/scope-place';
import type { Happening } from '../state/happening';
import type { MarkKind } from '../timeline/mark';
import type { Accessor, DataAccess, DataAccessKind, DataTarget } from '../watch/data-access';
import type { FoundStretch } from './travel/survey-types';

/** Where execution is: a line of the trace, a step of a kernel routine, a line of a program, or code without a line. Lines are zero-based. */
export type Place =
  | { readonly kind: 'trace'; readonly line: number }
  | { readonly kind: 'kernel'; readonly routine: string; readonly step: number; readonly line: number }
  /** A line of a source file, by the path that the compiler wrote down. */
  | { readonly kind: 'source'; readonly path: string; readonly line: number; readonly address: number }
  | { readonly kind: 'code'; readonly address: number }
  | { readonly kind: 'end' };

/** Innermost first. */
export interface Frame {
  /** `exc_device_not_available`, a proc's name, or `flow`. */
  readonly name: string;
  readonly place: Place;
  readonly address: number | undefined;
  /** Of code that a compiler printed. */
  readonly compiledFrom?: CompiledFrom;
  /** How many frames there are up to this one, counted from the outermost: see `depth`. */
  readonly depth: number;
  /** Frames of programs that tasks run. */
  readonly compiled?: CompiledFrame;
  /** Kernel frames only. */
  readonly locals?: Locals;
}

/** Stop when the count satisfies it: `>= 5`, `== 3`, `% 2`. */
export interface HitCondition {
  readonly operator: '==' | '>=' | '>' | '<' | '<=' | '%';
  readonly count: number;
}

export interface BreakpointCondition {
  readonly condition?: Expression;
  readonly hitCondition?: HitCondition;
  /** Instead of stopping: literal text and expressions in turn. */
  readonly logMessage?: readonly TemplatePart[];
}

/**
 * What reaching a line means: that its step is about to begin; that it is about to be tried, also once more after an
 * exception; that the kernel executes its first statement for it.
 */
export type LineMode = 'statement' | 'instruction' | 'kernel-step';

/** A breakpoint as the front end sets it; `id` is the front end's own. */
export type Breakpoint = BreakpointCondition & { readonly id: number } & (
    | { readonly on: 'line'; readonly line: number; readonly mode?: LineMode }
    /** `step` is an index in the routine's steps. */
    | { readonly on: 'kernel-step'; readonly routine: string; readonly step: number }
    /** A mnemonic, a proc, or a kernel routine. */
    | { readonly on: 'function'; readonly name: string }
    /** A zero-based line of a source file, or the next one with code, in whatever programs and libraries have it. */
    | { readonly on: 'source'; readonly isFile: IsFile; readonly line: number }
    /** Places in the code of programs. */
    | { readonly on: 'code'; readonly places: readonly ProgramPlaces[] }
    /** An instruction or an event at this address, of a process or of whoever comes there. */
    | { readonly on: 'address'; readonly address: LinearAddress; readonly process?: number }
    /** One of `EXCEPTION_FILTERS`. */
    | { readonly on: 'filter'; readonly filter: string }
    /** Met at the moment behind the access. What the user changes is no access. */
    | { readonly on: 'data'; readonly target: DataTarget; readonly access: DataAccessKind }
  );

export type StopReason =
  /** `not-reached`: what `back-to` or `seek` looks for is nowhere, and nothing has moved. */
  | { readonly kind: 'entry' | 'pause' | 'step' | 'goto' | 'restart' | 'start-of-history' | 'not-reached' }
  /** `problem`: why a condition could not be evaluated. */
  | {
      readonly kind: 'breakpoint';
      readonly ids: readonly number[];
      readonly on: 'line' | 'function' | 'data';
      readonly problem?: string;
      /** What a data breakpoint has seen. */
      readonly access?: DataAccess;
    }
  | { readonly kind: 'exception'; readonly happening: Happening; readonly problem?: string }
  /** What `find` has found; `count` also of what is not kept. Nothing has moved. */
  | { readonly kind: 'found'; readonly stretches: readonly FoundStretch[]; readonly count: number }
  /** What `compare` has found. Nothing has moved. */
  | {
      readonly kind: 'compared';
      readonly before: ComparedMoment;
      readonly after: ComparedMoment;
      readonly differences: readonly Difference[];
    }
  /** What `trace-origin` has found, from the last copy to the first. Nothing has moved. */
  | { readonly kind: 'traced'; readonly chain: readonly OriginStep[] }
  /** What `seek` has looked for. `access`: what has changed the value, where that is the goal. */
  | { readonly kind: 'goal'; readonly access?: DataAccess }
  /** A `stop` event. */
  | { readonly kind: 'stop' }
  | { readonly kind: 'end' };

/**
 * What a step is: a step of the trace or a statement of a kernel routine; or a single moment, of which an exception that is
 * raised and not yet delivered is one, and a step that is about to be tried again another.
 */
export type Granularity = 'statement' | 'instruction';

/** Who can be where the flow is: a task, by its number, or a CPU that has none. */
export interface Runner {
  readonly task: number | null;
  readonly cpu: number | null;
}

/** Whose instructions are meant. */
export type Whose = Runner | { readonly process: number } | 'anyone';

/** From `start` up to, and without, `end`. */
export interface AddressRange {
  readonly start: LinearAddress;
  readonly end: LinearAddress;
}

/** A moment; the beginning of a step, counted from 1; when the kernel's clock has come to so many seconds since the boot. */
export type Instant =
  | { readonly kind: 'to-time'; readonly seconds: number }
  | { readonly kind: 'to-moment'; readonly moment: number }
  | { readonly kind: 'to-step'; readonly step: number };

/** Where one of two moments is that were compared. */
export interface ComparedMoment {
  readonly moment: number;
  readonly step: number;
  /** Zero-based; -1 for none. */
  readonly line: number;
}

/** A place of a value on its way, and how it came there. */
export interface OriginStep {
  /** Behind the write; 0 where nobody has written. */
  readonly moment: number;
  readonly step: number;
  /** Zero-based; of what was so from the beginning, that of its declaration; -1 for none. */
  readonly line: number;
  /** Undefined where nobody has written. */
  readonly by: Accessor | undefined;
  /** `tmm0.u32[2][5]`, `4 bytes at ramp+4`. */
  readonly place: string;
  readonly value: string;
  /** `copied from ...`, `calculated`. */
  readonly why: string;
  /** What went into it, where it was not copied. */
  readonly inputs: readonly Input[];
}

/** A moment to look for. */
export type Goal =
  /** The data is written, with another value or the same. */
  | { readonly kind: 'write'; readonly target: DataTarget }
  /** The value of the data changes. */
  | { readonly kind: 'change'; readonly target: DataTarget }
  /** The value becomes true: it is not 0, and was. */
  | { readonly kind: 'true'; readonly target: DataTarget }
  /** Something happens that a timeline marks so; `about` is part of its text. */
  | { readonly kind: 'event'; readonly mark: MarkKind; readonly about: string };

/** How execution is to go on. */
export type Command =
  | { readonly kind: 'continue' }
  /** `undoes`: an access to watched data that the present moment is behind counts, too. */
  | { readonly kind: 'reverse-continue'; readonly undoes?: true }
  /** The first one: stops where it is if a breakpoint says so, else it is `continue`. */
  | { readonly kind: 'begin' }
  /** `in` stops at the next place; `over` at the next in this frame or an outer one; `out` in an outer one. */
  | { readonly kind: 'in' | 'over' | 'out'; readonly by?: Granularity }
  | { readonly kind: 'back'; readonly by?: Granularity }
  /** Back into whatever came before: the end of a callee, a handler, a kernel routine; or out to where this frame was entered from. */
  | { readonly kind: 'back-in' | 'back-out' }
  /** To a place in time that may lie ahead; nothing stops it on the way. */
  | Instant
  /** Forward to where a task, or a CPU that has none, goes on; or back to where it last did. */
  | ({ readonly kind: 'to-runner' | 'back-to-runner' } & Runner)
  /** Forward to where user code begins its next instruction, or its next event, outside of the addresses of `within`. */
  | { readonly kind: 'instruction'; readonly of: Whose; readonly within?: AddressRange }
  /** Back to where it began the last one. */
  | { readonly kind: 'instruction-back'; readonly of: Whose }
  /** Forward to a moment, wherever that is. */
  | { readonly kind: 'until'; readonly moment: number }
  /** To where the goal is next reached, or was last: nothing else stops it. Not at the present moment, but with `undoes`. */
  | { readonly kind: 'seek'; readonly goal: Goal }
  | { readonly kind: 'seek-back'; readonly goal: Goal; readonly undoes?: boolean }
  /** To the moment at which the goal is reached for the `nth` time in the whole run: from 1 on, or from -1 on for the last. */
  | { readonly kind: 'seek-nth'; readonly goal: Goal; readonly nth: number }
  /** Looks through all of the run so far for where a condition holds, and comes back. */
  | { readonly kind: 'find'; readonly goal: Goal & { readonly kind: 'true' }; readonly columns: readonly DataTarget[] }
  /** To a moment that has been reached, or the nearest one to it that has been; nothing stops it on the way. */
  | { readonly kind: 'travel'; readonly moment: number }
  /** Follows the value back through copies to where it was made, and comes back. */
  | { readonly kind: 'trace-origin'; readonly target: DataTarget }
  /** Compares two moments, or these parts of them, and comes back. */
  | { readonly kind: 'compare'; readonly before: Instant; readonly after: Instant; readonly parts: readonly Compared[] }
  /** Back to when this frame was entered; `routine` names one of the kernel. */
  | { readonly kind: 'restart-frame'; readonly depth: number; readonly routine?: string }
  /** Runs to the place of this line (run to cursor); or back to the last time that it was reached. */
  | { readonly kind: 'run-to' | 'back-to'; readonly line: number };

/** A change that the user makes: part of the history from then on, so that replay repeats it. */
export type Edit =
  /** `target` is an expression that names a register, a lane, a tile element, memory, ...; both are read at `place`. */
  | { readonly kind: 'assign'; readonly target: string; readonly value: string; readonly place: ScopePlace }
  | { readonly kind: 'memory'; readonly space: number; readonly address: number; readonly bytes: Uint8Array }
  /** The flow goes on at another step, and what lies between is not executed. */
  | { readonly kind: 'jump'; readonly address: number };

/** Where in time a run is, counted in executed steps (instructions and events; kernel statements do not count). */
export interface TimePoint {
  readonly step: number;
  /** The furthest step reached so far. */
  readonly furthest: number;
  /** Moments: a finer count that also moves with every kernel statement. 0 at the start. */
  readonly moment: number;
  /** The furthest moment reached so far. */
  readonly furthestMoment: number;
}
