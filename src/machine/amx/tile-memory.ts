/**
 * LDTILECFG, STTILECFG, TILELOADD, TILELOADDT1 and TILESTORED (Intel SDM vol. 2): tiles to and from memory, row by row.
 * After a fault, start_row holds the row at which the instruction continues.
 */

import { Fault } from '../architecture/exception';
import type { LinearAddress } from '../architecture/linear-address';
import { colsb, palette, rows, startRow, TILECFG_SIZE, tilecfgProblem } from '../architecture/tilecfg';
import { copyPieces } from '../cpu/copy-words';
import type { Cpu } from '../cpu/cpu';
import type { MemoryRef } from '../cpu/instruction';
import type { AccessDirection } from '../cpu/observer';
import { offsetOf, PAGE_SIZE, type Page } from '../cpu/page';
import { WORDS_PER_ROW, WORDS_PER_TILE } from './product';
import { imageAddress, rowAddresses } from './tile-address';
import { initialiseTilecfg, initialiseTiles, setRestart, tilecfgWritten, tilesWritten } from './tile-state';

/** LDTILECFG: installs the image at `memory` and zeros all tiles. Raises #GP(0) for an invalid image. */
export function loadTilecfg(cpu: Cpu, memory: MemoryRef): void {
  const image = cpu.memory.read(cpu.access, imageAddress(cpu, memory, TILECFG_SIZE), TILECFG_SIZE);
  const problem = tilecfgProblem(image);
  if (problem) throw new Fault('#GP', { errorCode: 0, why: `the tile configuration is not valid: ${problem}` });
  if (palette(image) === 0) {
    initialiseTilecfg(cpu);
  } else {
    cpu.tilecfg.set(image);
    tilecfgWritten(cpu);
  }
  initialiseTiles(cpu);
}

/** STTILECFG: stores the image, start_row included; 64 zero bytes when tiles are not configured. */
export function storeTilecfg(cpu: Cpu, memory: MemoryRef): void {
  cpu.memory.write(cpu.access, imageAddress(cpu, memory, TILECFG_SIZE), cpu.tilecfg);
}

/**
 * TILELOADD, TILELOADDT1 and the other tile loads. Rows before start_row stay; all other rows are zeroed before the
 * first read. A fault in row r therefore leaves zeros in the rows from r on, and r in start_row.
 */
export function loadTile(cpu: Cpu, tile: number, memory: MemoryRef): void {
  cpu.tiles32.fill(0, WORDS_PER_TILE * tile + WORDS_PER_ROW * startRow(cpu.tilecfg), WORDS_PER_TILE * (tile + 1));
  try {
    transferRows(cpu, tile, memory, LOAD);
  } finally {
    tilesWritten(cpu, tile);
  }
}

/** TILESTORED: stores the configured bytes of each row from start_row on; a row that faults is not written at all. */
export function storeTile(cpu: Cpu, tile: number, memory: MemoryRef): void {
  transferRows(cpu, tile, memory, STORE);
}

/**
 * One direction of transfer: a function for rows that lie in one page as whole words, and a function for any other row.
 */
interface Transfer {
  readonly direction: AccessDirection;
  readonly page: (cpu: Cpu, address: LinearAddress) => Page;
  /** Rows of `count` words: in the page from word `at` on, `stride` apart; in the tiles one after the other from `row` on. */
  readonly words: (
    page: Int32Array,
    at: number,
    stride: number,
    tiles: Int32Array,
    row: number,
    rows: number,
    count: number,
  ) => void;
  readonly bytes: (cpu: Cpu, address: LinearAddress, at: number, length: number) => void;
}

const LOAD: Transfer = {
  direction: 'read',
  page: ({ memory, access }, address) => memory.readable(access, address),
  words: (page, at, stride, tiles, row, rows, count) =>
    copyPieces(page, at, stride, tiles, row, WORDS_PER_ROW, rows, count),
  bytes: ({ memory, access, tiles }, address, at, length) => memory.readInto(access, address, tiles, at, length),
};

const STORE: Transfer = {
  direction: 'write',
  page: ({ memory, access }, address) => memory.writable(access, address),
  words: (page, at, stride, tiles, row, rows, count) =>
    copyPieces(tiles, row, WORDS_PER_ROW, page, at, stride, rows, count),
  bytes: ({ memory, access, tiles }, address, at, length) =>
    memory.write(access, address, tiles.subarray(at, at + length)),
};

/**
 * Transfers the rows from start_row on. On a fault, start_row becomes the row to continue with; at the end it is 0.
 * Each page is looked up once for all rows in it: one instruction cannot unmap the page between two rows.
 */
function transferRows(cpu: Cpu, tile: number, memory: MemoryRef, transfer: Transfer): void {
  const { tilecfg, tiles32 } = cpu;
  const end = rows(tilecfg, tile);
  const length = colsb(tilecfg, tile);
  const { of, stride } = rowAddresses(cpu, memory, length);
  let row = startRow(tilecfg);
  try {
    while (row < end) {
      const address = of(row);
      const offset = offsetOf(address);
      const at = WORDS_PER_TILE * tile + WORDS_PER_ROW * row;
      const count = rowsInPage(offset, stride, length, end - row);
      if (count > 0) {
        const { words } = transfer.page(cpu, address);
        transfer.words(words, offset >> 2, stride >> 2, tiles32, at, count, length / 4);
        for (let done = 0; done < count; done++) {
          cpu.memory.note(transfer.direction, cpu.addressSpace, address + done * stride, length);
        }
      } else {
        transfer.bytes(cpu, address, 4 * at, length);
      }
      row += Math.max(1, count);
    }
  } catch (fault) {
    setRestart(cpu, row);
    throw fault;
  }
  setRestart(cpu, 0);
}

/** The number of rows, from the row at `offset` on, that are whole words of the same page; at most `most`. */
function rowsInPage(offset: number, stride: number, length: number, most: number): number {
  let count = 0;
  for (let at = offset; count < most && at >= 0 && at + length <= PAGE_SIZE && (at & 3) === 0; at += stride) count++;
  return count;
}
