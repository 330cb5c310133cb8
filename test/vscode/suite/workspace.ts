/** What the suites share: the examples folder that the window has open, and waiting for what happens in its own time. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';

export const EXTENSION = 'xtrace.xtrace';

export function example(name: string): vscode.Uri {
  const folder = vscode.workspace.workspaceFolders?.[0];
  assert.ok(folder, 'the window has the examples open');
  return vscode.Uri.joinPath(folder.uri, name);
}

export async function showTrace(name: string): Promise<vscode.TextEditor> {
  return vscode.window.showTextDocument(await vscode.workspace.openTextDocument(example(name)));
}

/** Resolves with the first value that is not undefined. */
export async function eventually<T>(what: string, probe: () => T | undefined | Promise<T | undefined>): Promise<T> {
  const deadline = Date.now() + 60_000;
  for (;;) {
    const value = await probe();
    if (value !== undefined) return value;
    assert.ok(Date.now() < deadline, `${what} did not happen within 60 s`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
