/** Problems of open traces, while one types. */
import * as vscode from 'vscode';
import { DIAGNOSTIC_SEVERITY } from '../language/editing/editor-kinds';
import type { Diagnostic } from '../language/errors/diagnostic';
import type { LoadCore } from './core';
import { editorHost } from './debug/editor-host';
import { programOf } from './debug/program';
import { toRange } from './language/ranges';
import { languageOf } from './trace-document';

const SOURCE = 'xtrace';
const TYPING_PAUSE_MS = 150;
/** Schemes of earlier versions, as a diff shows them. Nobody mends an earlier version. */
const HISTORY_SCHEME = 'git';

export class Diagnostics implements vscode.Disposable {
  private readonly collection = vscode.languages.createDiagnosticCollection(SOURCE);
  private readonly timers = new Map<string, NodeJS.Timeout>();
  /** The check under way of each document. A change of the document ends the check of the earlier text. */
  private readonly checks = new Map<string, AbortController>();
  private readonly subscriptions: vscode.Disposable;

  constructor(private readonly loadCore: LoadCore) {
    this.subscriptions = vscode.Disposable.from(
      vscode.workspace.onDidOpenTextDocument((document) => this.check(document, 0)),
      vscode.workspace.onDidChangeTextDocument(({ document }) => this.check(document, TYPING_PAUSE_MS)),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => this.forget(uri)),
    );
    for (const document of vscode.workspace.textDocuments) this.check(document, 0);
  }

  dispose(): void {
    for (const timer of this.timers.values()) clearTimeout(timer);
    this.subscriptions.dispose();
    this.collection.dispose();
  }

  private check(document: vscode.TextDocument, delay: number): void {
    if (languageOf(document) !== 'trace' || document.uri.scheme === HISTORY_SCHEME) return;
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
    const check = new AbortController();
    this.checks.get(key)?.abort();
    this.checks.set(key, check);
    const core = await this.loadCore();
    const checking = core.diagnose(editorHost, programOf(document.uri), document.getText(), check.signal);
    const problems = await checking.catch((error: unknown) => {
      if (check.signal.aborted) return [];
      throw error;
    });
    if (this.checks.get(key) === check) this.checks.delete(key);
    // A later text has its own check under way.
    if (check.signal.aborted || document.isClosed || document.version !== version || languageOf(document) !== 'trace')
      return;
    this.collection.set(document.uri, problems.map(toEditor));
  }

  private forget(uri: vscode.Uri): void {
    clearTimeout(this.timers.get(uri.toString()));
    this.timers.delete(uri.toString());
    this.checks.get(uri.toString())?.abort();
    this.collection.delete(uri);
  }
}

function toEditor({ code, severity, message, range }: Diagnostic): vscode.Diagnostic {
  const problem = new vscode.Diagnostic(
    toRange(range),
    message,
    vscode.DiagnosticSeverity[DIAGNOSTIC_SEVERITY[severity]],
  );
  problem.code = code;
  problem.source = SOURCE;
  return problem;
}
