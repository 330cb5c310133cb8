/** Asks the trace that is being debugged for something; says why where it refuses, or where there is none. */
import * as vscode from 'vscode';
import { TYPE } from './launch-configuration';

export async function askSession(request: string, args: object): Promise<void> {
  const session = vscode.debug.activeDebugSession;
  if (session?.type !== TYPE) {
    void vscode.window.showErrorMessage('No trace is being debugged: debug one first.');
    return;
  }
  try {
    await session.customRequest(request, args);
  } catch (error) {
    void vscode.window.showErrorMessage(error instanceof Error ? error.message : String(error));
  }
}
