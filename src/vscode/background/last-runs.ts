/**
 * The last run of each trace that is open: a trace without errors runs in the background when it is opened and after each
 * change, so that its lines can say what they do.
 */
import * as vscode from 'vscode';
import type { LastRun } from '../../world/account/showing';
import { programOf } from '../debug/program';
import { isLessonTrace } from '../trace-document';
import type { Accounts } from './accounts';
import { type BackgroundSession, Cancelled } from './background-session';

/** Of a run that nobody has asked for: about a second. */
const MOST_STEPS = 1_000_000;
const SETTING = 'runInBackground';

export class LastRuns implements vscode.Disposable {
  private readonly running = new Map<string, vscode.CancellationTokenSource>();

  constructor(
    private readonly session: BackgroundSession,
    private readonly accounts: Accounts,
  ) {}

  /** Of a trace that has run, whatever its text is by now. */
  of(uri: vscode.Uri): LastRun | undefined {
    const account = this.accounts.of(uri);
    return account?.kind === 'run' ? account : undefined;
  }

  get onDidChange(): vscode.Event<vscode.Uri> {
    return this.accounts.onDidChange;
  }

  /** The text of a document has changed: what runs is of no use any more. */
  end({ uri }: vscode.TextDocument): void {
    const key = uri.toString();
    this.running.get(key)?.cancel();
    this.running.delete(key);
  }

  forget(document: vscode.TextDocument): void {
    this.end(document);
    this.accounts.forget(document.uri);
  }

  /** Runs a document that has no errors. */
  async run(document: vscode.TextDocument): Promise<void> {
    this.end(document);
    if (isLessonTrace(document.uri)) return;
    if (!vscode.workspace.getConfiguration('xtrace', document).get(SETTING, true)) return;
    const key = document.uri.toString();
    const running = new vscode.CancellationTokenSource();
    this.running.set(key, running);
    try {
      const asked = { program: programOf(document.uri), text: document.getText(), maxSteps: MOST_STEPS };
      const account = await this.session.account(asked, running.token);
      if (!running.token.isCancellationRequested && !document.isClosed) this.accounts.set(document.uri, account);
    } catch (error) {
      // A trace that cannot be run has a problem, and that is shown as one.
      if (!(error instanceof Cancelled)) this.accounts.forget(document.uri);
    } finally {
      if (this.running.get(key) === running) this.running.delete(key);
      running.dispose();
    }
  }

  dispose(): void {
    for (const running of this.running.values()) running.cancel();
    this.running.clear();
  }
}
