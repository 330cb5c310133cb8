/** The core where VS Code runs in a browser. */
import * as vscode from 'vscode';
import type { CoreInPages } from '../adapter/core';

/** A web extension is one file: what is loaded late is read like any file, and run as VS Code runs extensions. */
export async function readCore(extension: vscode.Uri): Promise<CoreInPages> {
  const read = (name: string) => vscode.workspace.fs.readFile(vscode.Uri.joinPath(extension, 'dist', name));
  const text = new TextDecoder().decode(await read('core-web.js'));
  const core = new Function(`${text}\nreturn xtraceCore;`)() as CoreInPages; // the interface of that bundle
  await core.start(await read('iced_x86_bg.wasm'));
  return core;
}
