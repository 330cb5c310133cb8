/** The last run beside a text, for editors: every function takes the text as it is now, and the text that ran. */
import type { QuickFix } from '../../language/editing/fixes/quick-fix';
import type { Diagnostic } from '../../language/errors/diagnostic';
import { parseTrace } from '../../language/parser';
import { accountInText } from './account-in-text';
import type { RunAccount } from './run-account';
import { fixesOfRun } from './run-fixes';
import { hintsOfRun, type LineHint, lensesOfRun, type RunLens } from './run-hints';
import { problemsOfRun } from './run-problems';

/** A run, and the text that ran. */
export interface LastRun {
  readonly text: string;
  readonly account: RunAccount;
}

export interface Showing {
  /** What stands behind the lines. */
  readonly runHints: (text: string, run: LastRun) => readonly LineHint[];
  /** What stands over expectations and tasks. */
  readonly runLenses: (text: string, run: LastRun) => readonly RunLens[];
  readonly runProblems: (text: string, run: LastRun) => readonly Diagnostic[];
  /** On the lines from `first` to `last`. */
  readonly runFixes: (text: string, run: LastRun, first: number, last: number) => readonly QuickFix[];
}

export const SHOWING: Showing = {
  runHints: (text, run) => hintsOfRun(text, parseTrace(text), shown(text, run)),
  runLenses: (text, run) => lensesOfRun(parseTrace(text), shown(text, run)),
  runProblems: (text, run) => problemsOfRun(parseTrace(text), shown(text, run)),
  runFixes: (text, run, first, last) => fixesOfRun(parseTrace(text), shown(text, run), first, last),
};

function shown(text: string, run: LastRun): RunAccount {
  return accountInText(run.account, run.text, text);
}
