/** Words of 32 and 64 bits turned around: what hash functions and ciphers consist of. */

/** @returns 32 bits, signed. */
export function rotateLeft(value: number, by: number): number {
  return (value << by) | (value >>> (32 - by));
}

/** @returns 32 bits, signed. */
export function rotateRight(value: number, by: number): number {
  return (value >>> by) | (value << (32 - by));
}

/** @param value of 64 bits, unsigned, as the result is. */
export function rotateRight64(value: bigint, by: bigint): bigint {
  return BigInt.asUintN(64, (value >> by) | (value << (64n - by)));
}
