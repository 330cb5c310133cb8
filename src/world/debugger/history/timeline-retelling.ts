/** Tells a timeline once more about a piece of the past, up to the moment at which the retelling begins, in slices. */
import type { Timeline } from '../../timeline/timeline';
import type { TimelineWatch } from '../../timeline/watch';
import { Journey } from '../travel/journey';
import type { History } from './history';

export class TimelineRetelling {
  /** The moment at which it began, and ends. */
  readonly origin: number;
  private journey: Journey | undefined;

  /** @param from the last moment that the timeline still knows. */
  constructor(
    private readonly history: History,
    private readonly timeline: Timeline,
    private readonly watch: TimelineWatch,
    private readonly from: number,
  ) {
    this.origin = history.moment;
    this.journey = new Journey(history, from);
  }

  /** Replays no more than about `slice` moments; true when all is told, and time is again where it was. */
  advance(slice: number): boolean {
    const { history, watch } = this;
    if (this.journey) {
      if (!this.journey.advance(slice)) return false;
      this.journey = undefined;
      watch.begin(this.from, this.timeline.lastCpus());
    }
    for (const end = Math.min(history.moment + slice, this.origin); history.moment < end; ) {
      history.forward();
      watch.look(history.moment);
      if (history.wasLong) break;
    }
    return history.moment >= this.origin;
  }
}
