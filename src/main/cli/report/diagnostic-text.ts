/** Problems as compilers write them, so that editors and CI find the place: `file:line:column: error: message`. */
import type { Diagnostic } from '../../../language/errors/diagnostic';
import { type Problem, problemOf } from '../judging/verdict';

const LONGEST_MESSAGE = 400;

/** Lines and columns count from 1. */
export function diagnosticText(file: string, diagnostic: Diagnostic): string {
  return problemText(file, problemOf(diagnostic));
}

export function problemText(file: string, { line, column, severity, message, code }: Problem): string {
  const place = [file, line, column].filter((part) => part !== null).join(':');
  return `${place}: ${severity}: ${clip(message)} [${code}]`;
}

/** A message may quote the text of the trace at any length: keep its beginning and its end. */
function clip(message: string): string {
  if (message.length <= LONGEST_MESSAGE) return message;
  return `${message.slice(0, LONGEST_MESSAGE / 2)} ... ${message.slice(-LONGEST_MESSAGE / 2)}`;
}

export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some(({ severity }) => severity === 'error');
}
