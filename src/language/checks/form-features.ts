/** Which features of the machine a form of an instruction needs. */
import type { Feature } from '../../machine/architecture/feature';
import { rowOfForm } from '../../machine/instructions';
import type { Processor } from '../../machine/processor/processor';

export function featuresOf(form: string): readonly Feature[] {
  return rowOfForm(form)?.features ?? [];
}

export function missingFeature(processor: Processor, features: readonly Feature[]): Feature | undefined {
  return features.find((feature) => !processor.has(feature));
}

/** Whether a machine has all that a form needs. */
export function hasForm(processor: Processor, form: string): boolean {
  return missingFeature(processor, featuresOf(form)) === undefined;
}
