/** The debug adapter that the extension brings: VS Code talks to it by function call, wherever it runs. */
import * as vscode from 'vscode';
import type { OpenSession } from '../core';
import { editorHost } from './editor-host';
import { TYPE } from './launch-configuration';

export function registerAdapter(openSession: OpenSession): vscode.Disposable {
  return vscode.debug.registerDebugAdapterDescriptorFactory(TYPE, {
    async createDebugAdapterDescriptor() {
      return new vscode.DebugAdapterInlineImplementation(await openSession(editorHost));
    },
  });
}
