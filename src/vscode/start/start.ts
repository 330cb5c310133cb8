/** Where one begins: examples, a new trace, the walkthrough. None of it needs a trace to be open. */
import * as vscode from 'vscode';
import { TRACE_LANGUAGE } from '../trace-document';
import { chooseTrace } from './traces-to-choose';

const WALKTHROUGH = 'xtrace.xtrace#xtrace.start';
/** Shown beside the walkthrough when nothing else is open. */
const FIRST = 'first-use.xtrace';
/** Where a newcomer begins: what the other examples build on. */
const BEGINNINGS = [FIRST, 'permission.xtrace', 'no-permission.xtrace', 'ping-pong.xtrace', 'signals.xtrace'];

export function registerStart(extension: vscode.Uri): vscode.Disposable {
  const { registerCommand } = vscode.commands;
  return vscode.Disposable.from(
    registerCommand('xtrace.openExample', (name?: unknown) => openExample(extension, name)),
    registerCommand('xtrace.newTrace', () => newTrace(extension)),
    registerCommand('xtrace.getStarted', openWalkthrough),
  );
}

/** The walkthrough beside the first example: for a window that was opened to try the extension. */
export async function showStart(extension: vscode.Uri): Promise<void> {
  if (vscode.window.tabGroups.all.some(({ tabs }) => tabs.length > 0)) return;
  await openExample(extension, FIRST);
  await vscode.commands.executeCommand('workbench.action.openWalkthrough', WALKTHROUGH, true);
}

async function openWalkthrough(): Promise<void> {
  await vscode.commands.executeCommand('workbench.action.openWalkthrough', WALKTHROUGH);
}

/** `name`: from a link of the walkthrough; without one the user chooses. */
async function openExample(extension: vscode.Uri, name: unknown): Promise<void> {
  const examples = vscode.Uri.joinPath(extension, 'examples');
  if (typeof name === 'string') return show(await inWorkspace(vscode.Uri.joinPath(examples, name), name));
  const chosen = await chooseTrace(
    [
      { folder: examples, first: BEGINNINGS },
      { heading: 'bugs of kernels', folder: vscode.Uri.joinPath(examples, 'bugs') },
      { heading: "what Linux's own tests check", folder: vscode.Uri.joinPath(examples, 'selftest') },
    ],
    { placeholder: 'Which example? Enter opens it, the button debugs it.', canDebug: true },
  );
  if (!chosen) return;
  const { uri, debugs } = chosen;
  const shown = await inWorkspace(uri, uri.path.slice(examples.path.length + 1));
  await show(shown);
  if (debugs) await vscode.commands.executeCommand('xtrace.debug', shown);
}

async function show(uri: vscode.Uri): Promise<void> {
  await vscode.window.showTextDocument(uri);
}

/** The workspace's own copy of an example, where it has one: the extension's is gone with its next version. */
async function inWorkspace(uri: vscode.Uri, name: string): Promise<vscode.Uri> {
  for (const folder of vscode.workspace.workspaceFolders ?? []) {
    const own = vscode.Uri.joinPath(folder.uri, name);
    const there = await vscode.workspace.fs.stat(own).then(
      () => true,
      () => false,
    );
    if (there) return own;
  }
  return uri;
}

/** A document without a file, with the text of a template. */
async function newTrace(extension: vscode.Uri): Promise<void> {
  const chosen = await chooseTrace([{ folder: vscode.Uri.joinPath(extension, 'templates') }], {
    placeholder: 'What does the new trace begin with?',
    canDebug: false,
  });
  if (!chosen) return;
  const document = await vscode.workspace.openTextDocument({ language: TRACE_LANGUAGE, content: chosen.text });
  await vscode.window.showTextDocument(document);
}
