/**
 * Going back to the latest moment that fulfils a condition: replay from the snapshot before, remember the last moment
 * that fulfils it, and try the stretch before that one. In slices, since a stretch can be long.
 */
import type { History } from './history';

export class BackwardSearch {
  /** Where the stretch ends that is being searched; everything behind it has been. */
  private end: number;
  /** Where it begins; undefined before its replay. */
  private begin: number | undefined;
  private found: number | undefined;
  private readonly start: number;

  /** `accept` sees the world at a moment, with the happenings that led to it. */
  constructor(
    private readonly history: History,
    private readonly accept: () => boolean,
  ) {
    this.end = history.moment;
    this.start = this.end;
  }

  /** How much of what lies before the start has been looked at, from 0 to 1. */
  get searched(): number {
    const inStretch = this.begin === undefined ? 0 : this.history.moment - this.begin;
    return this.start === 0 ? 1 : (this.start - this.end + inStretch) / this.start;
  }

  /**
   * Replays at most `slice` moments; undefined while there is more to do. At the end the world is at the moment found
   * (true), or at the start of history (false).
   */
  advance(slice: number): boolean | undefined {
    const { history } = this;
    for (let left = slice; ; left--) {
      if (this.begin === undefined) {
        if (this.end === 0) {
          history.goTo(0);
          return false;
        }
        this.begin = history.rewind(this.end);
        this.note();
      } else if (history.moment < this.end - 1) {
        if (left <= 0) return undefined;
        history.forward();
        this.note();
      } else if (this.found !== undefined) {
        history.goTo(this.found);
        return true;
      } else {
        this.end = this.begin;
        this.begin = undefined;
      }
    }
  }

  /** Gives up, at the earliest moment from which on everything has been searched: nothing is lost to a later search. */
  abandon(): void {
    this.history.goTo(this.end);
  }

  private note(): void {
    if (this.accept()) this.found = this.history.moment;
  }
}
