/** TILEZERO and TILERELEASE (Intel SDM vol. 2). */

import { TILE_SIZE } from '../architecture/tilecfg';
import type { Cpu } from '../cpu/cpu';
import { initialiseTilecfg, initialiseTiles, setRestart, tilesWritten } from './tile-state';

/** Zeros all 1024 bytes of a tile, whatever its shape. */
export function zeroTile(cpu: Cpu, tile: number): void {
  cpu.tiles.fill(0, TILE_SIZE * tile, TILE_SIZE * (tile + 1));
  tilesWritten(cpu);
  setRestart(cpu, 0);
}

/** Puts both tile components into their initial state. */
export function releaseTiles(cpu: Cpu): void {
  initialiseTilecfg(cpu);
  initialiseTiles(cpu);
}
