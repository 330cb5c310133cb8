/** The CPU models that `machine NAME` knows. */
import type { CpuModel } from '../processor';
import { diamondRapids } from './diamond-rapids';
import { graniteRapids } from './granite-rapids';
import { sapphireRapids } from './sapphire-rapids';
import { skylakeSp } from './skylake-sp';
import { zen4 } from './zen4';

export const CPU_MODELS: readonly CpuModel[] = [sapphireRapids, graniteRapids, diamondRapids, skylakeSp, zen4];

export const DEFAULT_MODEL = sapphireRapids;
