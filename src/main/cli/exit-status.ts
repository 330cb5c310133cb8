/** What the command line's exit status says (docs/language.md, "The command line"). Of several, the highest counts. */
export const EXIT = {
  OK: 0,
  /** The trace failed: an expectation failed, an outcome diverged, or the trace has an error. */
  FAILED: 1,
  /** The call or the file was unusable. */
  UNUSABLE: 2,
  /** xtrace itself has made a mistake. */
  MISTAKE: 3,
} as const;

/** What `xtrace exec` says of a program that did not begin, as a shell says it. */
export const SHELL_STATUS = { NOT_LOADABLE: 126, NOT_FOUND: 127 } as const;

export type ExitStatus = (typeof EXIT)[keyof typeof EXIT];
