/** What went against a trace's word, as problems at the statements that it stands in. */
import type { Diagnostic, Range } from '../../language/errors/diagnostic';
import type { Statement, Trace } from '../../language/tree/statement';
import type { RunAccount, RunFailure } from './run-account';

/** Codes of problems that a run has found, by the kind of failure. That a run takes long is none. */
export const RUN_PROBLEMS: Readonly<Partial<Record<RunFailure['kind'], string>>> = {
  expect: 'failed-expectation',
  divergence: 'another-outcome',
  unwritten: 'unwritten-outcome',
  error: 'run-error',
};

/** One a line and kind: in a loop a statement fails again and again. */
export function problemsOfRun({ statements }: Trace, { failures }: RunAccount): readonly Diagnostic[] {
  const byLine = statementsByLine(statements);
  const seen = new Map<string, { readonly failure: RunFailure; count: number }>();
  for (const failure of failures) {
    if (RUN_PROBLEMS[failure.kind] === undefined) continue;
    const key = `${failure.line} ${failure.kind}`;
    const known = seen.get(key);
    if (known) known.count++;
    else seen.set(key, { failure, count: 1 });
  }
  return [...seen.values()].map(({ failure, count }) => {
    const again = count === 1 ? '' : ` (the first of ${count} times)`;
    const range: Range = byLine.get(failure.line)?.range ?? { line: Math.max(0, failure.line), start: 0, end: 0 };
    return {
      code: RUN_PROBLEMS[failure.kind] ?? failure.kind,
      severity: 'error',
      message: `${messageOf(failure)}${again}`,
      range,
    };
  });
}

export function statementsByLine(statements: readonly Statement[]): ReadonlyMap<number, Statement> {
  return new Map(statements.map((statement) => [statement.line, statement]));
}

function messageOf({ task, message }: RunFailure): string {
  return task === null ? message : `${task}: ${message}`;
}
