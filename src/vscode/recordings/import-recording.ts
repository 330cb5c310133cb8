/** Import Recording: makes a trace out of a file that somebody recorded, beside that file, and shows it. */
import * as vscode from 'vscode';
import type { LoadCore } from '../core';
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
  const imported = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title: `Importing ${baseName(source)}` },
    async () => {
      const { importTrace } = await loadCore();
      return importTrace(await vscode.workspace.fs.readFile(source), baseName(source));
    },
  );
  await vscode.workspace.fs.writeFile(to, new TextEncoder().encode(imported.trace));
  await vscode.window.showTextDocument(to);
  if (imported.unused !== '') void vscode.window.showInformationMessage(`${baseName(source)}: ${imported.unused}`);
}

async function askWhich(): Promise<vscode.Uri | undefined> {
  const [chosen] = (await vscode.window.showOpenDialog({ openLabel: 'Import', title: 'Import Recording' })) ?? [];
  return chosen;
}

/** A trace names files beside it: so that is where the dialog begins. */
function askWhere(source: vscode.Uri): Thenable<vscode.Uri | undefined> {
  const beside = source.with({ path: `${source.path}.xtrace` });
  return vscode.window.showSaveDialog({ defaultUri: beside, filters: { 'XTrace traces': ['xtrace'] } });
}
