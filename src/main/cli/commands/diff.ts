/** `xtrace diff`: what differs between two moments of a trace, or between two traces. */
import {
  type Diff,
  type Difference,
  type DiffMoment,
  type DiffPlace,
  differenceLines,
  diffing,
} from '../../../library';
import { countFields, fieldsOf } from '../../../world/compare/difference';
import { readTraceFile, STANDARD_INPUT, type TraceFile } from '../arguments/trace-file';
import type { Command, Invocation, OptionValues } from '../command';
import { EXIT, type ExitStatus } from '../exit-status';
import { inBreaths } from '../running/in-breaths';
import { loadOrTell } from '../running/load-or-tell';
import { UsageError } from '../usage-error';

const END = 'end';

export const DIFF: Command = {
  name: 'diff',
  usage: 'FILE --at STEP --at STEP [--json] | FILE FILE [--at STEP [--at STEP]] [--json]',
  summary: 'Say what differs between two moments of a trace, or between two traces: registers, areas, memory, kernel.',
  options: [
    {
      name: 'at',
      value: 'STEP',
      isRepeated: true,
      summary: `The moment before that step, counted from 1, or ${END}: the two of one trace; of two traces the end unless given.`,
    },
    { name: 'all', summary: 'Show all of each group, and not only the first 16.' },
    { name: 'json', summary: 'One JSON object a difference instead of text.' },
  ],
  run,
};

async function run(invocation: Invocation): Promise<ExitStatus> {
  const { options, out, error, breathe } = invocation;
  const moments = momentsOf(invocation);
  const [first, second] = moments;
  const before = loadOrTell(first.file, error);
  const after = second.file === first.file ? before : loadOrTell(second.file, error);
  if (!before || !after) return EXIT.UNUSABLE;
  const found = await inBreaths(diffing(momentOf(before, first), momentOf(after, second)), breathe).catch(asUsage);
  out(options.json === true ? jsonText(found.differences) : diffText(found, moments, options));
  return found.differences.length === 0 ? EXIT.OK : EXIT.FAILED;
}

interface Moment {
  readonly file: TraceFile;
  /** Undefined for the end. */
  readonly step: number | undefined;
}

function momentsOf({ files, options, readInput }: Invocation): readonly [Moment, Moment] {
  const [first, second, ...more] = files;
  if (first === undefined) throw new UsageError('diff: name a trace and two moments of it, or two traces.');
  if (more.length > 0) throw new UsageError(`diff: two traces at a time: what is ${more[0]}?`);
  if (first === STANDARD_INPUT && second === STANDARD_INPUT)
    throw new UsageError('Standard input can be read only once.');
  const steps = (Array.isArray(options.at) ? options.at : []).map(stepOf);
  if (steps.length > 2) throw new UsageError('diff: --at may stand there twice, once for each moment.');
  if (second === undefined && steps.length < 2) {
    throw new UsageError(`diff: of one trace it takes two moments: --at 41 --at 97, or --at 41 --at ${END}.`);
  }
  const [before] = steps;
  const file = readTraceFile(first, readInput);
  const other = second === undefined ? file : readTraceFile(second, readInput);
  return [
    { file, step: before },
    { file: other, step: steps.length > 1 ? steps[1] : before },
  ];
}

function stepOf(text: string): number | undefined {
  if (text === END) return undefined;
  const step = /^@?\d+$/.test(text) ? Number(text.replace('@', '')) : 0;
  if (Number.isSafeInteger(step) && step > 0) return step;
  throw new UsageError(`--at takes the number of a step from 1 on, or ${END}, not "${text}".`);
}

function momentOf(trace: DiffMoment['trace'], { step }: Moment): DiffMoment {
  return { trace, ...(step === undefined ? {} : { step }) };
}

/** A run that ends before the step was asked for what it has not. */
function asUsage(problem: unknown): never {
  throw problem instanceof RangeError ? new UsageError(`--at: ${problem.message}`) : problem;
}

function diffText(
  { before, after, differences }: Diff,
  [first, second]: readonly [Moment, Moment],
  options: OptionValues,
) {
  const areTwo = first.file !== second.file;
  const title = `From ${placeText(first.file, before, areTwo)} to ${placeText(second.file, after, areTwo)}`;
  const count = countFields(differences);
  if (count === 0) return `${title}: nothing differs.\n`;
  const lines = differenceLines(differences, options.all === true ? Number.POSITIVE_INFINITY : undefined);
  return `${[`${title}: ${count} ${count === 1 ? 'difference' : 'differences'}`, ...lines].join('\n')}\n`;
}

/** `@41 (line 12)`, `a.xtrace @97, the end (line 30)`. */
function placeText({ name }: TraceFile, { step, line, ended }: DiffPlace, isNamed: boolean): string {
  return `${isNamed ? `${name} ` : ''}@${step}${ended ? ', the end' : ''}${line < 0 ? '' : ` (line ${line + 1})`}`;
}

function jsonText(differences: readonly Difference[]): string {
  return fieldsOf(differences)
    .map((difference) => `${JSON.stringify({ kind: 'difference', ...difference })}\n`)
    .join('');
}
