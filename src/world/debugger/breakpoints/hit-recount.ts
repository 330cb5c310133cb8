/**
 * Counts the hits of breakpoints that were set when time had already passed: one replay from the last moment that all of
 * them know to the moment at which it began, in slices.
 */
import type { World } from '../../state/world';
import type { History } from '../history/history';
import { Journey } from '../travel/journey';
import type { BreakpointIndex } from './breakpoints';
import type { HitCounts } from './hit-counts';

export class HitRecount {
  /** The moment at which it began, and ends. */
  readonly origin: number;
  /** To the moment from which hits are counted; undefined once the run is there. */
  private journey: Journey | undefined;

  /** @param breakpoints whose hits are counted */
  constructor(
    private readonly history: History,
    private readonly breakpoints: BreakpointIndex,
    private readonly hits: HitCounts,
  ) {
    this.origin = history.moment;
    this.journey = new Journey(history, Math.max(hits.until, 0));
  }

  /** Looks at no more than about `slice` moments; true when all is counted, and time is again where it was. */
  advance(slice: number): boolean {
    const { history } = this;
    if (this.journey) {
      if (!this.journey.advance(slice)) return false;
      this.journey = undefined;
      if (this.hits.until < 0) this.lookFrom(-1);
    }
    for (const end = Math.min(history.moment + slice, this.origin); history.moment < end; ) {
      const from = history.moment;
      // Nothing is met within a run of plain steps: it ends before what has a breakpoint.
      history.forward(end - from);
      this.lookFrom(from);
      if (history.wasLong) break;
    }
    return history.moment >= this.origin;
  }

  private lookFrom(before: number): void {
    this.look(this.history.world);
    this.hits.passed(before, this.history.moment);
  }

  private look(world: World): void {
    this.breakpoints.check(world, this.history.accesses, (id) => this.hits.count(id, this.history.moment));
  }
}
