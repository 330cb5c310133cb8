/** Entry point of the extension where VS Code runs in a browser, without a server that could run Node. */
import type * as vscode from 'vscode';
import type { CoreInPages } from '../adapter/core';
import { activateExtension } from '../vscode/activate';
import type { LoadCore, OpenSession } from '../vscode/core';
import { readCore } from '../vscode/core-in-browser';

export function activate(context: vscode.ExtensionContext): void {
  let core: Promise<CoreInPages> | undefined;
  const loadCore: LoadCore = () => {
    core ??= readCore(context.extensionUri);
    return core;
  };
  // There are no threads for extensions here, so sessions run in slices.
  const openSession: OpenSession = async (host) => (await loadCore()).createSession(host);
  activateExtension(context, loadCore, openSession);
}
