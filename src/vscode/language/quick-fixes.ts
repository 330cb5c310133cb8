/** Quick fixes in VS Code, beside the problems that they solve. */
import * as vscode from 'vscode';
import type { QuickFix } from '../../language/editing/fixes/quick-fix';
import type { LoadCore } from '../core';
import { TRACE_LANGUAGE } from '../trace-document';
import { toRange } from './ranges';

export function registerQuickFixes(loadCore: LoadCore): vscode.Disposable {
  return vscode.languages.registerCodeActionsProvider(
    { language: TRACE_LANGUAGE },
    {
      async provideCodeActions(document, { start, end }, { diagnostics }) {
        const fixes = (await loadCore()).quickFixesIn(document.getText(), start.line, end.line);
        return fixes.map((fix) => codeAction(document.uri, fix, diagnostics));
      },
    },
    { providedCodeActionKinds: [vscode.CodeActionKind.QuickFix] },
  );
}

export function codeAction(
  uri: vscode.Uri,
  { title, edits, problem }: QuickFix,
  diagnostics: readonly vscode.Diagnostic[],
): vscode.CodeAction {
  const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
  action.edit = new vscode.WorkspaceEdit();
  for (const { range, text } of edits) action.edit.replace(uri, toRange(range), text);
  const solved = diagnostics.filter(
    ({ code, range }) => problem && code === problem.code && range.isEqual(toRange(problem.range)),
  );
  if (solved.length > 0) action.diagnostics = solved;
  return action;
}
