/** Problems of open traces and written policies, while one types. */
import * as vscode from 'vscode';
import { type BackgroundSession, Cancelled } from './background/background-session';
import type { LastRuns } from './background/last-runs';
import { programOf } from './debug/program';
import { editorDiagnostic } from './language/ranges';
import { languageOf } from './trace-document';

/** Keys that come closer together than this are one change. */
const TYPING_PAUSE_MS = 15;
/** Schemes of earlier versions, as a diff shows them. Nobody mends an earlier version. */
const HISTORY_SCHEME = 'git';

export class Diagnostics implements vscode.Disposable {
  private readonly collection = vscode.languages.createDiagnosticCollection('xtrace');
  private readonly timers = new Map<string, ReturnType<typeof setTimeout>>();
  /** The check under way of each document. A change of the document ends the check of the earlier text. */
  private readonly checks = new Map<string, vscode.CancellationTokenSource>();
  private readonly subscriptions: vscode.Disposable;

  constructor(
    private readonly session: BackgroundSession,
    private readonly runs: LastRuns,
  ) {
    this.subscriptions = vscode.Disposable.from(
      vscode.workspace.onDidOpenTextDocument((document) => this.check(document, 0)),
      vscode.workspace.onDidChangeTextDocument(({ document }) => this.check(document, TYPING_PAUSE_MS)),
      vscode.workspace.onDidCloseTextDocument((document) => this.forget(document)),
    );
    for (const document of vscode.workspace.textDocuments) this.check(document, 0);
  }

  dispose(): void {
    for (const timer of this.timers.values()) clearTimeout(timer);
    this.subscriptions.dispose();
    this.collection.dispose();
  }

  private check(document: vscode.TextDocument, delay: number): void {
    if (!isChecked(document) || document.uri.scheme === HISTORY_SCHEME) return;
    const key = document.uri.toString();
    clearTimeout(this.timers.get(key));
    this.timers.set(
      key,
      setTimeout(() => {
        this.timers.delete(key);
        void this.publish(document);
      }, delay),
    );
  }

  private async publish(document: vscode.TextDocument): Promise<void> {
    const { version } = document;
    const key = document.uri.toString();
    const check = new vscode.CancellationTokenSource();
    this.checks.get(key)?.cancel();
    this.checks.set(key, check);
    this.runs.end(document);
    try {
      const asked = { program: programOf(document.uri), text: document.getText() };
      const problems = await this.session.diagnose(asked, check.token);
      // A later text has its own check under way.
      if (document.isClosed || document.version !== version || !isChecked(document)) return;
      this.collection.set(
        document.uri,
        problems.map((problem) => editorDiagnostic(problem, 'check')),
      );
      if (languageOf(document) !== 'trace') return;
      if (!problems.some(({ severity }) => severity === 'error')) void this.runs.run(document);
    } catch (error) {
      if (!(error instanceof Cancelled)) throw error;
    } finally {
      if (this.checks.get(key) === check) this.checks.delete(key);
      check.dispose();
    }
  }

  private forget(document: vscode.TextDocument): void {
    const { uri } = document;
    clearTimeout(this.timers.get(uri.toString()));
    this.timers.delete(uri.toString());
    this.checks.get(uri.toString())?.cancel();
    this.collection.delete(uri);
    this.runs.forget(document);
  }
}

/** A trace, or a policy that somebody writes: the debugger's source of a kernel is no file. */
function isChecked(document: vscode.TextDocument): boolean {
  const language = languageOf(document);
  if (language !== 'kernel') return language === 'trace';
  return vscode.workspace.fs.isWritableFileSystem(document.uri.scheme) !== undefined;
}
