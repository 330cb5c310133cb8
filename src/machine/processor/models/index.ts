/** The CPU models that `machine NAME` knows. */
import type { CpuModel } from '../processor';
import { arrowLake } from './arrow-lake';
import { diamondRapids } from './diamond-rapids';
import { emeraldRapids } from './emerald-rapids';
import { graniteRapids } from './granite-rapids';
import { sapphireRapids } from './sapphire-rapids';
import { skylakeSp } from './skylake-sp';
import { zen4 } from './zen4';
import { zen5 } from './zen5';

export const CPU_MODELS: readonly CpuModel[] = [
  sapphireRapids,
  emeraldRapids,
  graniteRapids,
  diamondRapids,
  skylakeSp,
  arrowLake,
  zen4,
  zen5,
];

export const DEFAULT_MODEL = sapphireRapids;
