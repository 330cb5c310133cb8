/** The operands in the module's memory, laid out as tile registers are: 16 rows of 64 bytes (Intel SDM vol. 1, 18.1). */

/** Bytes. */
export const TILE: usize = 1024;
export const ROW: usize = 64;
export const WORD: usize = 4;
export const VECTOR: usize = 16;

/** Four-byte elements of a row. */
export const COLUMNS: i32 = 16;

/** C is replaced by the result, zero outside its shape. A and B stay. */
export const C: usize = 1024;
export const A: usize = C + TILE;
export const B: usize = A + TILE;

/** What a product makes of the elements of A and of B takes twice their place, row by row. */
export const FACTOR_ROW: usize = 2 * ROW;
export const FACTORS_A: usize = B + TILE;
export const FACTORS_B: usize = FACTORS_A + 2 * TILE;

/** Ones in those of the four elements from number `first` on that a row of `width` elements has. */
export function within(width: i32, first: i32): v128 {
  return i32x4.lt_s(i32x4(0, 1, 2, 3), i32x4.splat(width - first));
}

/** Zeros for the rows of C from number `height` on. */
export function clearRows(height: i32): void {
  for (let at: usize = C + ROW * height; at < C + TILE; at += VECTOR) v128.store(at, i32x4.splat(0));
}
