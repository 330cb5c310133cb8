/** Export as C: writes the trace in the editor as a program that does the same on a real machine, and shows it. */
import * as vscode from 'vscode';
import type { LoadCore } from './core';
import { editorHost } from './debug/editor-host';
import { programOf } from './debug/program';

export function registerExportProgram(loadCore: LoadCore): vscode.Disposable {
  return vscode.commands.registerCommand('xtrace.exportProgram', async (trace?: unknown, target?: unknown) => {
    try {
      await exportProgram(loadCore, trace, target);
    } catch (error) {
      void vscode.window.showErrorMessage(error instanceof Error ? error.message : String(error));
    }
  });
}

/** `trace` comes from a menu; a keybinding may give both. The palette gives none, and the user is asked for the target. */
async function exportProgram(loadCore: LoadCore, trace: unknown, target: unknown): Promise<void> {
  const shown = vscode.window.activeTextEditor?.document.uri;
  const source = trace instanceof vscode.Uri ? trace : shown;
  if (!source) throw new Error('No trace is open. Open an .xtrace file, and export again.');
  const document = await vscode.workspace.openTextDocument(source);
  const core = await loadCore();
  const made = await core.exportProgram(editorHost, programOf(source), document.getText());
  const to = target instanceof vscode.Uri ? target : await askWhere(source);
  if (!to) return;
  await vscode.workspace.fs.writeFile(to, new TextEncoder().encode(made.source));
  await vscode.window.showTextDocument(to);
  const [first] = made.leftOut;
  if (!first) return;
  const more =
    made.leftOut.length > 1 ? ` There are ${made.leftOut.length - 1} more: comments in the program say them.` : '';
  void vscode.window.showInformationMessage(`Line ${first.line + 1} is left out: ${first.sentence}${more}`);
}

function askWhere(source: vscode.Uri): Thenable<vscode.Uri | undefined> {
  const beside = source.with({ path: `${source.path.replace(/\.xtrace$/, '')}.c` });
  return vscode.window.showSaveDialog({ title: 'Export as C', defaultUri: beside, filters: { C: ['c'] } });
}
