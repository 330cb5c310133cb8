/** "Run | Debug | Explore" over the first statement of a trace; what the last run found over each task and each expectation. */
import * as vscode from 'vscode';
import type { RunLens } from '../../world/account/run-hints';
import { type Explorer, progressText, type Underway } from '../answers/explore';
import type { LastRuns } from '../background/last-runs';
import type { LoadCore } from '../core';
import { toRange } from '../language/ranges';
import { TRACE_LANGUAGE } from '../trace-document';

const VERSION_LINE = /^\s*xtrace\s+\d/i;

type Where = 'everywhere' | 'top' | 'never';

export function registerCodeLenses(loadCore: LoadCore, runs: LastRuns, explorer: Explorer): vscode.Disposable {
  const changed = new vscode.EventEmitter<void>();
  return vscode.Disposable.from(
    changed,
    runs.onDidChange(() => changed.fire()),
    explorer.onDidChange(() => changed.fire()),
    vscode.workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration('xtrace.codeLens')) changed.fire();
    }),
    vscode.languages.registerCodeLensProvider(
      { language: TRACE_LANGUAGE },
      {
        onDidChangeCodeLenses: changed.event,
        async provideCodeLenses(document) {
          const where = vscode.workspace.getConfiguration('xtrace', document).get<Where>('codeLens', 'everywhere');
          if (where === 'never') return [];
          const run = where === 'everywhere' ? runs.of(document.uri) : undefined;
          const found = run ? (await loadCore()).runLenses(document.getText(), run) : [];
          return [
            ...startLenses(document, explorer.of(document.uri)),
            ...found.flatMap((lens) => lensesOf(document.uri, lens)),
          ];
        },
      },
    ),
  );
}

function startLenses(document: vscode.TextDocument, exploration: Underway | undefined): vscode.CodeLens[] {
  const line = firstStatement(document);
  if (line === undefined) return [];
  const range = new vscode.Range(line, 0, line, 0);
  return [
    new vscode.CodeLens(range, { title: '$(play) Run', command: 'xtrace.run', arguments: [document.uri] }),
    new vscode.CodeLens(range, { title: '$(debug-alt) Debug', command: 'xtrace.debug', arguments: [document.uri] }),
    new vscode.CodeLens(range, exploreLens(document.uri, exploration)),
  ];
}

/** While an exploration is under way, how far it has come: a click ends it. */
function exploreLens(uri: vscode.Uri, underway: Underway | undefined): vscode.Command {
  if (!underway) return { title: '$(search) Explore', command: 'xtrace.explore', arguments: [uri, {}] };
  const far = underway.progress ? progressText(underway.progress) : '0 %';
  return { title: `$(sync~spin) Exploring, ${far} (stop)`, command: 'xtrace.stopExploring', arguments: [uri] };
}

function firstStatement(document: vscode.TextDocument): number | undefined {
  for (let line = 0; line < document.lineCount; line++) {
    if (VERSION_LINE.test(document.lineAt(line).text)) return line;
  }
  return undefined;
}

/** What an expectation found leads into the debugger, to its line. */
function lensesOf(uri: vscode.Uri, { kind, range, text, failed }: RunLens): vscode.CodeLens[] {
  const at = toRange(range);
  if (kind === 'task') return [new vscode.CodeLens(at, { title: text, command: '' })];
  const title = `${failed ? '$(error)' : '$(pass)'} ${text}`;
  const debug = { title: '$(debug-alt) Debug to here', command: 'xtrace.debugToLine', arguments: [uri, range.line] };
  if (!failed) return [new vscode.CodeLens(at, { ...debug, title })];
  const explain = { title: '$(question) Explain', command: 'xtrace.explain', arguments: [uri] };
  return [{ ...debug, title }, debug, explain].map((command) => new vscode.CodeLens(at, command));
}
