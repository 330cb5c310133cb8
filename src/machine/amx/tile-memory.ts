/**
 * LDTILECFG, STTILECFG, TILELOADD, TILELOADDT1 and TILESTORED (Intel SDM vol. 2): tiles to and from memory, row by
 * row, with start_row telling where to go on after a fault.
 */
import type { LinearAddress } from '../address';
import { copyWords } from '../copy-words';
import type { Cpu } from '../cpu';
import { Fault } from '../exception';
import type { MemoryRef } from '../instruction';
import { offsetOf, PAGE_SIZE, type Page } from '../memory';
import { WORDS_PER_ROW, WORDS_PER_TILE } from './product';
import { imageAddress, rowAddresses } from './tile-address';
import { initialiseTilecfg, initialiseTiles, setRestart, tilecfgWritten, tilesWritten } from './tile-state';
import { colsb, MAX_COLSB, palette, rows, startRow, TILECFG_SIZE, tilecfgProblem } from './tilecfg';

/** LDTILECFG: installs the image at `memory`, with all tiles zeroed. #GP(0) when it is not valid. */
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

/** STTILECFG: the image as it is, start_row included; 64 zero bytes when tiles are not configured. */
export function storeTilecfg(cpu: Cpu, memory: MemoryRef): void {
  cpu.memory.write(cpu.access, imageAddress(cpu, memory, TILECFG_SIZE), cpu.tilecfg);
}

/**
 * TILELOADD, TILELOADDT1 and their kin. Rows before start_row stay; all others are zeroed before the first read, so a
 * fault in row r leaves the rows from r on zero, and r in start_row.
 */
export function loadTile(cpu: Cpu, tile: number, memory: MemoryRef): void {
  cpu.tiles32.fill(0, WORDS_PER_TILE * tile + WORDS_PER_ROW * startRow(cpu.tilecfg), WORDS_PER_TILE * (tile + 1));
  try {
    transferRows(cpu, tile, memory, LOAD);
  } finally {
    tilesWritten(cpu, tile);
  }
}

/** TILESTORED: the configured bytes of each row from start_row on; a row that faults is not written at all. */
export function storeTile(cpu: Cpu, tile: number, memory: MemoryRef): void {
  transferRows(cpu, tile, memory, STORE);
}

/** One direction of transfer, for some rows that lie in a page of memory as they do in the tile, or for any one. */
interface Transfer {
  readonly page: (cpu: Cpu, address: LinearAddress) => Page;
  readonly words: (page: Page, first: number, cpu: Cpu, at: number, count: number) => void;
  readonly bytes: (cpu: Cpu, address: LinearAddress, at: number, length: number) => void;
}

const LOAD: Transfer = {
  page: ({ memory, access }, address) => memory.readable(access, address),
  words: ({ words }, first, { tiles32 }, at, count) => copyWords(words, first, tiles32, at, count),
  bytes: ({ memory, access, tiles }, address, at, length) => memory.readInto(access, address, tiles, at, length),
};

const STORE: Transfer = {
  page: ({ memory, access }, address) => memory.writable(access, address),
  words: ({ words }, first, { tiles32 }, at, count) => copyWords(tiles32, at, words, first, count),
  bytes: ({ memory, access, tiles }, address, at, length) =>
    memory.write(access, address, tiles.subarray(at, at + length)),
};

/**
 * The rows from start_row on. On a fault start_row names the row to go on with, at the end it is 0. A page is looked up
 * once for the rows in it: nothing that an instruction does can take it away between two rows.
 */
function transferRows(cpu: Cpu, tile: number, memory: MemoryRef, transfer: Transfer): void {
  const { tilecfg } = cpu;
  const end = rows(tilecfg, tile);
  const length = colsb(tilecfg, tile);
  const addresses = rowAddresses(cpu, memory, length);
  const { stride } = addresses;
  const areAdjacent = stride === MAX_COLSB && length === MAX_COLSB;
  let row = startRow(tilecfg);
  try {
    let page: Page | undefined;
    let offset = 0;
    while (row < end) {
      const at = WORDS_PER_TILE * tile + WORDS_PER_ROW * row;
      if (!page || !fits(offset, length)) {
        const address = addresses.of(row);
        offset = offsetOf(address);
        page = fits(offset, length) ? transfer.page(cpu, address) : undefined;
        if (!page) transfer.bytes(cpu, address, 4 * at, length);
      }
      const count = page && areAdjacent ? Math.min(end - row, Math.floor((PAGE_SIZE - offset) / length)) : 1;
      if (page) transfer.words(page, offset >> 2, cpu, at, (count * length) / 4);
      row += count;
      offset += count * stride;
    }
  } catch (fault) {
    setRestart(cpu, row);
    throw fault;
  }
  setRestart(cpu, 0);
}

/** Whether a row at this place in a page is whole words of that page. */
function fits(offset: number, length: number): boolean {
  return offset >= 0 && offset + length <= PAGE_SIZE && (offset & 3) === 0;
}
