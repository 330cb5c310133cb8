/** What the account of a run means for the test of its trace, and for the tests of its expectations. */
import type { Account } from '../../adapter/background/background';
import type { RunAccount, RunFailure } from '../../world/account/run-account';

export interface TestProblem {
  readonly message: string;
  /** Zero-based. */
  readonly line: number;
  readonly expected?: string;
  readonly actual?: string;
}

export type TestOutcome =
  | { readonly kind: 'passed' }
  | { readonly kind: 'failed'; readonly problems: readonly TestProblem[] }
  /** The run did not come there, and nothing says that it had to. */
  | { readonly kind: 'skipped' };

export interface TraceOutcome {
  /** What belongs to no expectation. */
  readonly own: TestOutcome;
  /** By the line of the expectation. */
  readonly expectations: ReadonlyMap<number, TestOutcome>;
}

/** @param lines of the expectations. */
export function outcomesOf(account: Account, lines: readonly number[]): TraceOutcome {
  if (account.kind === 'run') return outcomesOfRun(account.account, lines);
  const problems = account.errors.map(({ message, range }) => ({ message, line: range.line }));
  const expectations = lines.map((line) => [line, { kind: 'skipped' }] as const);
  return { own: { kind: 'failed', problems }, expectations: new Map(expectations) };
}

function outcomesOfRun({ lines: told, failures }: RunAccount, lines: readonly number[]): TraceOutcome {
  const byLine = new Map(told.map((line) => [line.line, line]));
  const ofExpectations = failures.filter(({ kind }) => kind === 'expect');
  const others = failures.filter(({ kind }) => kind !== 'expect');
  const outcome = (line: number): TestOutcome => {
    const problems = ofExpectations.filter((failure) => failure.line === line).map(problemOf);
    if (problems.length > 0) return { kind: 'failed', problems };
    return (byLine.get(line)?.held ?? 0) > 0 ? { kind: 'passed' } : { kind: 'skipped' };
  };
  return {
    own: failures.length > 0 ? { kind: 'failed', problems: others.map(problemOf) } : { kind: 'passed' },
    expectations: new Map(lines.map((line) => [line, outcome(line)])),
  };
}

function problemOf({ task, message, line, expected, actual }: RunFailure): TestProblem {
  return {
    message: task === null ? message : `${task}: ${message}`,
    line: Math.max(0, line),
    ...(expected !== undefined && { expected }),
    ...(actual !== undefined && { actual }),
  };
}
