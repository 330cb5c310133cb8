/** The CPU models that `machine NAME` knows. */
import type { CpuModel } from '../processor';
import { sapphireRapids } from './sapphire-rapids';
import { zen4 } from './zen4';

export const CPU_MODELS: readonly CpuModel[] = [sapphireRapids, zen4];

export const DEFAULT_MODEL = sapphireRapids;
