/** `machine`: known models and features, options and values that they take. */
import { ERRATA, erratumRow } from '../../machine/architecture/errata';
import { FEATURE_NAMES, FEATURES, type FeatureChange, parseMachineFlag } from '../../machine/architecture/feature';
import { lintCpuid } from '../../machine/processor/cpuid-lint';
import { CPU_MODELS, DEFAULT_MODEL } from '../../machine/processor/models';
import { type CpuModel, Processor } from '../../machine/processor/processor';
import type { TraceFiles } from '../data/data-bytes';
import { modelFromFile } from '../data/machine-file';
import { type Diagnostic, errorAt, warningAt } from '../errors/diagnostic';
import { ExpressionError } from '../errors/expression-error';
import { LIMITS } from '../errors/limits';
import { didYouMean } from '../errors/nearest';
import type { Declaration, KeyValue } from '../tree/declaration';
import type { Name } from '../tree/name';
import { limited, reportTwice, unknownAt } from './unknown-option';

type Machine = Declaration & { kind: 'machine' };

/** The processor that the line asks for, as far as it can be had. */
export function checkModel(
  { model, fromFile, flags }: Machine,
  diagnostics: Diagnostic[],
  files: TraceFiles | undefined,
): Processor {
  const known = fromFile ? checkFile(model, diagnostics, files) : checkName(model, diagnostics);
  const changes: FeatureChange[] = [];
  for (const { flag, present } of limited(flags, (item) => item.flag, diagnostics)) {
    const feature = parseMachineFlag(flag.text);
    if (feature) {
      changes.push({ feature, present });
    } else {
      const hint = didYouMean(
        flag.text,
        FEATURE_NAMES.map((name) => FEATURES[name].flag),
      );
      const message = `\`${flag.text}\` is no CPUID feature that the emulator knows.${hint}`;
      diagnostics.push(errorAt(flag.range, 'unknown-feature', message));
    }
  }
  return new Processor(known ?? DEFAULT_MODEL, changes);
}

function checkName(model: Name, diagnostics: Diagnostic[]): CpuModel | undefined {
  const known = CPU_MODELS.find(({ name }) => name === model.text);
  if (known) return known;
  const names = CPU_MODELS.map(({ name }) => name);
  diagnostics.push(unknownAt('unknown-machine', `There is no CPU model \`${model.text}\`.`, model, names));
  return undefined;
}

/** Reports what keeps the file from being used, and what is inconsistent in it. */
function checkFile(model: Name, diagnostics: Diagnostic[], files: TraceFiles | undefined): CpuModel | undefined {
  try {
    const read = modelFromFile(model, files);
    for (const message of lintCpuid(read.leaves)) {
      diagnostics.push(warningAt(model.range, 'inconsistent-cpuid', message));
    }
    return read;
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    // A large trace is checked without files while somebody types: the run says what is wrong.
    if (error.code !== 'no-files') diagnostics.push(errorAt(error.range ?? model.range, error.code, error.message));
    return undefined;
  }
}

/** The number of CPUs; reports what is wrong with any option. */
export function checkMachineOptions(machine: Machine, processor: Processor, diagnostics: Diagnostic[]): number {
  const options = limited(machine.options, ({ key }) => key, diagnostics);
  let count = 1;
  for (const option of options) {
    if (option.key.text === 'cpus') count = checkCpus(option, diagnostics) ?? count;
    else if (option.key.text === 'errata') checkErratum(option, processor, diagnostics);
    else {
      const message = `\`machine\` has no option \`${option.key.text}\`.`;
      diagnostics.push(unknownAt('unknown-option', message, option.key, ['cpus', 'errata']));
    }
  }
  reportTwice(options, diagnostics);
  return count;
}

function checkCpus({ value, valueRange }: KeyValue, diagnostics: Diagnostic[]): number | undefined {
  if (/^\d{1,3}$/.test(value) && Number(value) >= 1 && Number(value) <= LIMITS.cpus.most) return Number(value);
  const message = `The number of CPUs is from 1 to ${LIMITS.cpus.most}, not \`${value}\`.`;
  diagnostics.push(errorAt(valueRange, 'bad-option-value', message));
  return undefined;
}

function checkErratum({ value, valueRange }: KeyValue, { model }: Processor, diagnostics: Diagnostic[]): void {
  const row = erratumRow(value);
  if (row?.vendor === model.vendor) return;
  if (row) {
    const message = `\`${value}\` is an erratum of another maker's processors than \`${model.name}\`.`;
    diagnostics.push(errorAt(valueRange, 'bad-option-value', message));
    return;
  }
  const names = ERRATA.map(({ name }) => name);
  const message = `There is no erratum \`${value}\` here.`;
  diagnostics.push(unknownAt('bad-option-value', message, { text: value, range: valueRange }, names));
}
