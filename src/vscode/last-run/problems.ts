/** Where the last run went against the trace's word: squiggles, and fixes that write down what was there. */
import * as vscode from 'vscode';
import type { LastRuns } from '../background/last-runs';
import type { LoadCore } from '../core';
import { codeAction } from '../language/quick-fixes';
import { editorDiagnostic } from '../language/ranges';
import { TRACE_LANGUAGE } from '../trace-document';

export function registerRunProblems(loadCore: LoadCore, runs: LastRuns): vscode.Disposable {
  const collection = vscode.languages.createDiagnosticCollection('xtrace-run');
  const show = async (uri: vscode.Uri): Promise<void> => {
    const document = vscode.workspace.textDocuments.find((open) => open.uri.toString() === uri.toString());
    const run = runs.of(uri);
    if (!document || !run) return collection.delete(uri);
    const problems = (await loadCore()).runProblems(document.getText(), run);
    collection.set(
      uri,
      problems.map((problem) => editorDiagnostic(problem, 'run')),
    );
  };
  return vscode.Disposable.from(
    collection,
    runs.onDidChange(show),
    vscode.workspace.onDidCloseTextDocument(({ uri }) => collection.delete(uri)),
    vscode.languages.registerCodeActionsProvider(
      { language: TRACE_LANGUAGE },
      {
        async provideCodeActions(document, { start, end }, { diagnostics }) {
          const run = runs.of(document.uri);
          if (!run) return [];
          const fixes = (await loadCore()).runFixes(document.getText(), run, start.line, end.line);
          return fixes.map((fix) => preferred(codeAction(document.uri, fix, diagnostics)));
        },
      },
      { providedCodeActionKinds: [vscode.CodeActionKind.QuickFix] },
    ),
  );
}

/** What mends the trace stands before what explains it. */
function preferred(action: vscode.CodeAction): vscode.CodeAction {
  action.isPreferred = true;
  return action;
}
