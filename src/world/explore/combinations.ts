/** Which things are tried together, and in which order: the same for the same numbers and seed. */

/**
 * Each by itself first, in order; then pairs, then three of them, up to `depth`. Where the budget does not reach all of a
 * size, it takes them from all over, in an order that the seed decides.
 *
 * @param count how many things there are.
 * @returns indices, ascending, for each try.
 */
export function* combinations(
  count: number,
  { depth, budget, seed }: { readonly depth: number; readonly budget: number; readonly seed: number },
): Generator<readonly number[], void, undefined> {
  let left = budget;
  for (let size = 1; size <= Math.min(depth, count) && left > 0; size++) {
    const all = choose(count, size);
    const wanted = Math.min(all, left);
    const stride = wanted === all ? 1 : strideFor(all);
    for (let index = 0; index < wanted; index++) {
      const at = stride === 1 ? index : (seed + index * stride) % all;
      yield combination(at, count, size);
    }
    left -= wanted;
  }
}

/** How many there are with up to `depth` things. */
export function numberOfCombinations(count: number, depth: number): number {
  let sum = 0;
  for (let size = 1; size <= Math.min(depth, count); size++) sum += choose(count, size);
  return sum;
}

/** C(n, k). Exact below 2^53. */
function choose(n: number, k: number): number {
  let result = 1;
  for (let index = 1; index <= k; index++) result = (result * (n - k + index)) / index;
  return Math.round(result);
}

/** The one of number `at` in lexical order. */
function combination(at: number, count: number, size: number): readonly number[] {
  const chosen: number[] = [];
  let left = at;
  let next = 0;
  for (let open = size; open > 0; open--) {
    for (;;) {
      const behind = choose(count - next - 1, open - 1);
      if (left < behind) break;
      left -= behind;
      next++;
    }
    chosen.push(next++);
  }
  return chosen;
}

/** About the golden section, with no divisor in common. */
function strideFor(all: number): number {
  let stride = Math.max(1, Math.floor(all * 0.6180339887));
  while (divisor(stride, all) !== 1) stride++;
  return stride;
}

function divisor(a: number, b: number): number {
  return b === 0 ? a : divisor(b, a % b);
}
