/** A part of a timeline at a level of detail: what a view draws. Small, however long the run has been. */
import type { Mark, MarkKind } from './mark';
import { OPEN, type Span } from './span';
import type { Lane, Timeline } from './timeline';

export interface TimelinePart {
  /** Moments. */
  readonly from: number;
  readonly to: number;
  readonly lanes: readonly LanePart[];
  /** Moments with the step that begins there, in order: between two of them steps go on with moments, up to the second's. */
  readonly steps: readonly (readonly [moment: number, step: number])[];
}

export interface LanePart {
  /** `bookmarks`: moments with a name from the user. */
  readonly kind: 'cpu' | 'task' | 'bookmarks';
  readonly name: string;
  readonly stays: readonly Stretch[];
  readonly kernel: readonly Stretch[];
  /** The moments at which the buffer gets a size, with that size in bytes; the first may lie before the part. */
  readonly buffer: readonly (readonly [moment: number, bytes: number])[];
  readonly marks: readonly MarkPart[];
}

/** Several that are too short to be told apart have a `count`. */
interface Stretch {
  readonly from: number;
  readonly to: number;
  /** Of the first: a task, the number of a CPU, a routine. */
  readonly name: string;
  readonly count: number;
}

/** A mark, or several marks of one kind that are too close to tell apart: then the first of these marks. */
interface MarkPart extends Mark {
  readonly kind: MarkKind;
  readonly count: number;
  /** The moment of the last. */
  readonly until: number;
}

/**
 * @param end moments that the run has reached: what lasts still lasts until there.
 * @param columns how many things can be told apart in the whole part.
 */
export function timelinePart(
  timeline: Timeline,
  { from, to, end, columns }: { from: number; to: number; end: number; columns: number },
): TimelinePart {
  const grain = Math.ceil((to - from) / columns) <= 1 ? 0 : (to - from) / columns;
  return {
    from,
    to,
    lanes: timeline.lanes.map((lane) => lanePart(lane, from, to, end, grain)),
    steps: timeline.stepsWithin(from, to, grain),
  };
}

function lanePart(lane: Lane, from: number, to: number, end: number, grain: number): LanePart {
  const stretch = ({ from, to, first, count }: Span<string>): Stretch => ({
    from,
    to: to === OPEN ? Math.max(end, from) : to,
    name: first,
    count,
  });
  const marks = [...lane.marks.values()].flatMap((list) => list.within(from, to, grain));
  const [before] = lane.buffer.around(from);
  const buffer = lane.buffer.within(from, to, grain);
  return {
    kind: lane.kind,
    name: lane.name,
    stays: lane.stays.within(from, to, grain).map(stretch),
    kernel: lane.kernel.within(from, to, grain).map(stretch),
    buffer: [...(before && before.to < from ? [before] : []), ...buffer].map(({ to: moment, last }) => [moment, last]),
    marks: marks.map(({ first, count, to: until }) => ({ ...first, count, until })),
  };
}
