/** How `test` and `check` tell of their verdicts. */
import type { Verdict } from '../judging/verdict';

/** Verdicts come in the order of the arguments, each as soon as it is there. */
export interface Report {
  /** What to write for one verdict; with its line end. */
  readonly one: (verdict: Verdict) => string;
  /** The text behind the last verdict. */
  readonly all: (verdicts: readonly Verdict[]) => string;
}

export const FORMATS = ['text', 'json', 'junit', 'github'] as const;
type Format = (typeof FORMATS)[number];
export type Reports = Readonly<Record<Format, Report>>;
