/** The language's places and problems as VS Code's. */
import * as vscode from 'vscode';
import { DIAGNOSTIC_SEVERITY } from '../../language/editing/editor-kinds';
import type { Diagnostic, Range } from '../../language/errors/diagnostic';

/** As lists of problems call whoever has found one. */
const SOURCE = 'xtrace';

export function toRange({ line, start, end }: Range): vscode.Range {
  return new vscode.Range(line, start, line, end);
}

export function editorDiagnostic({ code, severity, message, range }: Diagnostic): vscode.Diagnostic {
  const problem = new vscode.Diagnostic(
    toRange(range),
    message,
    vscode.DiagnosticSeverity[DIAGNOSTIC_SEVERITY[severity]],
  );
  problem.code = code;
  problem.source = SOURCE;
  return problem;
}
