/**
 * Finds the latest moment of the past that fulfils a condition. The stretches between snapshots are searched from the
 * latest to the earliest. Within a stretch time only runs forward: the stretch is replayed, and the last moment that
 * fulfils the condition counts. Stretches can be long, so the search goes in slices.
 */
import type { Passing } from '../../run/plain-steps';
import type { History } from '../history/history';

/**
 * The moments that can fulfil the condition. `every moment`: all of them. `plain` and `calls`: of a run of plain steps
 * (with `calls`, of calls and returns, too) only the last moment. Where every moment can, the wanted one is mostly near,
 * so the first stretch is short.
 */
export type Candidates = 'every moment' | Passing;

/** Moments of the first stretch where every moment is looked at; each further stretch is twice as long. */
const SHORT_STRETCH = 64;
/** Distances from a stretch's end at which the search leaves a snapshot on its way: stepping back needs those places next. */
const MARKS = [16 * 1024, 1024, SHORT_STRETCH];

export class BackwardSearch {
  /** The first moment that has been searched; all later ones have been, too. */
  private end: number;
  /** The first moment of the stretch to look at; undefined before its replay. */
  private begin: number | undefined;
  /** The latest moment of this stretch that fulfils the condition, as far as it has been replayed. */
  found: number | undefined;
  private readonly start: number;
  private longest: number;
  /** Moments of this stretch that are still to get a snapshot, ascending. */
  private marks: number[] = [];

  /** `accept` sees the world at a moment, with the happenings and accesses that led to it. */
  constructor(
    private readonly history: History,
    private readonly accept: () => boolean,
    private readonly candidates: Candidates,
    /** The first moment that is not looked at. */
    end: number,
  ) {
    this.end = end;
    this.start = this.end;
    this.longest = candidates === 'every moment' ? SHORT_STRETCH : Number.POSITIVE_INFINITY;
  }

  /** How much of what lies before the start has been looked at, from 0 to 1. */
  get searched(): number {
    const inStretch = this.begin === undefined ? 0 : Math.max(0, this.history.moment - this.begin);
    return this.start === 0 ? 1 : (this.start - this.end + inStretch) / this.start;
  }

  /**
   * Where a search that is given up has to leave the run: everything from that moment on has been searched, so the next
   * search misses nothing.
   */
  get resumesAt(): number {
    return this.end;
  }

  /** Replays about `slice` moments; true when the search is over: `found` then says what it has found. */
  advance(slice: number): boolean {
    const { history } = this;
    for (let left = slice; left >= 0; ) {
      if (this.begin === undefined) {
        if (this.end === 0) return true;
        this.beginStretch();
      } else if (history.moment < this.end - 1) {
        left -= this.replay(this.begin, Math.max(left, 1));
        if (history.wasLong) return false;
      } else if (this.found !== undefined) {
        return true;
      } else {
        this.end = this.begin;
        this.begin = undefined;
      }
    }
    return false;
  }

  /** A snapshot does not say what was accessed on the way to it: its own moment is the last one of the stretch before. */
  private beginStretch(): void {
    const last = this.end - 1;
    const snapshot = this.history.rewind(Math.max(last, 1));
    const first = snapshot === 0 ? 0 : snapshot + 1;
    this.begin = Math.max(first, this.end - this.longest);
    this.longest *= 2;
    this.marks = MARKS.map((distance) => this.end - distance).filter(
      (mark) => mark <= (this.begin ?? 0) && mark - snapshot > SHORT_STRETCH,
    );
    if (this.begin === snapshot) this.note();
  }

  /** Goes towards the beginning of the stretch, or through it, by at most `most` moments; tells by how many. */
  private replay(begin: number, most: number): number {
    const { history } = this;
    const from = history.moment;
    if (from < begin) this.approach(begin, most);
    else if (this.candidates === 'every moment') history.forward();
    else history.forward(Math.min(this.end - 1 - from, most), this.candidates);
    if (history.moment >= begin) this.note();
    return history.moment - from;
  }

  /** Towards the beginning of the stretch, up to the next mark at most. */
  private approach(begin: number, most: number): void {
    const { history } = this;
    const [mark = begin] = this.marks;
    history.forward(Math.min(mark - history.moment, most));
    if (history.moment !== this.marks[0]) return;
    this.marks.shift();
    history.stayNear();
  }

  private note(): void {
    if (this.accept()) this.found = this.history.moment;
  }
}
