/** The CPU models that `machine NAME` knows. The CPUID of each is a dump in `dumps`, as `machine from "FILE"` reads it. */
import type { ModelChoices } from '../../architecture/choices';
import { readCpuidDump } from '../cpuid-dump';
import type { CpuidLeaves } from '../cpuid-leaves';
import { familyAndModel, makerOf } from '../maker';
import type { CpuModel } from '../processor';
import { AMD_CHOICES, ZEN5_CHOICES } from './choices-amd';
import { INTEL_ASSUMED, INTEL_CHOICES } from './choices-intel';
import { DUMPS } from './dumps';

interface ModelRow {
  readonly title: string;
  readonly documentation: string;
  /** What it does where the manuals leave it open. */
  readonly choices: ModelChoices;
}

type ModelName = keyof typeof DUMPS;

/** In the order in which they are listed. Of each maker the first is one that was recorded. */
const ROWS: { readonly [Name in ModelName]: ModelRow } = {
  'sapphire-rapids': {
    title: 'Intel Sapphire Rapids',
    documentation: 'Intel, 2023: AMX with INT8 and BF16, XFD.',
    choices: INTEL_CHOICES,
  },
  'emerald-rapids': {
    title: 'Intel Emerald Rapids',
    documentation: 'Intel, 2023: the state of Sapphire Rapids.',
    choices: INTEL_CHOICES,
  },
  'granite-rapids': {
    title: 'Intel Granite Rapids',
    documentation:
      'Intel, 2024: the same with AMX-FP16 and AVX10.1. AMX-COMPLEX is not on all of them: `+amx-complex`.',
    choices: INTEL_ASSUMED,
  },
  'diamond-rapids': {
    title: 'Intel Diamond Rapids',
    documentation:
      'Intel, announced: APX, AVX10, AMX with COMPLEX, FP8, AVX512 and MOVRS. Put together from what is known of it.',
    choices: INTEL_ASSUMED,
  },
  'skylake-sp': {
    title: 'Intel Skylake-SP',
    documentation: 'Intel, 2017: AVX-512 and MPX; no AMX, no XFD.',
    choices: INTEL_ASSUMED,
  },
  'arrow-lake': {
    title: 'Intel Arrow Lake',
    documentation:
      'Intel, 2024, a client: neither AVX-512 nor AMX nor XFD. PKRU keeps its offset, with a hole before it.',
    choices: INTEL_ASSUMED,
  },
  zen4: {
    title: 'AMD Zen 4',
    documentation: "AMD, 2022: AVX-512 at AMD's own offsets; no AMX, no XFD.",
    choices: AMD_CHOICES,
  },
  zen5: {
    title: 'AMD Zen 5',
    documentation: 'AMD, 2024: the state of Zen 4.',
    choices: ZEN5_CHOICES,
  },
};

export const MODELS = Object.fromEntries(
  Object.entries(ROWS).map(([name, row]) => [name, modelOf(name, row, readCpuidDump(DUMPS[name as ModelName]))]),
) as Readonly<Record<ModelName, CpuModel>>; // a model for each row

export const CPU_MODELS: readonly CpuModel[] = Object.values(MODELS);

export const DEFAULT_MODEL = MODELS['sapphire-rapids'];

/**
 * A model whose choices stand for those of another processor of its maker: one of the same family, or the first of the
 * maker, which was recorded. Undefined for another maker.
 */
export function kinOf(vendor: string | undefined, family: number): CpuModel | undefined {
  const models = CPU_MODELS.filter((model) => model.vendor === vendor);
  return models.find(({ leaves }) => familyAndModel(leaves['1.0'])[0] === family) ?? models[0];
}

function modelOf(name: string, row: ModelRow, leaves: CpuidLeaves): CpuModel {
  const vendor = makerOf(leaves);
  if (!vendor) throw new Error(`the dump of ${name} is of no known maker`);
  return { name, ...row, vendor, leaves };
}
