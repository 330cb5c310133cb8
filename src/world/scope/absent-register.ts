/** Registers that a processor does not have: what it would need for them (Intel SDM vol. 1, 13.4-13.5; APX 355828, 2.1). */
import { ExpressionError } from '../../language/errors/expression-error';
import type { Feature } from '../../machine/architecture/feature';
import { FEATURES } from '../../machine/architecture/feature';
import type { RegisterRef } from '../../machine/cpu/instruction';
import type { Processor } from '../../machine/processor/processor';

/** Registers of the low half of a file are older than those of the high half. */
const LEGACY_COUNT = 16;

type Needs = (register: RegisterRef) => Feature | undefined;

const NEEDS: Partial<Record<RegisterRef['file'], Needs>> = {
  gpr: ({ index }) => (index < LEGACY_COUNT ? undefined : 'APX_F'),
  xmm: ({ index }) => (index < LEGACY_COUNT ? undefined : 'AVX512F'),
  ymm: ({ index }) => (index < LEGACY_COUNT ? 'AVX' : 'AVX512F'),
  zmm: () => 'AVX512F',
  k: () => 'AVX512F',
  tmm: () => 'AMX_TILE',
};

/** The feature without which the processor has no such register; undefined where it has the register. */
export function missingFor(processor: Processor, register: RegisterRef): Feature | undefined {
  const feature = NEEDS[register.file]?.(register);
  return feature === undefined || processor.has(feature) ? undefined : feature;
}

/** Throws `ExpressionError` where the processor has no such register. */
export function requireRegister(processor: Processor, register: RegisterRef, name: string): void {
  const feature = missingFor(processor, register);
  if (feature === undefined) return;
  const message = `The machine has no \`${name}\`: it is without \`${FEATURES[feature].flag}\`.`;
  throw new ExpressionError('absent-register', message);
}
