/**
 * LDTILECFG, STTILECFG, TILELOADD, TILELOADDT1 and TILESTORED (Intel SDM vol. 2): tiles to and from memory, row by row.
 * After a fault, start_row holds the row at which the instruction continues.
 */

import { Fault } from '../architecture/exception';
import type { LinearAddress } from '../architecture/linear-address';
import { OFFSET } from '../architecture/register-file';
import {
  colsb,
  MAX_COLSB,
  MAX_ROWS,
  palette,
  rows,
  startRow,
  TILECFG_SIZE,
  tilecfgProblem,
} from '../architecture/tilecfg';
import type { Cpu } from '../cpu/cpu';
import type { MemoryRef } from '../cpu/instruction';
import type { AccessDirection } from '../cpu/observer';
import { offsetOf, PAGE_SIZE, type Page } from '../cpu/page';
import { copyOut, copyPieces, type WordBlock } from '../cpu/word-block';
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
  const { tilecfg } = cpu;
  const isFull = rows(tilecfg, tile) === MAX_ROWS && colsb(tilecfg, tile) === MAX_COLSB;
  if (!isFull) clearRows(cpu, tile); // of a full tile, all is loaded
  try {
    transferRows(cpu, tile, memory, LOAD);
  } catch (fault) {
    clearRows(cpu, tile);
    throw fault;
  } finally {
    tilesWritten(cpu, tile);
  }
}

/** The rows from start_row on. */
function clearRows({ tiles32, tilecfg }: Cpu, tile: number): void {
  tiles32.fill(0, WORDS_PER_TILE * tile + WORDS_PER_ROW * startRow(tilecfg), WORDS_PER_TILE * (tile + 1));
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
  /** Rows of `words` words: in the page from word `at` on, `stride` apart; in the registers one after the other from `row` on. */
  readonly words: (
    page: WordBlock,
    at: number,
    stride: number,
    registers: WordBlock,
    row: number,
    rows: number,
    words: number,
  ) => void;
  readonly bytes: (cpu: Cpu, address: LinearAddress, at: number, length: number) => void;
}

const LOAD: Transfer = {
  direction: 'read',
  page: ({ memory, access }, address) => memory.readable(access, address),
  words: (page, at, stride, registers, row, rows, words) =>
    stride === words && words === WORDS_PER_ROW
      ? copyOut(page, at, registers.words, row, rows * words)
      : copyPieces(page, at, stride, registers, row, WORDS_PER_ROW, rows, words),
  bytes: ({ memory, access, tiles }, address, at, length) => memory.readInto(access, address, tiles, at, length),
};

const STORE: Transfer = {
  direction: 'write',
  page: ({ memory, access }, address) => memory.writable(access, address),
  words: (page, at, stride, registers, row, rows, words) =>
    stride === words && words === WORDS_PER_ROW
      ? copyOut(registers, row, page.words, at, rows * words)
      : copyPieces(registers, row, WORDS_PER_ROW, page, at, stride, rows, words),
  bytes: ({ memory, access, tiles }, address, at, length) =>
    memory.write(access, address, tiles.subarray(at, at + length)),
};

/** The first word of the tiles among all registers. */
const TILES = OFFSET.tiles / 4;

/**
 * Transfers the rows from start_row on. On a fault, start_row becomes the row to continue with; at the end it is 0.
 * Each page is looked up once for all rows in it: one instruction cannot unmap the page between two rows.
 */
function transferRows(cpu: Cpu, tile: number, memory: MemoryRef, transfer: Transfer): void {
  const { tilecfg } = cpu;
  const end = rows(tilecfg, tile);
  const length = colsb(tilecfg, tile);
  const addresses = rowAddresses(cpu, memory, length);
  const { stride } = addresses;
  let row = startRow(tilecfg);
  try {
    while (row < end) {
      const address = addresses.of(row);
      const offset = offsetOf(address);
      const at = WORDS_PER_TILE * tile + WORDS_PER_ROW * row;
      const count = rowsInPage(offset, stride, length, end - row);
      if (count > 0) {
        const { block } = transfer.page(cpu, address);
        transfer.words(block, offset >> 2, stride >> 2, cpu.block, TILES + at, count, length >> 2);
        noteRows(cpu, transfer.direction, address, stride, count, length);
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

function noteRows(
  { memory, addressSpace }: Cpu,
  direction: AccessDirection,
  address: LinearAddress,
  stride: number,
  count: number,
  length: number,
): void {
  if (!memory.isWatched) return;
  for (let done = 0; done < count; done++) memory.note(direction, addressSpace, address + done * stride, length);
}

/** The number of rows, from the row at `offset` on, that are whole words of the same page; at most `most`. */
function rowsInPage(offset: number, stride: number, length: number, most: number): number {
  const room = PAGE_SIZE - length - offset;
  if ((offset & 3) !== 0 || room < 0) return 0;
  if ((stride & 3) !== 0 || Number.isNaN(stride)) return 1;
  if (stride === 0) return most;
  return Math.min(most, 1 + Math.floor(stride < 0 ? offset / -stride : room / stride));
}
