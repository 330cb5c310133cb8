/** Verdicts for people: a line for each trace and a summary; or problems alone, as compilers write them. */

import type { Problem, Verdict } from '../judging/verdict';
import { problemText } from './diagnostic-text';
import type { Report } from './report';

export const testText: Report = {
  one: (verdict) => `${titleLine(verdict)}${lines(verdict, (problem) => `     ${testLine(verdict.name, problem)}`)}`,
  all: summary,
};

export const checkText: Report = {
  one: (verdict) => lines(verdict, (problem) => problemText(verdict.name, problem)),
  all: () => '',
};

/** `ok   a.xtrace (3 steps, 2 expectations, 1 #NM)`. */
function titleLine({ name, kind, note }: Verdict): string {
  return `${kind === 'passed' ? 'ok  ' : 'FAIL'} ${name}${note ? ` (${note})` : ''}\n`;
}

function summary(verdicts: readonly Verdict[]): string {
  const passed = verdicts.filter(({ kind }) => kind === 'passed').length;
  return `${passed} passed, ${verdicts.length - passed} failed\n`;
}

function lines({ problems }: Verdict, line: (problem: Problem) => string): string {
  return problems.map((problem) => `${line(problem)}\n`).join('');
}

/** What is wrong with the text has a column, what happened in a run has a line, and the rest names its file. */
function testLine(name: string, problem: Problem): string {
  if (problem.column !== null) return problemText(name, problem);
  return problem.line === null ? problem.message : `${name}:${problem.line}: ${problem.message}`;
}
