/** Export as Web Page: writes the trace in the editor as a page that steps the trace in any browser. */
import * as vscode from 'vscode';
import type { LoadCore } from './core';
import { editorHost } from './debug/editor-host';
import { programOf } from './debug/program';

const OPEN = 'Open';

export function registerExportPage(extension: vscode.Uri, loadCore: LoadCore): vscode.Disposable {
  return vscode.commands.registerCommand('xtrace.exportPage', async (trace?: unknown, target?: unknown) => {
    try {
      await exportPage(extension, loadCore, trace, target);
    } catch (error) {
      void vscode.window.showErrorMessage(error instanceof Error ? error.message : String(error));
    }
  });
}

/** `trace` comes from a menu; a keybinding may give both. The palette gives none, and the user is asked for the target. */
async function exportPage(extension: vscode.Uri, loadCore: LoadCore, trace: unknown, target: unknown): Promise<void> {
  const shown = vscode.window.activeTextEditor?.document.uri;
  const source = trace instanceof vscode.Uri ? trace : shown;
  if (!source) throw new Error('No trace is open. Open an .xtrace file, and export again.');
  const document = await vscode.workspace.openTextDocument(source);
  const { exportTrace } = await loadCore();
  const page = await exportTrace(editorHost, programOf(source), document.getText(), async (part) =>
    vscode.workspace.fs.readFile(vscode.Uri.joinPath(extension, part)),
  );
  const to = target instanceof vscode.Uri ? target : await askWhere(source);
  if (!to) return;
  await vscode.workspace.fs.writeFile(to, new TextEncoder().encode(page));
  if (target === undefined) void offerToOpen(to);
}

function askWhere(source: vscode.Uri): Thenable<vscode.Uri | undefined> {
  const beside = source.with({ path: `${source.path.replace(/\.xtrace$/, '')}.html` });
  return vscode.window.showSaveDialog({
    title: 'Export as Web Page',
    defaultUri: beside,
    filters: { 'Web Page': ['html'] },
  });
}

async function offerToOpen(page: vscode.Uri): Promise<void> {
  const chosen = await vscode.window.showInformationMessage(
    `${vscode.workspace.asRelativePath(page)} is written.`,
    OPEN,
  );
  if (chosen === OPEN) await vscode.env.openExternal(page);
}
