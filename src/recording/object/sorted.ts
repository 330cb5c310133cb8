/** Looking something up in a list that is sorted. */

/** The index of the last element whose number is at most `wanted`; -1 where there is none. `numberOf` ascends. */
export function lastAtMost<T>(list: readonly T[], wanted: number, numberOf: (element: T) => number): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const element = list[middle]!; // within the list
    if (numberOf(element) <= wanted) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
