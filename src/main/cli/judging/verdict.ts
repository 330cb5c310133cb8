/** The verdict of `test` or `check` about one trace, as data. Reports of every format are made of verdicts. */
import type { Diagnostic } from '../../../language/errors/diagnostic';
import { EXIT, type ExitStatus } from '../exit-status';

/** `mistake`: of this program, not of the trace. */
type VerdictKind = 'passed' | 'failed' | 'unusable' | 'mistake';

export interface Problem {
  /** From 1; null for what is wrong with the whole file. */
  readonly line: number | null;
  /** From 1; null for what happened in a run. */
  readonly column: number | null;
  readonly severity: Diagnostic['severity'];
  /** Of a diagnostic, or what kind of thing happened: `expect`, `divergence`, `unwritten`. */
  readonly code: string;
  /** One line, without its place. */
  readonly message: string;
}

export interface Verdict {
  /** As messages call the trace. */
  readonly name: string;
  readonly kind: VerdictKind;
  /** A few words for the line of the trace: counts of what happened, or the reason why the trace did not run. */
  readonly note: string;
  /** What happened in its run, by name: `step`, `expectation`, `#NM`. */
  readonly counts: Readonly<Record<string, number>>;
  readonly problems: readonly Problem[];
  readonly milliseconds: number;
}

const STATUS: Readonly<Record<VerdictKind, ExitStatus>> = {
  passed: EXIT.OK,
  failed: EXIT.FAILED,
  unusable: EXIT.UNUSABLE,
  mistake: EXIT.MISTAKE,
};

/** The worst decides. */
export function statusOf(verdicts: readonly Verdict[]): ExitStatus {
  return verdicts.reduce<ExitStatus>((worst, { kind }) => (STATUS[kind] > worst ? STATUS[kind] : worst), EXIT.OK);
}

export function problemOf({ range, severity, code, message }: Diagnostic): Problem {
  return { line: range.line + 1, column: range.start + 1, severity, code, message };
}
