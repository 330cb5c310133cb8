/** Import Recording: makes a trace out of a file that somebody recorded, beside that file, and shows it. */
import * as vscode from 'vscode';
import type { Driving } from '../../adapter/launch/in-slices';
import type { LoadCore } from '../core';
import { editorHost } from '../debug/editor-host';
import { baseName } from '../debug/program';

export function registerImportRecording(loadCore: LoadCore): vscode.Disposable {
  return vscode.commands.registerCommand('xtrace.importRecording', async (recording?: unknown, target?: unknown) => {
    try {
      await importRecording(loadCore, recording, target);
    } catch (error) {
      void vscode.window.showErrorMessage(error instanceof Error ? error.message : String(error));
    }
  });
}

/** `recording` comes from the explorer's menu; the palette gives none. A menu gives a list of all that is chosen as `target`. */
async function importRecording(loadCore: LoadCore, recording: unknown, target: unknown): Promise<void> {
  const source = recording instanceof vscode.Uri ? recording : await askWhich();
  const to = source && (target instanceof vscode.Uri ? target : await askWhere(source));
  if (!source || !to) return;
  const name = baseName(source);
  const imported = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title: `Importing ${name}`, cancellable: true },
    async (progress, token) => {
      const { importTrace } = await loadCore();
      const bytes = await vscode.workspace.fs.readFile(source);
      return unlessCancelled(token, (driving) => importTrace(editorHost, bytes, name, driving), progress);
    },
  );
  if (!imported) return;
  await vscode.workspace.fs.writeFile(to, new TextEncoder().encode(imported.trace));
  await vscode.window.showTextDocument(to);
  if (imported.unused !== '') void vscode.window.showInformationMessage(`${baseName(source)}: ${imported.unused}`);
}

type Progress = vscode.Progress<{ readonly increment: number }>;

/** Undefined where the user has cancelled it. */
async function unlessCancelled<T>(
  token: vscode.CancellationToken,
  work: (driving: Driving) => Promise<T>,
  progress: Progress,
): Promise<T | undefined> {
  const cancelling = new AbortController();
  const listening = token.onCancellationRequested(() => cancelling.abort());
  let shown = 0;
  const onProgress = (done: number) => {
    progress.report({ increment: 100 * (done - shown) });
    shown = done;
  };
  try {
    return await work({ signal: cancelling.signal, onProgress });
  } catch (error) {
    if (token.isCancellationRequested) return undefined;
    throw error;
  } finally {
    listening.dispose();
  }
}

async function askWhich(): Promise<vscode.Uri | undefined> {
  const [chosen] = (await vscode.window.showOpenDialog({ openLabel: 'Import', title: 'Import Recording' })) ?? [];
  return chosen;
}

/** A trace names files beside it: so that is where the dialog begins. */
function askWhere(source: vscode.Uri): Thenable<vscode.Uri | undefined> {
  const beside = source.with({ path: `${source.path}.xtrace` });
  return vscode.window.showSaveDialog({
    title: 'Save the Imported Trace',
    defaultUri: beside,
    filters: { 'XTrace traces': ['xtrace'] },
  });
}
