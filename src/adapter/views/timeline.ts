/**
 * What the adapter tells the Timeline view, beyond the Debug Adapter Protocol. Types only, so that a webview can import them.
 * Time is counted in moments: an instruction, an event, a line of a kernel routine.
 */
import type { TimelinePart } from '../../world/timeline/excerpt';

export type { MarkKind } from '../../world/timeline/mark';
export type { TimelinePart };

/**
 * Custom request: a part of the run's timeline, at a level of detail. Answered at any time, also while a trace runs.
 *
 * Arguments: `TimelineAsked`. Body: `TimelineView`.
 */
export const TIMELINE_REQUEST = 'xtrace/timeline';

export interface TimelineAsked {
  /** Moments; without them, all that the run has reached. */
  readonly from?: number;
  readonly to?: number;
  /** How many things can be told apart in the whole part. */
  readonly columns: number;
}

export interface TimelineView {
  /** The moment that the run is at. */
  readonly present: number;
  /** The furthest moment that it has reached. */
  readonly end: number;
  readonly part: TimelinePart;
}

/** Custom request with `moment`: goes to a moment that the run has reached. A `stopped` event follows. */
export const TRAVEL_TO_REQUEST = 'xtrace/travelTo';
