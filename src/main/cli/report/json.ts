/** Verdicts for programs: one JSON object a line for each trace, and one that sums up. */
import type { Verdict } from '../judging/verdict';
import type { Report } from './report';

export const jsonReport: Report = {
  one: ({ name, kind, counts, problems }) => line({ kind: 'trace', trace: name, result: kind, counts, problems }),
  all: (verdicts) => line({ kind: 'summary', ...countsOf(verdicts) }),
};

/** The number of traces by outcome. */
function countsOf(verdicts: readonly Verdict[]): Readonly<Record<string, number>> {
  const counts = { traces: verdicts.length, passed: 0, failed: 0, unusable: 0, mistake: 0 };
  for (const { kind } of verdicts) counts[kind]++;
  return counts;
}

function line(value: unknown): string {
  return `${JSON.stringify(value)}\n`;
}
