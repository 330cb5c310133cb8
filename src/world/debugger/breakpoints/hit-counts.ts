/**
 * How often each breakpoint has been met, as a function of time: however one came to a moment, and whenever the breakpoint was
 * set, the count there is that of all moments since the start. So a breakpoint that is set late has yet to look at the
 * moments before (`HitRecount`); going back takes hits away again by looking them up.
 */

interface Count {
  /** At which place and condition were met, ascending. */
  moments: number[];
  /** All moments up to this one have been looked at; -1 for none. */
  until: number;
}

export class HitCounts {
  private readonly counts = new Map<number, Count>();

  /** Counts hits of these breakpoints from now on, and forgets the hits of all others. */
  keep(ids: ReadonlySet<number>): void {
    for (const id of this.counts.keys()) if (!ids.has(id)) this.counts.delete(id);
    for (const id of ids) if (!this.counts.has(id)) this.counts.set(id, { moments: [], until: -1 });
  }

  /** Every breakpoint that counts has looked at all moments up to this one. */
  get until(): number {
    return Math.min(Number.POSITIVE_INFINITY, ...Array.from(this.counts.values(), ({ until }) => until));
  }

  /** The breakpoint is met at `moment`: tells its hits up to and including it. A moment is one hit, however often it is met. */
  count(id: number, moment: number): number {
    const count = this.counts.get(id);
    if (!count) return 0;
    const { moments, until } = count;
    if (moment > until && moments.at(-1) !== moment) moments.push(moment);
    return numberUpTo(moments, moment);
  }

  /** All moments behind `from`, up to `to`, have been looked at, in order. */
  passed(from: number, to: number): void {
    for (const count of this.counts.values()) if (count.until >= from && count.until < to) count.until = to;
  }

  /** What comes after `moment` will be otherwise than it was. */
  forgetAfter(moment: number): void {
    for (const count of this.counts.values()) {
      count.moments.length = numberUpTo(count.moments, moment);
      count.until = Math.min(count.until, moment);
    }
  }
}

/** How many of some ascending numbers are not greater than `limit`. */
function numberUpTo(ascending: readonly number[], limit: number): number {
  let [low, high] = [0, ascending.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    // Within bounds.
    if (ascending[middle]! <= limit) low = middle + 1;
    else high = middle;
  }
  return low;
}
