/** A CPU model or a dump, and flags, as `machine` takes them, in arguments of the command line. */
import { existsSync } from 'node:fs';
import type { FileLimit } from '../../../adapter/launch/file-limit';
import { UserError } from '../../../adapter/protocol/user-error';
import { MOST_DUMP_BYTES, modelOfDump } from '../../../language/data/machine-file';
import { ExpressionError } from '../../../language/errors/expression-error';
import { didYouMean } from '../../../language/errors/nearest';
import { FEATURE_NAMES, FEATURES, type FeatureChange, parseMachineFlag } from '../../../machine/architecture/feature';
import { CPU_MODELS, DEFAULT_MODEL } from '../../../machine/processor/models';
import { type CpuModel, Processor } from '../../../machine/processor/processor';
import { readRegularFile } from '../../regular-file';
import { UsageError } from '../usage-error';
import { STANDARD_INPUT } from './trace-file';

/**
 * A model or a dump, and flags, in one argument or in several; none is the default model. What is no model is a dump where
 * there is such a file; `-` is standard input.
 *
 * @throws UsageError for what is neither, and for a file that is no dump of a known maker's processor.
 */
export function parseMachine(words: readonly string[], readInput: () => Uint8Array): Processor {
  const [file = '', ...behind] = words;
  if (file === STANDARD_INPUT || (file !== '' && !modelNamed(file) && existsSync(file))) {
    return new Processor(modelIn(file, readInput), flagsIn(behind).map(parseFlag));
  }
  const [name = DEFAULT_MODEL.name, ...flags] = flagsIn(words);
  const model = modelNamed(name);
  if (model) return new Processor(model, flags.map(parseFlag));
  const names = CPU_MODELS.map((candidate) => candidate.name);
  const hint = didYouMean(name, names) || ` Known: ${names.join(', ')}. A file with a dump of CPUID would do, too.`;
  throw new UsageError(`There is no CPU model and no file \`${name}\`.${hint}`);
}

function flagsIn(words: readonly string[]): readonly string[] {
  return words.join(' ').split(/\s+/).filter(Boolean);
}

function modelNamed(name: string): CpuModel | undefined {
  return CPU_MODELS.find((candidate) => candidate.name === name.toLowerCase());
}

function modelIn(file: string, readInput: () => Uint8Array): CpuModel {
  try {
    const bytes = file === STANDARD_INPUT ? readInput() : readRegularFile(file, DUMP_LIMIT);
    return modelOfDump(file === STANDARD_INPUT ? '<stdin>' : file, bytes);
  } catch (error) {
    if (error instanceof UserError || error instanceof ExpressionError) throw new UsageError(error.message);
    throw error;
  }
}

const DUMP_LIMIT: FileLimit = { bytes: MOST_DUMP_BYTES, what: 'a dump of CPUID' };

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
