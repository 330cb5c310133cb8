/** Entry point of the VS Code extension. */
import type * as vscode from 'vscode';
import { activateExtension } from '../vscode/activate';
import type { LoadCore } from '../vscode/core';

const loadCore: LoadCore = () => import('./core');

export function activate(context: vscode.ExtensionContext): void {
  activateExtension(context, loadCore);
}
