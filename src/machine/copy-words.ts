/** Copying 32-bit words between typed arrays: the inner loop of everything that moves extended state. */

/** From here on a call of the engine's copy routine costs less than a loop. */
const LONG = 128;

/** Copies `count` words; the ranges lie in different arrays. */
export function copyWords(source: Int32Array, from: number, target: Int32Array, to: number, count: number): void {
  if (count >= LONG) {
    target.set(source.subarray(from, from + count), to);
    return;
  }
  // Four at a time: vector registers are copied in many short pieces, where the loop itself is most of the work.
  let index = 0;
  for (; index + 4 <= count; index += 4) {
    target[to + index] = source[from + index]!; // both hold the range
    target[to + index + 1] = source[from + index + 1]!;
    target[to + index + 2] = source[from + index + 2]!;
    target[to + index + 3] = source[from + index + 3]!;
  }
  for (; index < count; index++) target[to + index] = source[from + index]!;
}
