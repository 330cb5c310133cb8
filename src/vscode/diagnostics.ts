/** Problems of open traces and written policies, while one types. */
import * as vscode from 'vscode';
import { type Diagnosis, TYPING_PAUSE_MS, WHOLE_PAUSE_MS } from '../adapter/background/background';
import { type BackgroundSession, Cancelled } from './background/background-session';
import type { LastRuns } from './background/last-runs';
import { programOf } from './debug/program';
import { editorDiagnostic } from './language/ranges';
import { languageOf } from './trace-document';

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
      vscode.workspace.onDidOpenTextDocument((document) => this.checkSoon(document, 0)),
      vscode.workspace.onDidChangeTextDocument(({ document }) => this.checkSoon(document, TYPING_PAUSE_MS)),
      vscode.workspace.onDidCloseTextDocument((document) => this.forget(document)),
    );
    for (const document of vscode.workspace.textDocuments) this.checkSoon(document, 0);
  }

  dispose(): void {
    for (const timer of this.timers.values()) clearTimeout(timer);
    this.subscriptions.dispose();
    this.collection.dispose();
  }

  private checkSoon(document: vscode.TextDocument, delay: number): void {
    if (!isChecked(document) || document.uri.scheme === HISTORY_SCHEME) return;
    const key = document.uri.toString();
    clearTimeout(this.timers.get(key));
    this.timers.set(
      key,
      setTimeout(() => {
        this.timers.delete(key);
        void this.check(document);
      }, delay),
    );
  }

  private async check(document: vscode.TextDocument): Promise<void> {
    const key = document.uri.toString();
    const check = new vscode.CancellationTokenSource();
    this.checks.get(key)?.cancel();
    this.checks.set(key, check);
    this.runs.end(document);
    try {
      const { isComplete, diagnostics } = await this.publish(document, true, check.token);
      const all = isComplete ? diagnostics : await this.publishWhole(document, check.token);
      if (languageOf(document) !== 'trace') return;
      if (!all.some(({ severity }) => severity === 'error')) void this.runs.run(document);
    } catch (error) {
      if (!(error instanceof Cancelled)) throw error;
    } finally {
      if (this.checks.get(key) === check) this.checks.delete(key);
      check.dispose();
    }
  }

  /** Once the user is quiet. */
  private async publishWhole(
    document: vscode.TextDocument,
    token: vscode.CancellationToken,
  ): Promise<Diagnosis['diagnostics']> {
    await new Promise((resolve) => setTimeout(resolve, WHOLE_PAUSE_MS));
    return (await this.publish(document, false, token)).diagnostics;
  }

  /** Rejects with `Cancelled` when a later text has its own check under way. */
  private async publish(
    document: vscode.TextDocument,
    atOnce: boolean,
    token: vscode.CancellationToken,
  ): Promise<Diagnosis> {
    const { version, uri } = document;
    const asked = { program: programOf(uri), text: document.getText(), atOnce };
    const diagnosis = await this.session.diagnose(asked, token);
    if (document.isClosed || document.version !== version || !isChecked(document)) throw new Cancelled();
    this.collection.set(
      uri,
      diagnosis.diagnostics.map((problem) => editorDiagnostic(problem, 'check')),
    );
    return diagnosis;
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
