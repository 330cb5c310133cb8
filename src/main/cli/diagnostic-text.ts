/** Diagnostics as compilers write them, so that editors and CI find the place: `file:line:column: error: message`. */
import type { Diagnostic } from '../../language/diagnostic';

/** Lines and columns count from 1. */
export function diagnosticText(file: string, { range, severity, message, code }: Diagnostic): string {
  return `${file}:${range.line + 1}:${range.start + 1}: ${severity}: ${message} [${code}]`;
}

export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some(({ severity }) => severity === 'error');
}

/** In the order of the text. */
export function inOrder(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  return [...diagnostics].sort((a, b) => a.range.line - b.range.line || a.range.start - b.range.start);
}
