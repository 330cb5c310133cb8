/** Which part of time a width shows, and how zooming and panning change that. Moments are fractional here. */

export interface Viewport {
  readonly from: number;
  readonly to: number;
}

/** Fewer moments than this are not shown: then each has room for its marks. */
const LEAST = 8;

/** The whole run. */
export function fitted(end: number): Viewport {
  return { from: 0, to: Math.max(end, LEAST) };
}

/** A `factor` below 1 shows a shorter part. The place of `moment` on the screen stays the same. */
export function zoomed(viewport: Viewport, moment: number, factor: number, end: number): Viewport {
  const span = viewport.to - viewport.from;
  const wanted = Math.min(Math.max(span * factor, LEAST), fitted(end).to);
  const share = (moment - viewport.from) / span;
  return within({ from: moment - share * wanted, to: moment + (1 - share) * wanted }, end);
}

export function panned(viewport: Viewport, moments: number, end: number): Viewport {
  return within({ from: viewport.from + moments, to: viewport.to + moments }, end);
}

/** The viewport, moved by the shortest way that brings `moment` into it. */
export function revealing(viewport: Viewport, moment: number, end: number): Viewport {
  const margin = (viewport.to - viewport.from) / 10;
  if (moment < viewport.from) return panned(viewport, moment - margin - viewport.from, end);
  if (moment > viewport.to) return panned(viewport, moment + margin - viewport.to, end);
  return viewport;
}

export function showsAll({ from, to }: Viewport, end: number): boolean {
  return from <= 0 && to >= end;
}

function within({ from, to }: Viewport, end: number): Viewport {
  const span = to - from;
  const all = fitted(end);
  const first = Math.max(all.from, Math.min(from, all.to - span));
  return { from: first, to: first + span };
}

/** Between moments and pixels. */
export interface Scale {
  readonly x: (moment: number) => number;
  readonly moment: (x: number) => number;
  readonly momentsPerPixel: number;
}

/** @param left where the first moment is. */
export function scaleOf({ from, to }: Viewport, left: number, width: number): Scale {
  const perPixel = (to - from) / Math.max(1, width);
  return {
    x: (moment) => left + (moment - from) / perPixel,
    moment: (x) => from + (x - left) * perPixel,
    momentsPerPixel: perPixel,
  };
}
