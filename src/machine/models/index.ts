/** The CPU models that `machine NAME` knows. */
import type { CpuModel } from '../processor';
import { sapphireRapids } from './sapphire-rapids';

export const CPU_MODELS: readonly CpuModel[] = [sapphireRapids];

export const DEFAULT_MODEL = sapphireRapids;
