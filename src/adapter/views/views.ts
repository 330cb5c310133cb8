/**
 * What the adapter tells the views of an editor, beyond the Debug Adapter Protocol: one custom request that returns a
 * whole snapshot and one custom event that says when to ask again. Types only, so that a webview can import them.
 * 64-bit masks are hex strings (`0x602e7`), sizes are bytes.
 */
import type { RegistersView } from './registers';
import type { TaskView } from './tasks';
import type { TilesView } from './tiles';

/** Custom request, no arguments; answered at any time, also while a trace runs. */
export const VIEWS_REQUEST = 'xtrace/views';

/**
 * Custom event with a `ChangedEvent` body: at every stop, and while running about ten times a second. Sent to clients that
 * have asked for views, be it before there were any.
 */
export const CHANGED_EVENT = 'xtrace/changed';

/** Custom event with a `Verdict` as its body, for VS Code: a run has come to its end, be it debugged or not. */
export const VERDICT_EVENT = 'xtrace/verdict';

export interface Verdict {
  /** `97 steps, 9 of 9 expectations, 1 #NM, 0 divergences`. */
  readonly text: string;
  readonly failed: boolean;
}

export interface ChangedEvent {
  readonly running: boolean;
}

/** Body of the response to `xtrace/views`. "Previous" and "changed" compare with the stop before this one. */
export interface ViewsSnapshot {
  readonly time: ViewsTime;
  readonly running: boolean;
  readonly registers: RegistersView;
  /** Empty on bare metal. */
  readonly tasks: readonly TaskView[];
  readonly tiles: TilesView;
  /** The tiles at the stop before; absent at the first stop. */
  readonly previousTiles?: TilesView;
}

interface ViewsTime {
  /** Executed steps. */
  readonly step: number;
  /** The furthest step reached so far. */
  readonly furthest: number;
  /** "step 41 of 97", as the stopped event says it. */
  readonly text: string;
  /** At the end of the trace. */
  readonly verdict?: Verdict;
}

/** Custom request `{ task? }`: the XSAVE areas of a task, the current one unless it is named. Answered with a `BuffersView`. */
export const BUFFERS_REQUEST = 'xtrace/buffers';

/**
 * Custom request `{ where, offset?, count, frame? }`: bytes of memory or of a register from where an expression, as the frame
 * understands it, or a memory reference leads, with what they were at the stop before and what they are part of. Answered with a `MemoryView`.
 */
export const MEMORY_REQUEST = 'xtrace/memory';

/**
 * Custom request `{ radix, variablesReference?, name? }`: in which radix variables are shown from now on, all of them or the
 * one of that name. `natural` is hex for registers and masks, decimal for counts and signed numbers. The adapter sends
 * `invalidated`.
 */
export const FORMAT_REQUEST = 'xtrace/format';

/**
 * Custom request with the arguments of `variables`: what is to be said about the same variables apart from their values. The
 * answer has `variables`, each with its `name`, its `documentation` if there is any, whether it has `changed` since the stop
 * before, and what it `was` where the value shows the difference.
 */
export const DETAILS_REQUEST = 'xtrace/details';

/** Steps back into what came before: the end of a callee, a handler, a kernel routine. */
export const BACK_INTO_REQUEST = 'xtrace/stepBackInto';
/** Steps back out of the frame, to the call that entered the frame. */
export const BACK_OUT_REQUEST = 'xtrace/stepBackOut';

/** Custom request with the `path` of a file: somebody has edited it. The console says once of a trace that the text which runs is an older one. */
export const EDITED_REQUEST = 'xtrace/edited';

/** Travels to where a value last changed, or next will: `name` of `variablesReference`, or `name` as an expression in `frameId`. */
export const LAST_CHANGE_REQUEST = 'xtrace/lastChange';
export const NEXT_CHANGE_REQUEST = 'xtrace/nextChange';
/** Follows a value back through copies to where it was made, with the same arguments; the console lists the places. Nothing moves. */
export const ORIGIN_REQUEST = 'xtrace/origin';

/**
 * Custom request with `source` and `line`, as `gotoTargets` has them: travels to the line, back to when it was last reached if it
 * lies behind, else forward. A `stopped` event follows.
 */
export const TRAVEL_REQUEST = 'xtrace/travelToLine';

/**
 * Custom request `{ before, after, parts? }`: compares two places in time as the console's `diff` writes them. A `ComparedEvent`
 * follows, and nothing moves.
 */
export const COMPARE_REQUEST = 'xtrace/compare';
export const COMPARED_EVENT = 'xtrace/compared';

export interface ComparedEvent {
  /** `From @41 (line 12) to @97 (line 30)`. */
  readonly title: string;
  /** A tree, two blanks for each level. */
  readonly lines: readonly string[];
}
