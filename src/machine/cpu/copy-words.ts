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

/**
 * Copies `count` pieces of `words` words, `fromStride` apart in `source` and `toStride` apart in `target`, which are different
 * arrays.
 */
export function copyPieces(
  source: Int32Array,
  from: number,
  fromStride: number,
  target: Int32Array,
  to: number,
  toStride: number,
  count: number,
  words: number,
): void {
  if (fromStride === words && toStride === words) return copyWords(source, from, target, to, count * words);
  if (count === 1 || words % 4 !== 0) {
    for (let piece = 0; piece < count; piece++) {
      copyWords(source, from + piece * fromStride, target, to + piece * toStride, words);
    }
    return;
  }
  let [first, place] = [from, to];
  for (let piece = 0; piece < count; piece++) {
    for (let word = 0; word < words; word += 4) {
      target[place + word] = source[first + word]!; // both hold all pieces
      target[place + word + 1] = source[first + word + 1]!;
      target[place + word + 2] = source[first + word + 2]!; // as above
      target[place + word + 3] = source[first + word + 3]!;
    }
    first += fromStride;
    place += toStride;
  }
}
