/**
 * Long work in pieces. Between two pieces the work returns control to its caller, which may look at the clock, answer a
 * request, or abandon the work. Pauses do not change the result.
 */

/** Yields the fraction of the work that is done, from 0 to 1; returns the result. */
export type Pausable<T> = Generator<number, T, undefined>;

/** Items between two pauses: about a millisecond of work. */
export const PIECE = 256;

/** Does all of the work at once. */
export function finish<T>(work: Pausable<T>): T {
  for (;;) {
    const { done, value } = work.next();
    if (done) return value;
  }
}

/** Runs `work` as a part of other work: the progress of `work` maps to the range from `from` to `to`. */
export function* part<T>(work: Pausable<T>, from: number, to: number): Pausable<T> {
  for (;;) {
    const { done, value } = work.next();
    if (done) return value;
    yield from + value * (to - from);
  }
}
