/**
 * Long work in pieces. Between two of them it hands control back, so that whoever drives it may look at the clock, answer
 * somebody, or stop for good; the result is the same as without pauses.
 */

/** Yields how much of it is done, from 0 to 1; returns the result. */
export type Pausable<T> = Generator<number, T, undefined>;

/** Items between two pauses: a matter of a millisecond. */
export const PIECE = 256;

/** All of it at once. */
export function finish<T>(work: Pausable<T>): T {
  for (;;) {
    const { done, value } = work.next();
    if (done) return value;
  }
}

/** As a part of other work, of which it takes what lies between `from` and `to`. */
export function* part<T>(work: Pausable<T>, from: number, to: number): Pausable<T> {
  for (;;) {
    const { done, value } = work.next();
    if (done) return value;
    yield from + value * (to - from);
  }
}

/** `list.map(make)`. */
export function* mapping<A, B>(list: readonly A[], make: (item: A, index: number) => B): Pausable<B[]> {
  const made: B[] = [];
  for (let index = 0; index < list.length; index++) {
    if (index % PIECE === PIECE - 1) yield index / list.length;
    made.push(make(list[index]!, index)); // in range
  }
  return made;
}
