/** Going to the beginning of a step that has been reached before, in slices. */
import type { History } from '../history/history';

export class StepJourney {
  private hasBegun = false;

  /** @param step counted from 1. */
  constructor(
    private readonly history: History,
    private readonly step: number,
  ) {}

  /** Replays at most `slice` moments; true when the step is about to begin. */
  advance(slice: number): boolean {
    const { history, step } = this;
    if (!this.hasBegun) history.turnToStep(step);
    this.hasBegun = true;
    return history.approachStep(step, slice);
  }
}
