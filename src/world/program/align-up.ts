/** Alignment of addresses. */

/** The first multiple of `alignment` that is not below `address`. */
export function alignUp(address: number, alignment: number): number {
  return Math.ceil(address / alignment) * alignment;
}
