/** What all traces of the workspace declare, by name: *Go to Symbol in Workspace*. */
import * as vscode from 'vscode';
import { TRACE_LIMIT } from '../../adapter/launch/file-limit';
import { SYMBOL_KIND } from '../../language/editing/editor-kinds';
import type { OutlineEntry } from '../../language/editing/outline-entry';
import { MOST_SYMBOLS, MOST_TRACES, matchesQuery } from '../../language/editing/workspace-symbols';
import type { LoadCore } from '../core';
import { baseName } from '../debug/program';
import { toRange } from './ranges';

const TRACES = '**/*.xtrace';

export class WorkspaceSymbols implements vscode.WorkspaceSymbolProvider, vscode.Disposable {
  /** By URI, until the file changes. */
  private readonly known = new Map<string, Promise<readonly OutlineEntry[]>>();
  private readonly subscriptions: vscode.Disposable;

  constructor(private readonly loadCore: LoadCore) {
    const watcher = vscode.workspace.createFileSystemWatcher(TRACES);
    const forget = (uri: vscode.Uri): void => void this.known.delete(uri.toString());
    this.subscriptions = vscode.Disposable.from(
      watcher,
      watcher.onDidChange(forget),
      watcher.onDidDelete(forget),
      vscode.languages.registerWorkspaceSymbolProvider(this),
    );
  }

  dispose(): void {
    this.subscriptions.dispose();
  }

  async provideWorkspaceSymbols(query: string, token: vscode.CancellationToken): Promise<vscode.SymbolInformation[]> {
    const files = await vscode.workspace.findFiles(TRACES, '**/node_modules/**', MOST_TRACES, token);
    const symbols: vscode.SymbolInformation[] = [];
    for (const uri of files) {
      if (token.isCancellationRequested || symbols.length >= MOST_SYMBOLS) break;
      for (const entry of await this.namesIn(uri))
        if (matchesQuery(query, entry.name)) symbols.push(symbolOf(uri, entry));
    }
    return symbols;
  }

  /** A document that is open may differ from its file. */
  private async namesIn(uri: vscode.Uri): Promise<readonly OutlineEntry[]> {
    const open = vscode.workspace.textDocuments.find((document) => document.uri.toString() === uri.toString());
    const { declaredNames } = await this.loadCore();
    if (open) return declaredNames(open.getText());
    const key = uri.toString();
    let names = this.known.get(key);
    if (!names) {
      names = readTrace(uri).then(declaredNames, () => []);
      this.known.set(key, names);
    }
    return names;
  }
}

async function readTrace(uri: vscode.Uri): Promise<string> {
  const { size } = await vscode.workspace.fs.stat(uri);
  return size > TRACE_LIMIT.bytes ? '' : new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
}

function symbolOf(uri: vscode.Uri, { kind, name, selection }: OutlineEntry): vscode.SymbolInformation {
  const place = new vscode.Location(uri, toRange(selection));
  return new vscode.SymbolInformation(name, vscode.SymbolKind[SYMBOL_KIND[kind]], baseName(uri), place);
}
