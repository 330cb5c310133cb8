/** The answers of each maker's processors, for a model that is known by its CPUID leaves alone. */
import type { ModelChoices } from '../../src/machine/architecture/choices';
import { AMD_CHOICES } from '../../src/machine/processor/models/choices-amd';
import { INTEL_CHOICES } from '../../src/machine/processor/models/choices-intel';
import type { CpuModel } from '../../src/machine/processor/processor';

export const CHOICES_BY_MAKER: Readonly<Record<CpuModel['vendor'], ModelChoices>> = {
  GenuineIntel: INTEL_CHOICES,
  AuthenticAMD: AMD_CHOICES,
};
