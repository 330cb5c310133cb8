/** What is known of the last run of each trace. */
import * as vscode from 'vscode';
import type { Account } from '../../adapter/background/background';

export class Accounts implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<vscode.Uri>();
  private readonly known = new Map<string, Account>();
  /** The trace of a newer run. */
  readonly onDidChange = this.changed.event;

  of(uri: vscode.Uri): Account | undefined {
    return this.known.get(uri.toString());
  }

  set(uri: vscode.Uri, account: Account): void {
    this.known.set(uri.toString(), account);
    this.changed.fire(uri);
  }

  forget(uri: vscode.Uri): void {
    if (this.known.delete(uri.toString())) this.changed.fire(uri);
  }

  dispose(): void {
    this.changed.dispose();
  }
}
