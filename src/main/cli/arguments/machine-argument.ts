/** A CPU model and flags, as `machine` takes them, in arguments of the command line. */
import { didYouMean } from '../../../language/errors/nearest';
import { FEATURE_NAMES, FEATURES, type FeatureChange, parseMachineFlag } from '../../../machine/architecture/feature';
import { CPU_MODELS, DEFAULT_MODEL } from '../../../machine/processor/models';
import { Processor } from '../../../machine/processor/processor';
import { UsageError } from '../usage-error';

/** A model and flags, in one argument or in several; none is the default model. */
export function parseMachine(words: readonly string[]): Processor {
  const [name = DEFAULT_MODEL.name, ...flags] = words.join(' ').split(/\s+/).filter(Boolean);
  const model = CPU_MODELS.find((candidate) => candidate.name === name.toLowerCase());
  if (model) return new Processor(model, flags.map(parseFlag));
  const names = CPU_MODELS.map((candidate) => candidate.name);
  const hint = didYouMean(name, names) || ` Known: ${names.join(', ')}.`;
  throw new UsageError(`There is no CPU model \`${name}\`.${hint}`);
}

function parseFlag(text: string): FeatureChange {
  const sign = text.charAt(0);
  if (sign !== '+' && sign !== '-') {
    throw new UsageError(`\`${text}\`: a feature is added with + or taken away with -, as in \`+amx-fp16\`.`);
  }
  const feature = parseMachineFlag(text.slice(1));
  if (feature) return { feature, present: sign === '+' };
  const flags = FEATURE_NAMES.map((each) => FEATURES[each].flag);
  throw new UsageError(`\`${text.slice(1)}\` is no CPUID feature.${didYouMean(text.slice(1), flags)}`);
}
