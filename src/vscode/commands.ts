/** Run Trace and Debug Trace: for the file in the editor, without a launch.json. */
import * as vscode from 'vscode';
import { launchOf } from './debug/launch-configuration';
import { programOf } from './debug/program';

export function registerLaunchCommands(): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.commands.registerCommand('xtrace.run', (uri?: unknown) => launch(uri, true)),
    vscode.commands.registerCommand('xtrace.debug', (uri?: unknown) => launch(uri, false)),
  );
}

/** `uri` comes from the editor title's button and the code lens; the palette gives none. */
async function launch(uri: unknown, noDebug: boolean): Promise<void> {
  const shown = uri instanceof vscode.Uri ? uri : vscode.window.activeTextEditor?.document.uri;
  if (!shown) {
    void vscode.window.showErrorMessage('No file is open. Open an .xtrace file and start again.');
    return;
  }
  // VS Code saves before it debugs, and a new trace is another file then. Not saved is not debugged.
  const target = shown.scheme === 'untitled' ? await vscode.workspace.save(shown) : shown;
  if (!target) return;
  const folder = vscode.workspace.getWorkspaceFolder(target);
  await vscode.debug.startDebugging(folder, launchOf(programOf(target)), { noDebug });
}
