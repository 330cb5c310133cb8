/** Run Trace and Debug Trace, for the file in the editor, without a launch.json; Travel to Line, to where the cursor is. */
import * as vscode from 'vscode';
import { TRAVEL_REQUEST } from '../adapter/views/views';
import { launchOf, TYPE } from './debug/launch-configuration';
import { baseName, programOf } from './debug/program';
import { registerUseVmlinux } from './debug/use-vmlinux';

export function registerLaunchCommands(): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.commands.registerCommand('xtrace.run', (uri?: unknown) => launch(uri, true)),
    vscode.commands.registerCommand('xtrace.debug', (uri?: unknown) => launch(uri, false)),
    vscode.commands.registerCommand('xtrace.debugProgram', (uri?: unknown) => launch(uri, false)),
    vscode.commands.registerCommand('xtrace.travelToLine', travelToLine),
    vscode.commands.registerCommand('xtrace.debugToLine', debugToLine),
    registerUseVmlinux(pickTrace),
  );
}

/** `uri` comes from the editor title's button and the code lens; the palette gives none. */
async function launch(uri: unknown, noDebug: boolean): Promise<void> {
  const shown = uri instanceof vscode.Uri ? uri : (vscode.window.activeTextEditor?.document.uri ?? (await pickTrace()));
  if (!shown) return;
  // VS Code saves files before a debug session begins, and saving turns a new document into another file. So the document is
  // saved first, and a user who does not save does not debug.
  const target = shown.scheme === 'untitled' ? await vscode.workspace.save(shown) : shown;
  if (!target) return;
  const folder = vscode.workspace.getWorkspaceFolder(target);
  await vscode.debug.startDebugging(folder, launchOf(programOf(target)), { noDebug });
}

const MOST_TRACES = 1000;

/** Has the user choose a trace of the workspace, and shows the trace; where there is none, an example. */
async function pickTrace(): Promise<vscode.Uri | undefined> {
  const files = await vscode.workspace.findFiles('**/*.xtrace', '**/node_modules/**', MOST_TRACES);
  if (files.length === 0) {
    await vscode.commands.executeCommand('xtrace.openExample');
    return undefined;
  }
  const items = files
    .map((uri) => ({ label: baseName(uri), description: vscode.workspace.asRelativePath(uri), uri }))
    .sort((a, b) => a.description.localeCompare(b.description));
  const picked = await vscode.window.showQuickPick(items, {
    placeHolder: 'No file is open. Which trace?',
    matchOnDescription: true,
  });
  if (picked) await vscode.window.showTextDocument(picked.uri);
  return picked?.uri;
}

/** Debugs a trace, unless that is what the user looks at already, and goes to a zero-based line; from the palette to the cursor's. */
async function debugToLine(given?: unknown, line?: unknown): Promise<void> {
  const editor = vscode.window.activeTextEditor;
  const uri = given instanceof vscode.Uri ? given : editor?.document.uri;
  const to = typeof line === 'number' ? line : (editor?.selection.active.line ?? 0);
  if (!uri) return;
  const session = sessionOf(uri) ?? (await begin(uri));
  const where = { source: { path: programOf(uri) }, line: to + 1 };
  await session?.customRequest(TRAVEL_REQUEST, where).then(undefined, showError);
}

/** The session in front, if it debugs this trace. */
function sessionOf(uri: vscode.Uri): vscode.DebugSession | undefined {
  const session = vscode.debug.activeDebugSession;
  return session?.type === TYPE && session.configuration.program === programOf(uri) ? session : undefined;
}

async function begin(uri: vscode.Uri): Promise<vscode.DebugSession | undefined> {
  const launch = { ...launchOf(programOf(uri)), stopOnEntry: true };
  const begun = nextSession();
  const hasBegun = await vscode.debug.startDebugging(vscode.workspace.getWorkspaceFolder(uri), launch);
  return hasBegun ? begun : undefined;
}

/** The next trace that is debugged. */
export function nextSession(): Promise<vscode.DebugSession> {
  return new Promise((resolve) => {
    const listening = vscode.debug.onDidStartDebugSession((session) => {
      if (session.type !== TYPE) return;
      listening.dispose();
      resolve(session);
    });
  });
}

function showError(error: unknown): void {
  void vscode.window.showErrorMessage(error instanceof Error ? error.message : String(error));
}

/** The line of the cursor, in the trace that is being debugged; the session says why where there is no way. */
async function travelToLine(): Promise<void> {
  const editor = vscode.window.activeTextEditor;
  const session = vscode.debug.activeDebugSession;
  if (!editor || session?.type !== TYPE) {
    void vscode.window.showErrorMessage(
      'No trace is being debugged. Debug one, and put the cursor on the line to travel to.',
    );
    return;
  }
  const where = { source: { path: programOf(editor.document.uri) }, line: editor.selection.active.line + 1 };
  await session.customRequest(TRAVEL_REQUEST, where).then(undefined, showError);
}
