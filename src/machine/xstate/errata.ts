/** The effects of errata on saves. A processor without errata saves as documented. */
import { type ComponentSet, XFEATURE } from '../architecture/component';
import { BEEN_IN_GUEST, erratumRow } from '../architecture/errata';
import type { Cpu } from '../cpu/cpu';

const SSE: ComponentSet = 1 << XFEATURE.SSE;
const TILES: ComponentSet = 1 << XFEATURE.XTILEDATA;
const LOSES_XMM = erratumRow('amd-1386')?.bit ?? 0;
const LOSES_TILES = erratumRow('spr4')?.bit ?? 0;

/** The components whose sections XSAVES writes. One erratum leaves out the section of XMM once. */
export function writtenByXsaves(cpu: Cpu, components: ComponentSet): ComponentSet {
  if ((cpu.errata & LOSES_XMM) === 0 || (components & SSE) === 0) return components;
  cpu.errata &= ~LOSES_XMM;
  return components & ~SSE;
}

/** The components that a save writes as if they were initial. One erratum does so once to the tiles. */
export function writtenAsInitial(cpu: Cpu, components: ComponentSet): ComponentSet {
  const isDue = (cpu.errata & LOSES_TILES) !== 0 && (cpu.errata & BEEN_IN_GUEST) !== 0;
  if (!isDue || (components & TILES) === 0) return 0;
  cpu.errata &= ~LOSES_TILES;
  return TILES;
}
