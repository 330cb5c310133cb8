/**
 * The common parts of all tile products: operands, shapes, and the contents of C outside its shape (Intel SDM vol. 1,
 * 18.2).
 */

import { colsb, MAX_COLSB, MAX_ROWS, rows, TILE_SIZE } from '../architecture/tilecfg';
import type { Cpu } from '../cpu/cpu';
import { setRestart, tilesWritten } from './tile-state';

export const WORDS_PER_ROW = MAX_COLSB / 4;
export const WORDS_PER_TILE = TILE_SIZE / 4;

/** C += A * B, three different tiles. */
export interface ProductTiles {
  readonly c: number;
  readonly a: number;
  readonly b: number;
}

/** C is m rows of n 4-byte elements, A is m rows of k, B is k rows of n. */
export interface ProductShape {
  readonly m: number;
  readonly n: number;
  readonly k: number;
}

/** The shape of a product whose tiles have passed the checks. */
export function productShape({ tilecfg }: Cpu, { c, a }: ProductTiles): ProductShape {
  return { m: rows(tilecfg, c), n: colsb(tilecfg, c) / 4, k: colsb(tilecfg, a) / 4 };
}

/** Makes C zero outside its shape. */
export function clearOutside({ tilecfg, tiles }: Cpu, c: number): void {
  const height = rows(tilecfg, c);
  const length = colsb(tilecfg, c);
  for (let row = 0; row < MAX_ROWS; row++) {
    const start = TILE_SIZE * c + MAX_COLSB * row;
    tiles.fill(0, row < height ? start + length : start, start + MAX_COLSB);
  }
}

/** Ends every product: brings XINUSE and XMODIFIED up to date, and sets start_row to 0. */
export function productWritten(cpu: Cpu, c: number): void {
  tilesWritten(cpu, c);
  setRestart(cpu, 0);
}
