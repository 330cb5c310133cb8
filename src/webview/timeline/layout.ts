/** Where lanes lie, and what is at a place of the canvas. */
import type { TimelinePart } from '../../adapter/views/timeline';
import { weightOf } from './glyphs';
import type { Scale } from './viewport';

export type LanePart = TimelinePart['lanes'][number];
export type Mark = LanePart['marks'][number];
type Stretch = LanePart['stays'][number];

export const AXIS_HEIGHT = 20;
/** A lane. The upper band shows stays; the lower band shows the kernel's routines, or the size of the buffer. */
export const LANE = { height: 34, top: 3, stay: 15, below: 21, belowHeight: 9 } as const;
/** More lanes than anybody looks through; the page says how many are left out. */
export const MOST_LANES = 100;
/** As near as the pointer has to be, in pixels. */
const NEAR = 7;

export function heightOf(lanes: number): number {
  return AXIS_HEIGHT + Math.min(lanes, MOST_LANES) * LANE.height + 2;
}

export function laneTop(index: number): number {
  return AXIS_HEIGHT + index * LANE.height;
}

export type Hit =
  | { readonly kind: 'mark'; readonly lane: LanePart; readonly mark: Mark }
  | { readonly kind: 'stay' | 'kernel'; readonly lane: LanePart; readonly stretch: Stretch }
  | { readonly kind: 'buffer'; readonly lane: LanePart; readonly bytes: number }
  | { readonly kind: 'lane'; readonly lane: LanePart };

/** Undefined outside of all lanes. */
export function hitAt(lanes: readonly LanePart[], scale: Scale, x: number, y: number): Hit | undefined {
  const index = Math.floor((y - AXIS_HEIGHT) / LANE.height);
  const lane = lanes[index];
  if (!lane || index >= MOST_LANES) return undefined;
  const mark = nearestMark(lane, scale, x);
  if (mark) return { kind: 'mark', lane, mark };
  const moment = scale.moment(x);
  const isBelow = y - laneTop(index) >= LANE.below;
  if (isBelow && lane.kind === 'task') {
    const size = lane.buffer.findLast(([from]) => from <= moment);
    if (size) return { kind: 'buffer', lane, bytes: size[1] };
  }
  const kernel = isBelow ? stretchAt(lane.kernel, scale, x) : undefined;
  if (kernel) return { kind: 'kernel', lane, stretch: kernel };
  const stay = stretchAt(lane.stays, scale, x);
  return stay ? { kind: 'stay', lane, stretch: stay } : { kind: 'lane', lane };
}

function nearestMark({ marks }: LanePart, scale: Scale, x: number): Mark | undefined {
  let nearest: Mark | undefined;
  let best = NEAR;
  for (const mark of marks) {
    const [from, to] = [scale.x(mark.moment), scale.x(mark.until)];
    const distance = x < from ? from - x : x > to ? x - to : 0;
    const isHeavier = nearest && weightOf(mark.kind) > weightOf(nearest.kind);
    if (distance > best || (distance === best && !isHeavier)) continue;
    nearest = mark;
    best = distance;
  }
  return nearest;
}

function stretchAt(stretches: readonly Stretch[], scale: Scale, x: number): Stretch | undefined {
  return stretches.find(({ from, to }) => x >= scale.x(from) - 1 && x <= Math.max(scale.x(to), scale.x(from) + 2));
}

/** The mark before or behind a moment, in any lane. */
export function neighbour(lanes: readonly LanePart[], moment: number, direction: 1 | -1): Mark | undefined {
  let found: Mark | undefined;
  for (const { marks } of lanes) {
    for (const mark of marks) {
      const distance = (mark.moment - moment) * direction;
      if (distance <= 0) continue;
      if (!found || distance < (found.moment - moment) * direction) found = mark;
    }
  }
  return found;
}
