/** What each step did in the last run, behind its line; a mark beside the lines that faulted. */
import * as vscode from 'vscode';
import type { LastRuns } from '../background/last-runs';
import type { LoadCore } from '../core';
import { TRACE_LANGUAGE } from '../trace-document';

const SELECTOR: vscode.DocumentSelector = { language: TRACE_LANGUAGE };

export function registerRunHints(loadCore: LoadCore, runs: LastRuns, extension: vscode.Uri): vscode.Disposable {
  const changed = new vscode.EventEmitter<void>();
  const marks = new FaultMarks(loadCore, runs, extension);
  return vscode.Disposable.from(
    changed,
    marks,
    runs.onDidChange((uri) => {
      changed.fire();
      void marks.show(uri);
    }),
    vscode.window.onDidChangeVisibleTextEditors((editors) => {
      for (const { document } of editors) void marks.show(document.uri);
    }),
    vscode.languages.registerInlayHintsProvider(SELECTOR, {
      onDidChangeInlayHints: changed.event,
      async provideInlayHints(document, range) {
        const run = runs.of(document.uri);
        if (!run) return [];
        const hints = (await loadCore()).runHints(document.getText(), run);
        return hints
          .filter(({ line }) => line >= range.start.line && line <= range.end.line)
          .map(({ line, text }) => hintAt(document, line, text));
      },
    }),
  );
}

function hintAt(document: vscode.TextDocument, line: number, text: string): vscode.InlayHint {
  // VS Code's padding is too narrow to set the words apart from those of the line.
  const hint = new vscode.InlayHint(document.lineAt(line).range.end, `\u2002${text}`);
  hint.paddingLeft = true;
  hint.tooltip = 'What the step did in the last run.';
  return hint;
}

class FaultMarks implements vscode.Disposable {
  private readonly type: vscode.TextEditorDecorationType;

  constructor(
    private readonly loadCore: LoadCore,
    private readonly runs: LastRuns,
    extension: vscode.Uri,
  ) {
    this.type = vscode.window.createTextEditorDecorationType({
      gutterIconPath: vscode.Uri.joinPath(extension, 'media/fault.svg'),
      gutterIconSize: 'contain',
      overviewRulerColor: new vscode.ThemeColor('editorWarning.foreground'),
      overviewRulerLane: vscode.OverviewRulerLane.Left,
    });
  }

  dispose(): void {
    this.type.dispose();
  }

  /** In all editors of a document. */
  async show(uri: vscode.Uri): Promise<void> {
    const editors = vscode.window.visibleTextEditors.filter(
      ({ document }) => document.uri.toString() === uri.toString(),
    );
    const [first] = editors;
    if (first?.document.languageId !== TRACE_LANGUAGE) return;
    const run = this.runs.of(uri);
    const hints = run ? (await this.loadCore()).runHints(first.document.getText(), run) : [];
    const marks = hints
      .filter(({ faults }) => faults.length > 0)
      .map(({ line, faults }) => ({
        range: new vscode.Range(line, 0, line, 0),
        hoverMessage: `In the last run: ${faults.join(', ')}.`,
      }));
    for (const editor of editors) editor.setDecorations(this.type, marks);
  }
}
