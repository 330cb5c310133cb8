/** Asks the trace that is being debugged for something; says why where it refuses, or where there is none. */
import * as vscode from 'vscode';
import { TYPE } from './launch-configuration';

export async function askSession(request: string, args: object): Promise<void> {
  await sessionAnswer(request, args);
}

/** Our own adapter answers, so the answer has the type of the request; undefined where it refuses. */
export async function sessionAnswer<T>(request: string, args: object): Promise<T | undefined> {
  const session = vscode.debug.activeDebugSession;
  if (session?.type !== TYPE) {
    void vscode.window.showErrorMessage('No trace is being debugged: debug one first.');
    return undefined;
  }
  try {
    return (await session.customRequest(request, args)) as T;
  } catch (error) {
    void vscode.window.showErrorMessage(error instanceof Error ? error.message : String(error));
    return undefined;
  }
}
