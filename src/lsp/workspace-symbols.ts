/** What all traces in the folders of the editor declare, by name, whether they are open or not. */
import type { CancellationToken, SymbolInformation, TextDocuments } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { OutlineEntry } from '../language/editing/outline-entry';
import { MOST_SYMBOLS, MOST_TRACES, matchesQuery } from '../language/editing/workspace-symbols';
import { toSymbolInformation } from './answers';
import type { Folders } from './folders';
import type { LanguageCore, LanguageHost, TraceFile } from './services';

interface Known {
  readonly version: string;
  readonly names: readonly OutlineEntry[];
}

export class WorkspaceSymbols {
  /** By the URI of the file. */
  private known = new Map<string, Known>();

  constructor(
    private readonly documents: TextDocuments<TextDocument>,
    private readonly folders: Folders,
    private readonly core: LanguageCore,
    private readonly host: LanguageHost,
  ) {}

  async matching(query: string, token: CancellationToken): Promise<SymbolInformation[]> {
    const symbols: SymbolInformation[] = [];
    const take = (uri: string, names: readonly OutlineEntry[]): void => {
      const matching = names.filter(({ name }) => matchesQuery(query, name));
      symbols.push(...matching.map((entry) => toSymbolInformation(uri, entry)));
    };
    // A document that is open may differ from its file.
    for (const document of this.documents.all()) take(document.uri, this.core.declaredNames(document.getText()));
    for (const file of await this.closedFiles()) {
      if (token.isCancellationRequested || symbols.length >= MOST_SYMBOLS) break;
      take(file.uri, await this.namesIn(file));
    }
    return symbols.slice(0, MOST_SYMBOLS);
  }

  /** A client may write the URI of a file otherwise than this program, so paths are compared. */
  private async closedFiles(): Promise<readonly TraceFile[]> {
    const found = await Promise.all(this.folders.uris.map((folder) => this.host.tracesIn(folder, MOST_TRACES)));
    const files = new Map(found.flat().map((file) => [this.host.pathOf(file.uri), file]));
    for (const { uri } of this.documents.all()) files.delete(this.host.pathOf(uri));
    const closed = [...files.values()].slice(0, MOST_TRACES);
    const there = new Set(closed.map(({ uri }) => uri));
    this.known = new Map([...this.known].filter(([uri]) => there.has(uri)));
    return closed;
  }

  private async namesIn({ uri, version }: TraceFile): Promise<readonly OutlineEntry[]> {
    const known = this.known.get(uri);
    if (known?.version === version) return known.names;
    const names = await this.host.readTrace(uri).then(this.core.declaredNames, () => []);
    this.known.set(uri, { version, names });
    return names;
  }
}
