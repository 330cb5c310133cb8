/** TILEZERO and TILERELEASE (Intel SDM vol. 2). */
import type { Cpu } from '../cpu';
import { initialiseTilecfg, initialiseTiles, setRestart, tilesWritten } from './tile-state';
import { TILE_SIZE } from './tilecfg';

/** Zeros all 1024 bytes of a tile, whatever its shape. */
export function zeroTile(cpu: Cpu, tile: number): void {
  cpu.tiles.fill(0, TILE_SIZE * tile, TILE_SIZE * (tile + 1));
  tilesWritten(cpu);
  setRestart(cpu, 0);
}

/** Both tile components to their initial state. */
export function releaseTiles(cpu: Cpu): void {
  initialiseTilecfg(cpu);
  initialiseTiles(cpu);
}
