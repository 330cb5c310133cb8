/**
 * LDTILECFG, STTILECFG, TILELOADD, TILELOADDT1 and TILESTORED (Intel SDM vol. 2): tiles to and from memory, row by
 * row, with start_row telling where to go on after a fault.
 */
import type { Cpu } from '../cpu';
import { Fault } from '../exception';
import type { MemoryRef } from '../instruction';
import { imageAddress, rowAddresses } from './tile-address';
import { initialiseTilecfg, initialiseTiles, setRestart, tilecfgWritten, tilesWritten } from './tile-state';
import { colsb, MAX_COLSB, palette, rows, startRow, TILE_SIZE, TILECFG_SIZE, tilecfgProblem } from './tilecfg';

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
 * TILELOADD and TILELOADDT1. Rows before start_row stay; all others are zeroed before the first read, so a fault in
 * row r leaves the rows from r on zero, and r in start_row.
 */
export function loadTile(cpu: Cpu, tile: number, memory: MemoryRef): void {
  const { tilecfg, tiles, access } = cpu;
  const first = startRow(tilecfg);
  const length = colsb(tilecfg, tile);
  const addressOf = rowAddresses(cpu, memory, length);
  tiles.fill(0, TILE_SIZE * tile + MAX_COLSB * first, TILE_SIZE * (tile + 1));
  try {
    eachRow(cpu, first, rows(tilecfg, tile), (row) => {
      cpu.memory.readInto(access, addressOf(row), tiles, TILE_SIZE * tile + MAX_COLSB * row, length);
    });
  } finally {
    tilesWritten(cpu);
  }
}

/** TILESTORED: the configured bytes of each row from start_row on; a row that faults is not written at all. */
export function storeTile(cpu: Cpu, tile: number, memory: MemoryRef): void {
  const { tilecfg, tiles, access } = cpu;
  const length = colsb(tilecfg, tile);
  const addressOf = rowAddresses(cpu, memory, length);
  eachRow(cpu, startRow(tilecfg), rows(tilecfg, tile), (row) => {
    const at = TILE_SIZE * tile + MAX_COLSB * row;
    cpu.memory.write(access, addressOf(row), tiles.subarray(at, at + length));
  });
}

/** Transfers rows [first, count); on a fault start_row names the row to go on with, at the end it is 0. */
function eachRow(cpu: Cpu, first: number, count: number, transfer: (row: number) => void): void {
  for (let row = first; row < count; row++) {
    try {
      transfer(row);
    } catch (fault) {
      setRestart(cpu, row);
      throw fault;
    }
  }
  setRestart(cpu, 0);
}
