/** "Run | Debug" over the first statement of a trace. */
import * as vscode from 'vscode';
import { TRACE_LANGUAGE } from '../trace-document';

const VERSION_LINE = /^\s*xtrace\s+\d/i;

class RunLenses implements vscode.CodeLensProvider {
  private readonly changed = new vscode.EventEmitter<void>();
  readonly onDidChangeCodeLenses = this.changed.event;

  settingChanged(): void {
    this.changed.fire();
  }

  provideCodeLenses(document: vscode.TextDocument): vscode.CodeLens[] {
    if (!vscode.workspace.getConfiguration('xtrace', document).get('codeLens', true)) return [];
    const line = firstStatement(document);
    if (line === undefined) return [];
    const range = new vscode.Range(line, 0, line, 0);
    return [
      new vscode.CodeLens(range, { title: '$(play) Run', command: 'xtrace.run', arguments: [document.uri] }),
      new vscode.CodeLens(range, { title: '$(debug-alt) Debug', command: 'xtrace.debug', arguments: [document.uri] }),
    ];
  }
}

function firstStatement(document: vscode.TextDocument): number | undefined {
  for (let line = 0; line < document.lineCount; line++) {
    if (VERSION_LINE.test(document.lineAt(line).text)) return line;
  }
  return undefined;
}

export function registerCodeLenses(): vscode.Disposable {
  const lenses = new RunLenses();
  return vscode.Disposable.from(
    vscode.languages.registerCodeLensProvider({ language: TRACE_LANGUAGE }, lenses),
    vscode.workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration('xtrace.codeLens')) lenses.settingChanged();
    }),
  );
}
