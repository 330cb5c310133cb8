/** `machine` and `kernel`: known names, known options, values that they take. */
import { DEFAULT_MODEL } from '../../machine/processor/models';
import { Processor } from '../../machine/processor/processor';
import { requireInside } from '../data/data-bytes';
import { type Diagnostic, errorAt, warningAt } from '../errors/diagnostic';
import { atRange, ExpressionError } from '../errors/expression-error';
import { LIMITS } from '../errors/limits';
import { listed } from '../errors/nearest';
import type { Declaration, KeyValue } from '../tree/declaration';
import type { Name } from '../tree/name';
import type { Trace } from '../tree/statement';
import type { CheckContext, PolicyNames, Setting } from './check-context';
import { checkMachineOptions, checkModel } from './check-machine';
import { limited, reportTwice, unknownAt } from './unknown-option';

/** The policy of a trace that names none. */
export const DEFAULT_POLICY = 'linux';

type Machine = Declaration & { kind: 'machine' };
type Kernel = Declaration & { kind: 'kernel' };

export function checkSetting(
  trace: Trace,
  context: CheckContext,
): { readonly setting: Setting; readonly diagnostics: readonly Diagnostic[] } {
  const { policies, files } = context;
  const diagnostics: Diagnostic[] = [];
  const machine = onlyOne(trace, 'machine', diagnostics) as Machine | undefined;
  const kernel = onlyOne(trace, 'kernel', diagnostics) as Kernel | undefined;
  onlyOne(trace, 'xtrace', diagnostics);
  const processor = machine ? checkModel(machine, diagnostics, files) : new Processor(DEFAULT_MODEL);
  const cpuCount = machine ? checkMachineOptions(machine, processor, diagnostics) : 1;
  const policy = kernel ? checkKernel(kernel, context, diagnostics) : policyNamed(policies, DEFAULT_POLICY);
  const setting = {
    processor,
    machine: machine?.fromFile ? `machine from "${processor.name}"` : `machine ${processor.name}`,
    cpuCount,
    policy,
    hasNoKernel: policy?.name === 'none',
  };
  return { setting, diagnostics };
}

/** The first declaration of a kind; reports the others, as many as are read. */
function onlyOne(trace: Trace, kind: Declaration['kind'], diagnostics: Diagnostic[]): Declaration | undefined {
  let first: { readonly declaration: Declaration; readonly line: number } | undefined;
  for (const statement of trace.declarations) {
    if (statement.declaration.kind !== kind) continue;
    if (first && diagnostics.length < LIMITS.problems.most) {
      const message = `A trace has one \`${kind}\`, and line ${first.line + 1} has it. Delete one of the two.`;
      diagnostics.push(errorAt(statement.range, 'duplicate-declaration', message));
    } else {
      first ??= { declaration: statement.declaration, line: statement.line };
    }
  }
  return first?.declaration;
}

function checkKernel(
  { policy, fromFile, image, options: all }: Kernel,
  context: CheckContext,
  diagnostics: Diagnostic[],
): PolicyNames | undefined {
  const options = limited(all, ({ key }) => key, diagnostics);
  const check = image ? checkImage : fromFile ? checkFile : checkName;
  const known = check(policy, context, diagnostics);
  if (!known) return undefined;
  for (const option of options) {
    const row = known.options.find(({ name }) => name === option.key.text);
    if (row) {
      const problem = checkOptionValue(option, row);
      if (problem) diagnostics.push(problem);
    } else {
      const names = known.options.map(({ name }) => name);
      const message = `\`kernel ${known.name}\` has no option \`${option.key.text}\`.`;
      diagnostics.push(unknownAt('unknown-option', message, option.key, names));
    }
  }
  reportTwice(options, diagnostics);
  return known.configure?.(Object.fromEntries(options.map(({ key, value }) => [key.text, value]))) ?? known;
}

function checkName(policy: Name, { policies }: CheckContext, diagnostics: Diagnostic[]): PolicyNames | undefined {
  const known = policyNamed(policies, policy.text);
  if (known) return known;
  const names = policies.map(({ name }) => name);
  diagnostics.push(unknownAt('unknown-kernel', `There is no kernel policy \`${policy.text}\`.`, policy, names));
  return undefined;
}

/** Reports what keeps the file from being used. */
function checkFile(
  policy: Name,
  { readPolicy, files }: CheckContext,
  diagnostics: Diagnostic[],
): PolicyNames | undefined {
  try {
    const read = readPolicy?.(policy, files);
    for (const message of (read?.messages ?? []).slice(0, MOST_MESSAGES)) {
      diagnostics.push(errorAt(policy.range, 'bad-policy', message));
    }
    return read?.policy;
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    // A large trace is checked without files while somebody types: the run says what is wrong.
    if (error.code !== 'no-files') diagnostics.push(errorAt(error.range ?? policy.range, error.code, error.message));
    return undefined;
  }
}

/** Whether the image is there. What is in it is for a run to read. */
function checkImage(
  { text: path, range }: Name,
  { vmlinux, files }: CheckContext,
  diagnostics: Diagnostic[],
): PolicyNames | undefined {
  try {
    requireInside(path, range);
    atRange(range, () => files?.openImage?.(path));
    return vmlinux;
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    diagnostics.push(errorAt(error.range ?? range, error.code, error.message));
    return undefined;
  }
}

/** The first problems of a file: more would hide those of the trace. */
const MOST_MESSAGES = 20;

function checkOptionValue(
  { key, value, valueRange }: KeyValue,
  { values, problem }: PolicyNames['options'][number],
): Diagnostic | undefined {
  if (problem) {
    const found = problem(value);
    if (!found) return undefined;
    return found.isError
      ? errorAt(valueRange, 'bad-option-value', found.message)
      : warningAt(valueRange, 'newer-version', found.message);
  }
  if (values === 'number') {
    if (/^(0x[0-9a-f_]+|[0-9][0-9_]*)$/i.test(value)) return undefined;
    return errorAt(valueRange, 'bad-option-value', `\`${key.text}\` is a number, not \`${value}\`.`);
  }
  if (values.includes(value)) return undefined;
  const message = `\`${key.text}\` is ${listed(values)}, not \`${value}\`.`;
  return errorAt(valueRange, 'bad-option-value', message);
}

function policyNamed(policies: readonly PolicyNames[], name: string): PolicyNames | undefined {
  return policies.find((policy) => policy.name === name);
}
