/** What `test` and `check` have in common: which traces, judged how, and told of in which format. */

import { findTraces } from '../arguments/find-traces';
import { jobsOption } from '../arguments/jobs-argument';
import { choiceOption, someFiles } from '../arguments/options';
import type { CommandOption, Invocation } from '../command';
import type { ExitStatus } from '../exit-status';
import { FORMATS, type Reports } from '../report/report';
import { UsageError } from '../usage-error';
import type { JudgeOptions } from './judge';
import { judgeAll } from './judge-in-threads';
import { statusOf, type Verdict } from './verdict';

export const SHARED_OPTIONS: readonly CommandOption[] = [
  { name: 'format', value: 'FORMAT', summary: `How to report: ${FORMATS.join(', ')}.` },
  { name: 'filter', value: 'TEXT', summary: 'Leave out traces whose path has not this text in it.' },
  { name: 'jobs', value: 'N', summary: 'Look at N traces at a time, each in a thread; at most four a core (1).' },
];

/** The traces that the arguments name and the filter lets through. @throws UsageError when there are none. */
export function filteredTraces(invocation: Invocation, what: string): readonly string[] {
  const { filter } = invocation.options;
  const found = findTraces(someFiles(invocation, what));
  if (typeof filter !== 'string') return found;
  const traces = found.filter((name) => name.includes(filter));
  if (traces.length > 0) return traces;
  throw new UsageError(`--filter ${filter} leaves none of ${found.length} traces.`);
}

/** Reports as verdicts come in. */
export async function reportOnTraces(
  files: readonly string[],
  judging: JudgeOptions,
  reports: Reports,
  invocation: Invocation,
): Promise<ExitStatus> {
  const { options, out, error, breathe, startThread } = invocation;
  const format = choiceOption(options, 'format', FORMATS);
  const report = reports[format];
  const threads = { jobs: jobsOption(options) ?? 1, start: startThread };
  const verdicts: Verdict[] = [];
  for await (const verdict of judgeAll(files, judging, invocation, threads)) {
    verdicts.push(verdict);
    const isOfNoUse = verdict.kind === 'unusable' || verdict.kind === 'mistake';
    if (options.quiet && verdict.kind === 'passed') continue;
    if (isOfNoUse && format === 'text' && judging.checkOnly) error(`xtrace: ${verdict.problems[0]?.message}\n`);
    else out(report.one(verdict));
    await breathe();
  }
  out(report.all(verdicts));
  return statusOf(verdicts);
}
