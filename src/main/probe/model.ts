/** Which model a recording is checked against. */
import { familyAndModel, MAKERS } from '../../machine/processor/maker';
import { CPU_MODELS, kinOf } from '../../machine/processor/models';
import { type CpuModel, Processor } from '../../machine/processor/processor';
import { UsageError } from '../cli/usage-error';
import type { ProcessorRecord, Recording } from './records';

export interface ChosenModel {
  readonly processor: Processor;
  /** A sentence that says how the model was found. */
  readonly how: string;
}

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
  const kin = kinOf(processor.vendor, processor.family);
  if (!kin) {
    const known = MAKERS.join(' and ');
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
