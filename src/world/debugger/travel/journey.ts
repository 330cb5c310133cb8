/** Going to a moment that has been reached before, in slices: it can lie far behind the snapshot that it is reached from. */
import type { History } from '../history/history';

export class Journey {
  private hasBegun = false;

  constructor(
    private readonly history: History,
    readonly destination: number,
  ) {}

  /** Replays at most `slice` moments; true when the world is at its destination. */
  advance(slice: number): boolean {
    if (!this.hasBegun) this.history.turnTo(this.destination);
    this.hasBegun = true;
    return this.history.approach(this.destination, slice);
  }
}
