/** The error of a text that cannot be used: a trace, code to assemble, or the description of a machine. */
import type { Diagnostic } from '../language/errors/diagnostic';

/** Thrown for a text that has an error. The message has each error as `file:line:column: message`, a line each. */
export class TraceError extends Error {
  override readonly name = 'TraceError';

  constructor(
    /** What the text is called. */
    readonly file: string,
    /** Errors and warnings in the order of the text, with codes, messages and zero-based places. */
    readonly diagnostics: readonly Diagnostic[],
  ) {
    super(
      diagnostics
        .filter(isError)
        .map(({ range, message }) => `${file}:${range.line + 1}:${range.start + 1}: ${message}`)
        .join('\n'),
    );
  }
}

export function isError({ severity }: Diagnostic): boolean {
  return severity === 'error';
}

/** What is wrong with an option rather than with the text. */
export function optionError(option: string, message: string): TraceError {
  const range = { line: 0, start: 0, end: 0 };
  return new TraceError(`(${option})`, [{ code: option, severity: 'error', message, range }]);
}
