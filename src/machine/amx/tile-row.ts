/** TILEMOVROW and TCVTROW* (ISE 319433, revision 062): a row of a tile to a ZMM register. */

import { colsb, MAX_COLSB, MAX_ROWS, rows } from '../architecture/tilecfg';
import type { Cpu } from '../cpu/cpu';
import { WORDS_PER_ROW, WORDS_PER_TILE } from './product';
import type { ConvertElement } from './row-convert';
import { setRestart } from './tile-state';

export interface RowMove {
  /** The destination, ZMM0-ZMM31. */
  readonly zmm: number;
  readonly tile: number;
  readonly convert: ConvertElement;
}

/**
 * Converts the elements of a row into the destination. The low four bits of `index` select the row. Elements behind the
 * row's end are 0; all elements are 0 if the tile has no such row. start_row becomes 0 in any case.
 */
export function moveRow(cpu: Cpu, { zmm, tile, convert }: RowMove, index: number): void {
  const row = index & (MAX_ROWS - 1);
  const length = row < rows(cpu.tilecfg, tile) ? colsb(cpu.tilecfg, tile) / 4 : 0;
  const target = new Int32Array(cpu.zmm.buffer, cpu.zmm.byteOffset + MAX_COLSB * zmm, WORDS_PER_ROW);
  const source = WORDS_PER_TILE * tile + WORDS_PER_ROW * row;
  for (let at = 0; at < WORDS_PER_ROW; at++) {
    target[at] = at < length ? convert(cpu.tiles32[source + at]!) : 0; // within the tile
  }
  setRestart(cpu, 0);
}
