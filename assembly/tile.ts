/**
 * The operands of a product, laid out as tile registers are: 16 rows of 64 bytes (Intel SDM vol. 1, 18.1). They are three
 * different tiles, each at the address that the caller names; C is replaced by the result, zero outside its shape.
 */

/** Bytes. */
export const TILE: usize = 1024;
export const ROW: usize = 64;
export const WORD: usize = 4;
export const VECTOR: usize = 16;

/** Four-byte elements of a row. */
export const COLUMNS: i32 = 16;

/** What a product makes of the elements of A and of B: up to eight bytes for each byte of a tile. */
export const FACTORS_A: usize = 1024;
export const FACTORS_B: usize = FACTORS_A + 8 * TILE;

/** Those of pairs as binary64 numbers, behind those as binary32. */
export const DOUBLES_A: usize = FACTORS_A + 4 * TILE;
export const DOUBLES_B: usize = FACTORS_B + 4 * TILE;

/** Places for three operands, for a caller whose tiles lie in another memory. */
export const C: usize = FACTORS_B + 8 * TILE;
export const A: usize = C + TILE;
export const B: usize = A + TILE;

/** What is known of NaNs among the factors of pairs: half a tile. */
export const NANS: usize = B + TILE;

/** The values of all bytes as floating-point numbers of 8 bits: two tables. */
export const VALUES: usize = NANS + TILE;

/** Those of pairs that are not small: two tiles of each. */
export const LARGE_A: usize = VALUES + 4 * TILE;
export const LARGE_B: usize = LARGE_A + 2 * TILE;

/** Where the elements are widened to twice their size: from one row of factors to the next. */
export const FACTOR_ROW: usize = 2 * ROW;

/** Ones in those of the four elements from number `first` on that a row of `width` elements has. */
export function within(width: i32, first: i32): v128 {
  return i32x4.lt_s(i32x4(0, 1, 2, 3), i32x4.splat(width - first));
}

/** Zeros for the rows of C from number `height` on. */
export function clearRows(c: usize, height: i32): void {
  for (let at: usize = c + ROW * height; at < c + TILE; at += VECTOR) v128.store(at, i32x4.splat(0));
}
