/** The traces that are being debugged now: the editor names only the one that is in front. */
import * as vscode from 'vscode';
import { TYPE } from './launch-configuration';

export class Sessions implements vscode.Disposable {
  private readonly running = new Map<string, vscode.DebugSession>();
  private readonly subscriptions = vscode.Disposable.from(
    vscode.debug.onDidStartDebugSession((session) => {
      if (session.type === TYPE) this.running.set(session.id, session);
    }),
    vscode.debug.onDidTerminateDebugSession(({ id }) => void this.running.delete(id)),
  );

  get all(): readonly vscode.DebugSession[] {
    return [...this.running.values()];
  }

  dispose(): void {
    this.subscriptions.dispose();
  }
}
