/** The debug adapter inside the extension host: VS Code talks to it by function call. */
import * as vscode from 'vscode';
import type { LoadCore } from '../core';
import { editorHost } from './editor-host';
import { TYPE } from './launch-configuration';

export function registerAdapter(loadCore: LoadCore): vscode.Disposable {
  return vscode.debug.registerDebugAdapterDescriptorFactory(TYPE, {
    async createDebugAdapterDescriptor() {
      const core = await loadCore();
      return new vscode.DebugAdapterInlineImplementation(core.createSession(editorHost));
    },
  });
}
