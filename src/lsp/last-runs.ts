/** What the lines of a document do: each text runs when a client asks about it for the first time. */
import { type InlayHint, InlayHintKind, type Range } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { LastRun } from '../world/account/showing';
import type { LanguageCore, LanguageHost } from './services';

/** Of a run that nobody has asked for: about a second. */
const MOST_STEPS = 1_000_000;

interface Running {
  readonly version: number;
  readonly abort: AbortController;
  /** Undefined where the text does not run. */
  readonly run: Promise<LastRun | undefined>;
}

export class LastRuns {
  private readonly running = new Map<string, Running>();

  constructor(
    private readonly core: LanguageCore,
    private readonly host: LanguageHost,
  ) {}

  /** The run of the document's present text. */
  of(document: TextDocument): Promise<LastRun | undefined> {
    const { uri, version } = document;
    const known = this.running.get(uri);
    if (known?.version === version) return known.run;
    known?.abort.abort();
    const abort = new AbortController();
    const run = this.take(document, abort.signal);
    this.running.set(uri, { version, abort, run });
    return run;
  }

  forget(uri: string): void {
    this.running.get(uri)?.abort.abort();
    this.running.delete(uri);
  }

  async hints(document: TextDocument, { start, end }: Range): Promise<InlayHint[]> {
    const run = await this.of(document);
    if (!run) return [];
    const lines = document.getText().split(/\r?\n/);
    return this.core
      .runHints(document.getText(), run)
      .filter(({ line }) => line >= start.line && line <= end.line)
      .map(({ line, text }) => ({
        position: { line, character: lines[line]?.length ?? 0 },
        label: text,
        kind: InlayHintKind.Type,
        paddingLeft: true,
      }));
  }

  private async take(document: TextDocument, signal: AbortSignal): Promise<LastRun | undefined> {
    const asked = { program: this.host.pathOf(document.uri), text: document.getText(), maxSteps: MOST_STEPS };
    // A newer text has a run of its own; what else keeps a trace from running is told as a problem.
    const account = await this.core.accountFor(this.host, asked, signal).catch(() => undefined);
    return account?.kind === 'run' ? account : undefined;
  }
}
