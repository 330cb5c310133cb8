/** Which model a recording is checked against. */
import type { CpuidResult } from '../../machine/processor/cpuid-leaves';
import { CPU_MODELS, MODELS } from '../../machine/processor/models';
import { type CpuModel, Processor } from '../../machine/processor/processor';
import { UsageError } from '../cli/usage-error';
import type { ProcessorRecord, Recording } from './records';

export interface ChosenModel {
  readonly processor: Processor;
  /** A sentence that says how the model was found. */
  readonly how: string;
}

/** Of each maker: a model whose choices were recorded, for processors that have no model of their own. */
const RECORDED: readonly CpuModel[] = [MODELS['sapphire-rapids'], MODELS.zen4];

/**
 * The model that has the number of the recorded processor; without one, its own CPUID leaves with what a processor of the
 * same maker chooses.
 *
 * @throws UsageError when the file does not name the processor, or the choices of its vendor are unknown.
 */
export function modelOf({ processor, leaves }: Recording): ChosenModel {
  const names = CPU_MODELS.map(({ name }) => name).join(', ');
  if (!processor) {
    throw new UsageError(`The recording does not say of which processor it is. Name a model with --model: ${names}.`);
  }
  const same = CPU_MODELS.find((model) => isSame(model, processor));
  if (same) return { processor: new Processor(same), how: `${same.title}, which has this number.` };
  const kin = RECORDED.find(({ vendor }) => vendor === processor.vendor);
  if (!kin) {
    const known = RECORDED.map(({ vendor }) => vendor).join(' and ');
    throw new UsageError(
      `The choices of "${processor.vendor}" are not known, only those of ${known}. Name a model with --model: ${names}.`,
    );
  }
  return {
    processor: new Processor({ ...kin, name: 'recorded', title: processor.name, leaves }),
    how: `no model has this number: its own CPUID leaves, with what ${kin.title} chooses.`,
  };
}

function isSame({ vendor, leaves }: CpuModel, processor: ProcessorRecord): boolean {
  const [family, model] = familyAndModel(leaves['1.0']);
  return vendor === processor.vendor && family === processor.family && model === processor.model;
}

/** In EAX of leaf 1 (Intel SDM vol. 2, CPUID). */
export function familyAndModel([eax]: CpuidResult = [0, 0, 0, 0]): readonly [family: number, model: number] {
  const [family, model] = [(eax >>> 8) & 0xf, (eax >>> 4) & 0xf];
  const isExtended = family === 6 || family === 15;
  return [
    family === 15 ? family + ((eax >>> 20) & 0xff) : family,
    isExtended ? (((eax >>> 16) & 0xf) << 4) | model : model,
  ];
}
