/** What the command line's exit status says (docs/language.md, "The command line"). */
export const EXIT = {
  OK: 0,
  /** The trace failed: an expectation, a divergence, an error in it. */
  FAILED: 1,
  /** The call or the file was unusable. */
  UNUSABLE: 2,
} as const;

export type ExitStatus = (typeof EXIT)[keyof typeof EXIT];
