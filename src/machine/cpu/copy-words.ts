/** Copying 32-bit words between typed arrays: the inner loop of everything that moves extended state. */

/** From here on a call of the engine's copy routine costs less than a loop. */
const LONG = 128;

/** Copies `count` words; the ranges lie in different arrays. */
export function copyWords(source: Int32Array, from: number, target: Int32Array, to: number, count: number): void {
  if (count >= LONG) {
    // A view costs about as much as copying a page: none for a whole array.
    target.set(count === source.length ? source : source.subarray(from, from + count), to);
    return;
  }
  // Four at a time: vector registers are copied in many short pieces, where the loop itself is most of the work.
  let index = 0;
  for (; index + 4 <= count; index += 4) {
    target[to + index] = source[from + index]!; // both hold the range
    target[to + index + 1] = source[from + index + 1]!;
    target[to + index + 2] = source[from + index + 2]!; // the caller stays within both arrays
    target[to + index + 3] = source[from + index + 3]!;
  }
  for (; index < count; index++) target[to + index] = source[from + index]!; // the caller stays within both arrays
}

/** Rows of words: where the first begins, and how many words later the next one does. */
export interface WordRows {
  readonly words: Int32Array;
  readonly at: number;
  readonly stride: number;
}

/** Copies `rows` rows of `count` words, one after the other; they lie in different arrays. */
export function copyRows(source: WordRows, target: WordRows, rows: number, count: number): void {
  if (source.stride === count && target.stride === count) {
    copyWords(source.words, source.at, target.words, target.at, rows * count);
    return;
  }
  for (let row = 0; row < rows; row++) {
    copyWords(source.words, source.at + row * source.stride, target.words, target.at + row * target.stride, count);
  }
}
