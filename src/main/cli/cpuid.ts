/** `xtrace cpuid`: what a CPU model answers to CPUID, and where its state components lie. */
import { didYouMean } from '../../language/errors/nearest';
import { FEATURE_NAMES, FEATURES, type FeatureChange, parseMachineFlag } from '../../machine/architecture/feature';
import { CPU_MODELS, DEFAULT_MODEL } from '../../machine/processor/models';
import { Processor } from '../../machine/processor/processor';
import type { Command, Invocation } from './command';
import { cpuidJson, cpuidText } from './cpuid-output';
import { describeProcessor } from './cpuid-report';
import { EXIT, type ExitStatus } from './exit-status';
import { UsageError } from './usage-error';

export const CPUID: Command = {
  name: 'cpuid',
  usage: '[MODEL] [--json]',
  summary: 'Print what a CPU model answers to CPUID, and its state components.',
  options: [{ name: 'json', summary: 'One JSON object instead of text.' }],
  run,
};

async function run({ files, options, out }: Invocation): Promise<ExitStatus> {
  const report = describeProcessor(parseMachine(files));
  out(options.json === true ? cpuidJson(report) : cpuidText(report));
  return EXIT.OK;
}

/** A model and flags as `machine` takes them, in one argument or in several. */
function parseMachine(files: readonly string[]): Processor {
  const [name = DEFAULT_MODEL.name, ...flags] = files.join(' ').split(/\s+/).filter(Boolean);
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
