/**
 * The side effects of every change of tile state: XINUSE and XMODIFIED stay true (Intel SDM vol. 1, 13.6 and 18.2),
 * start_row restarts, and both components can be initialised.
 */
import { type ComponentSet, XFEATURE } from '../architecture/component';
import { SCALAR } from '../architecture/register-file';
import { isConfigured, setStartRow, startRow, TILE_SIZE } from '../architecture/tilecfg';
import type { Cpu } from '../cpu/cpu';

const XTILECFG: ComponentSet = 1 << XFEATURE.XTILECFG;
const XTILEDATA: ComponentSet = 1 << XFEATURE.XTILEDATA;
const WORDS_PER_TILE = TILE_SIZE / 4;

/** Call after a write to `cpu.tilecfg`. */
export function tilecfgWritten(cpu: Cpu): void {
  noteWritten(cpu, XTILECFG, isConfigured(cpu.tilecfg));
}

/**
 * Call after a write to `cpu.tiles`.
 *
 * @param tile the tile that was written: the search for non-zero data starts there.
 */
export function tilesWritten(cpu: Cpu, tile = 0): void {
  noteWritten(cpu, XTILEDATA, cpu.processor.choices.tilesInUse === 'writes' || hasTileData(cpu, tile));
}

/** Fills the tiles with zeros and marks them as not in use, as LDTILECFG and TILERELEASE do. */
export function initialiseTiles(cpu: Cpu): void {
  cpu.tiles32.fill(0);
  noteWritten(cpu, XTILEDATA, false);
}

function noteWritten(cpu: Cpu, component: ComponentSet, inUse: boolean): void {
  const others = cpu.low(SCALAR.xinuse) & ~component;
  cpu.setLow(SCALAR.xinuse, inUse ? others | component : others);
  cpu.setLow(SCALAR.xmodified, cpu.low(SCALAR.xmodified) | component);
}

/** Palette 0: no tile has a shape. */
export function initialiseTilecfg(cpu: Cpu): void {
  cpu.tilecfg.fill(0);
  tilecfgWritten(cpu);
}

/** Sets the row at which a tile load or store continues after a fault in row `row`; 0 after success. */
export function setRestart(cpu: Cpu, row: number): void {
  if (startRow(cpu.tilecfg) === row) return;
  setStartRow(cpu.tilecfg, row);
  tilecfgWritten(cpu);
}

function hasTileData({ tiles32 }: Cpu, tile: number): boolean {
  const first = WORDS_PER_TILE * tile;
  return hasData(tiles32, first, tiles32.length) || hasData(tiles32, 0, first);
}

function hasData(words: Int32Array, from: number, to: number): boolean {
  for (let word = from; word < to; word++) if (words[word] !== 0) return true;
  return false;
}
