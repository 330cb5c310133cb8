/**
 * Counts the hits of breakpoints that were set when time had already passed: one replay from the last moment that all of
 * them know, in slices, and back to where it began.
 */
import type { World } from '../state/world';
import type { BreakpointIndex } from './breakpoints';
import type { History } from './history';
import type { HitCounts } from './hit-counts';

export class HitRecount {
  private readonly origin: number;
  private begun = false;

  /** `breakpoints` are those that count. */
  constructor(
    private readonly history: History,
    private readonly breakpoints: BreakpointIndex,
    private readonly hits: HitCounts,
  ) {
    this.origin = history.moment;
  }

  /** Looks at no more than about `slice` moments; true when all is counted, and time is again where it was. */
  advance(slice: number): boolean {
    const { history } = this;
    if (!this.begun) this.begin();
    for (const end = history.moment + slice; history.moment < Math.min(end, this.origin); ) {
      const from = history.moment;
      // Nothing is met within a run of plain steps: it ends before what has a breakpoint.
      history.forward(this.origin - from);
      this.look(history.world);
      this.hits.passed(from, history.moment);
    }
    return history.moment >= this.origin;
  }

  /** Back to where it began; what has been counted stays counted. */
  abandon(): void {
    this.history.goTo(this.origin);
  }

  private begin(): void {
    this.begun = true;
    const known = this.hits.until;
    this.history.goTo(Math.max(known, 0));
    if (known >= 0) return;
    this.look(this.history.world);
    this.hits.passed(-1, 0);
  }

  private look(world: World): void {
    this.breakpoints.check(world, (id) => this.hits.count(id, this.history.moment));
  }
}
