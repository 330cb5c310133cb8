/** Problems of open traces, sent while somebody types. */
import {
  type Connection,
  DiagnosticSeverity,
  type Diagnostic as ProtocolDiagnostic,
  type TextDocuments,
} from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { WHOLE_PAUSE_MS } from '../adapter/background/background';
import { DIAGNOSTIC_SEVERITY } from '../language/editing/editor-kinds';
import type { Diagnostic } from '../language/errors/diagnostic';
import type { LastRuns } from './last-runs';
import { toRange } from './places';
import type { LanguageCore, LanguageHost } from './services';

/** As compilers are called in lists of problems. */
export const SOURCE = 'xtrace';
const TYPING_PAUSE_MS = 150;

/** A document's check that waits or is under way. */
interface Check {
  readonly abort: AbortController;
  readonly timer: NodeJS.Timeout;
}

export class Diagnosing {
  private readonly checks = new Map<string, Check>();

  constructor(
    private readonly connection: Connection,
    documents: TextDocuments<TextDocument>,
    private readonly core: LanguageCore,
    private readonly host: LanguageHost,
    private readonly runs: LastRuns,
  ) {
    const opened = new Set<string>();
    documents.onDidChangeContent(({ document }) => {
      // The text that a document is opened with is complete: nobody types there.
      const pause = opened.has(document.uri) ? TYPING_PAUSE_MS : 0;
      opened.add(document.uri);
      this.begin(document, pause);
    });
    documents.onDidClose(({ document: { uri } }) => {
      opened.delete(uri);
      this.end(uri);
      void connection.sendDiagnostics({ uri, diagnostics: [] });
    });
  }

  private begin(document: TextDocument, pause: number): void {
    this.end(document.uri);
    const abort = new AbortController();
    const timer = setTimeout(() => void this.publish(document, abort.signal), pause);
    this.checks.set(document.uri, { abort, timer });
  }

  private end(uri: string): void {
    const check = this.checks.get(uri);
    check?.abort.abort();
    clearTimeout(check?.timer);
    this.checks.delete(uri);
  }

  private async publish(document: TextDocument, signal: AbortSignal): Promise<void> {
    const { uri, version } = document;
    try {
      const asked = [this.host, this.host.pathOf(uri), document.getText()] as const;
      const known = this.core.diagnoseAtOnce(...asked);
      if (known) {
        await this.connection.sendDiagnostics({ uri, version, diagnostics: known.map(toProtocol) });
        await new Promise((resolve) => setTimeout(resolve, WHOLE_PAUSE_MS));
        if (signal.aborted) return;
      }
      const found = await this.core.diagnose(...asked, signal);
      if (signal.aborted) return;
      await this.connection.sendDiagnostics({ uri, version, diagnostics: found.map(toProtocol) });
      if (!found.some(({ severity }) => severity === 'error')) await this.publishRun(document, found, signal);
    } catch (error) {
      // A later text has a check of its own under way.
      if (!signal.aborted) this.connection.console.error(error instanceof Error ? error.message : String(error));
    }
  }

  /** The same once more where the run of the text goes against the trace's word. */
  private async publishRun(document: TextDocument, found: readonly Diagnostic[], signal: AbortSignal): Promise<void> {
    const { uri, version } = document;
    const run = await this.runs.of(document);
    const more = run && !signal.aborted ? this.core.runProblems(document.getText(), run) : [];
    if (signal.aborted || more.length === 0) return;
    await this.connection.sendDiagnostics({ uri, version, diagnostics: [...found, ...more].map(toProtocol) });
  }
}

function toProtocol({ code, severity, message, range }: Diagnostic): ProtocolDiagnostic {
  return {
    range: toRange(range),
    severity: DiagnosticSeverity[DIAGNOSTIC_SEVERITY[severity]],
    code,
    source: SOURCE,
    message,
  };
}
