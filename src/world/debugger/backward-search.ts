/**
 * Going back to the latest moment that fulfils a condition: replay from the snapshot before, remember the last moment
 * that fulfils it, and try the stretch before that one. In slices, since a stretch can be long.
 */
import type { Passing } from '../run/plain-steps';
import type { History } from './history';

/**
 * Which moments can fulfil the condition: any; or none within a run of plain steps but the last of it, with calls and
 * returns in the run or not. Where any can, the one looked for is mostly near: the stretch looked at is short at first.
 */
export type Candidates = 'every moment' | Passing;

/** Moments of the first stretch where every moment is looked at; the next ones are twice as long each. */
const SHORT_STRETCH = 64;
/** How far before a stretch's end its way there is marked: who goes back by steps needs those places next. */
const MARKS = [16 * 1024, 1024, SHORT_STRETCH];

export class BackwardSearch {
  /** Where the stretch ends that is being searched; everything behind it has been. */
  private end: number;
  /** Where it begins; undefined before its replay. */
  private begin: number | undefined;
  private found: number | undefined;
  private readonly start: number;
  private longest: number;
  /** Of this stretch, ascending; those that lie ahead. */
  private marks: number[] = [];

  /** `accept` sees the world at a moment, with the happenings that led to it. */
  constructor(
    private readonly history: History,
    private readonly accept: () => boolean,
    private readonly candidates: Candidates,
  ) {
    this.end = history.moment;
    this.start = this.end;
    this.longest = candidates === 'every moment' ? SHORT_STRETCH : Number.POSITIVE_INFINITY;
  }

  /** How much of what lies before the start has been looked at, from 0 to 1. */
  get searched(): number {
    const inStretch = this.begin === undefined ? 0 : Math.max(0, this.history.moment - this.begin);
    return this.start === 0 ? 1 : (this.start - this.end + inStretch) / this.start;
  }

  /**
   * Replays about `slice` moments; undefined while there is more to do. At the end the world is at the moment found
   * (true), or at the start of history (false).
   */
  advance(slice: number): boolean | undefined {
    const { history } = this;
    for (let left = slice; left >= 0; ) {
      if (this.begin === undefined) {
        if (this.end === 0) {
          history.goTo(0);
          return false;
        }
        this.beginStretch();
      } else if (history.moment < this.end - 1) {
        left -= this.replay(this.begin, left);
      } else if (this.found !== undefined) {
        history.goTo(this.found);
        return true;
      } else {
        this.end = this.begin;
        this.begin = undefined;
      }
    }
    return undefined;
  }

  /** Gives up, at the earliest moment from which on everything has been searched: nothing is lost to a later search. */
  abandon(): void {
    this.history.goTo(this.end);
  }

  private beginStretch(): void {
    const snapshot = this.history.rewind(this.end);
    this.begin = Math.max(snapshot, this.end - this.longest);
    this.longest *= 2;
    this.marks = MARKS.map((distance) => this.end - distance).filter(
      (mark) => mark <= (this.begin ?? 0) && mark - snapshot > SHORT_STRETCH,
    );
    if (this.begin === snapshot) this.note();
  }

  /** Goes towards where the stretch begins, or on in it; tells by how many moments. */
  private replay(begin: number, most: number): number {
    const { history } = this;
    const from = history.moment;
    if (from < begin) this.approach(begin, most);
    else if (this.candidates === 'every moment') history.forward();
    else history.forward(this.end - 1 - from, this.candidates);
    if (history.moment >= begin) this.note();
    return history.moment - from;
  }

  /** Towards where the stretch begins, up to the next mark at most. */
  private approach(begin: number, most: number): void {
    const { history } = this;
    const [mark = begin] = this.marks;
    history.forward(Math.min(mark - history.moment, Math.max(most, 1)));
    if (history.moment !== this.marks[0]) return;
    this.marks.shift();
    history.stayNear();
  }

  private note(): void {
    if (this.accept()) this.found = this.history.moment;
  }
}
