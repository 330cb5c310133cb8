/** The language's places and problems as VS Code's. */
import * as vscode from 'vscode';
import { DIAGNOSTIC_SEVERITY } from '../../language/editing/editor-kinds';
import type { Diagnostic, Range } from '../../language/errors/diagnostic';

/** As lists of problems call whoever has found one: the check of the text, which keeps a trace from running, or its last run. */
export const SOURCES = { check: 'xtrace', run: 'xtrace run' } as const;

export function toRange({ line, start, end }: Range): vscode.Range {
  return new vscode.Range(line, start, line, end);
}

export function editorDiagnostic(
  { code, severity, message, range }: Diagnostic,
  foundBy: keyof typeof SOURCES,
): vscode.Diagnostic {
  const problem = new vscode.Diagnostic(
    toRange(range),
    message,
    vscode.DiagnosticSeverity[DIAGNOSTIC_SEVERITY[severity]],
  );
  problem.code = code;
  problem.source = SOURCES[foundBy];
  return problem;
}
