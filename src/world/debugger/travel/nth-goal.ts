/**
 * Goes to the k-th moment of the whole run at which a goal is reached, counted from its beginning, or from its end. One run
 * from the beginning; nothing stops it but a pause.
 */
import type { Goal, StopReason } from '../debugger-types';
import { ForwardRun, type RunParts } from './forward-run';
import { Journey } from './journey';
import { originAt } from './stepping';
import type { Work } from './work';

interface Reached {
  readonly moment: number;
  readonly reason: StopReason;
}

export class NthGoal implements Work {
  private readonly origin: number;
  private journey: Journey | undefined;
  private reason: StopReason | undefined;
  private run: ForwardRun | undefined;
  private count = 0;
  /** The latest ones, as many as are counted from the end. */
  private latest: readonly Reached[] = [];

  /** @param nth from 1 on; from the end, from -1 on downwards. */
  constructor(
    private readonly parts: RunParts,
    private readonly goal: Goal,
    private readonly nth: number,
  ) {
    const { history, stops } = parts;
    this.origin = history.moment;
    this.journey = new Journey(history, 0);
    stops.lookFor(goal);
  }

  advance(slice: number, isPaused: () => boolean): StopReason | undefined {
    if (this.journey) {
      if (!this.journey.advance(slice)) return undefined;
      this.journey = undefined;
      return this.reason;
    }
    this.run ??= this.begin();
    const reason = this.run.advance(slice, isPaused);
    if (reason?.kind === 'goal') return this.reach(reason);
    if (reason?.kind === 'end') return this.arriveFromEnd();
    return reason;
  }

  private begin(): ForwardRun {
    const { history } = this.parts;
    const command = { kind: 'seek', goal: this.goal } as const;
    return new ForwardRun(this.parts, command, originAt(history.world, history.moment));
  }

  private reach(reason: StopReason): StopReason | undefined {
    this.run = undefined;
    if (++this.count === this.nth) return reason;
    if (this.nth < 0) this.latest = [...this.latest, { moment: this.parts.history.moment, reason }].slice(this.nth);
    return undefined;
  }

  private arriveFromEnd(): undefined {
    const found = this.nth < 0 && this.count >= -this.nth ? this.latest[0] : undefined;
    this.reason = found?.reason ?? { kind: 'not-reached' };
    this.journey = new Journey(this.parts.history, found?.moment ?? this.origin);
  }
}
