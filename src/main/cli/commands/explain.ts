/** `xtrace explain`: which single assumption makes a trace and the model agree. */
import { didYouMean, listed } from '../../../language/errors/nearest';
import {
  ASSUMPTION_KINDS,
  type AssumptionKind,
  type ExplainReport,
  type Explanation,
  explaining,
} from '../../../library';
import { explanationText } from '../../../world/explore/explanation-text';
import { onlyFile, secondsOption } from '../arguments/options';
import { readTraceFile } from '../arguments/trace-file';
import type { Command, Invocation, OptionValues } from '../command';
import { EXIT, type ExitStatus } from '../exit-status';
import { inBreaths } from '../running/in-breaths';
import { loadOrTell } from '../running/load-or-tell';
import { UsageError } from '../usage-error';

const DEFAULT_SECONDS = 60;

export const EXPLAIN: Command = {
  name: 'explain',
  usage: 'FILE [--only KIND,...] [--timeout SECONDS] [--json]',
  summary: 'Say which single assumption, changed, makes what a trace says and what the model does agree.',
  options: [
    { name: 'timeout', value: 'SECONDS', summary: `Try assumptions for so many seconds (${DEFAULT_SECONDS}).` },
    { name: 'only', value: 'KIND,...', summary: `Of ${ASSUMPTION_KINDS.join(', ')}: all unless given.` },
    { name: 'json', summary: 'One JSON object an explanation, and one for the summary.' },
  ],
  run,
};

async function run(invocation: Invocation): Promise<ExitStatus> {
  const { options, error, out, breathe, readInput } = invocation;
  const only = kindsIn(options.only);
  const seconds = secondsOption(options, 'timeout') ?? DEFAULT_SECONDS;
  const file = readTraceFile(onlyFile(invocation), readInput);
  if (!loadOrTell(file, error)) return EXIT.UNUSABLE;
  const end = performance.now() + seconds * 1000;
  const isOver = (): boolean => performance.now() >= end;
  const report = await inBreaths(explaining(file.text, { files: file.files, only, isOver }), breathe);
  out(options.json === true ? jsonText(report) : reportText(report));
  return report.contradictions.length > 0 ? EXIT.FAILED : EXIT.OK;
}

function kindsIn(value: OptionValues[string]): readonly AssumptionKind[] | undefined {
  if (typeof value !== 'string') return undefined;
  return value.split(',').map((word) => {
    const found = ASSUMPTION_KINDS.find((kind) => kind === word);
    if (found !== undefined) return found;
    const hint = didYouMean(word, ASSUMPTION_KINDS);
    throw new UsageError(`--only takes ${listed(ASSUMPTION_KINDS, 'and')}, with commas between, not "${word}".${hint}`);
  });
}

function reportText(report: ExplainReport): string {
  const [first] = report.explanations;
  const trace = first ? `\nThe trace with the first:\n\n${first.trace.trimEnd()}\n` : '';
  return `${explanationText(report)}${trace}`;
}

function jsonText({ explanations, contradictions, ...summary }: ExplainReport): string {
  const counted = <T extends { readonly line: number }>(place: T): T => ({ ...place, line: place.line + 1 });
  const lines = explanations.map(({ explains, ...explanation }) =>
    JSON.stringify({ kind: 'explanation', by: explanation.kind, ...without(explanation), explains: counted(explains) }),
  );
  const end = { kind: 'summary', ...summary, contradictions: contradictions.map(counted) };
  return [...lines, JSON.stringify(end)].join('\n').concat('\n');
}

function without({ kind: _kind, ...rest }: Omit<Explanation, 'explains'>): Omit<Explanation, 'explains' | 'kind'> {
  return rest;
}
