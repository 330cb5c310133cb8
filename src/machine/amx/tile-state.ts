/**
 * What every change of tile state does beside the change: keep XINUSE and XMODIFIED true (Intel SDM vol. 1, 13.6 and
 * 18.2), restart start_row, and initialise both components.
 */
import { ZERO_TILES_IN_USE } from '../choices';
import { xfeatureMask } from '../component';
import type { Cpu } from '../cpu';
import { isConfigured, setStartRow, startRow } from './tilecfg';

const XTILECFG = xfeatureMask('XTILECFG');
const XTILEDATA = xfeatureMask('XTILEDATA');

/** To be called after a write to `cpu.tilecfg`. */
export function tilecfgWritten(cpu: Cpu): void {
  cpu.xinuse = isConfigured(cpu.tilecfg) ? cpu.xinuse | XTILECFG : cpu.xinuse & ~XTILECFG;
  cpu.xmodified |= XTILECFG;
}

/** To be called after a write to `cpu.tiles`. */
export function tilesWritten(cpu: Cpu): void {
  cpu.xinuse = ZERO_TILES_IN_USE || hasTileData(cpu) ? cpu.xinuse | XTILEDATA : cpu.xinuse & ~XTILEDATA;
  cpu.xmodified |= XTILEDATA;
}

/** All zeros, and not in use: what LDTILECFG and TILERELEASE make of the tiles. */
export function initialiseTiles(cpu: Cpu): void {
  cpu.tiles32.fill(0);
  cpu.xinuse &= ~XTILEDATA;
  cpu.xmodified |= XTILEDATA;
}

/** Palette 0: no tile has a shape. */
export function initialiseTilecfg(cpu: Cpu): void {
  cpu.tilecfg.fill(0);
  tilecfgWritten(cpu);
}

/** Where a tile load or store that meets a fault in row `row` goes on when it is executed again; 0 after success. */
export function setRestart(cpu: Cpu, row: number): void {
  if (startRow(cpu.tilecfg) === row) return;
  setStartRow(cpu.tilecfg, row);
  tilecfgWritten(cpu);
}

function hasTileData({ tiles32 }: Cpu): boolean {
  for (let word = 0; word < tiles32.length; word++) {
    if (tiles32[word] !== 0) return true;
  }
  return false;
}
