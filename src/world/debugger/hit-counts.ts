/**
 * How often each breakpoint has been met, as a function of time: going back takes hits away again, and passing them a
 * second time counts them once.
 */
export class HitCounts {
  /** Moments at which a breakpoint's place and condition were met, ascending, by breakpoint id. */
  private readonly moments = new Map<number, number[]>();

  /** Counts a hit at `moment` and tells the hits up to and including it. */
  count(id: number, moment: number): number {
    const moments = this.moments.get(id) ?? [];
    this.moments.set(id, moments);
    const last = moments.at(-1);
    if (last === undefined || last < moment) return moments.push(moment);
    return moments.filter((hit) => hit <= moment).length;
  }

  keep(ids: ReadonlySet<number>): void {
    for (const id of this.moments.keys()) if (!ids.has(id)) this.moments.delete(id);
  }

  /** What comes after `moment` will be otherwise than it was. */
  forgetAfter(moment: number): void {
    for (const [id, moments] of this.moments) {
      const kept = moments.filter((hit) => hit <= moment);
      this.moments.set(id, kept);
    }
  }
}
