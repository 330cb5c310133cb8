/** The traces that expect something, by folder and file, with their expectations as children. */
import * as vscode from 'vscode';
import type { LoadCore } from '../core';
import { editorHost } from '../debug/editor-host';
import { baseName, programOf } from '../debug/program';
import { toRange } from '../language/ranges';

const TRACES = '**/*.xtrace';
const NO_TRACES = '**/node_modules/**';
/** A folder with more traces than that is no folder of tests. */
const MOST_TRACES = 5000;
/** Files that are read at the same time: a remote workspace takes a while for each. */
const AT_ONCE = 16;
/** Without this word a text has no expectation, and is not parsed. */
const EXPECT = /^\s*(?:@\S+\s+)?expect\b/im;

export class TestTree implements vscode.Disposable {
  private readonly traces = new Map<string, vscode.TestItem>();
  private readonly found = new vscode.EventEmitter<vscode.TestItem>();
  /** A trace is there, or has another text. */
  readonly onDidChange = this.found.event;
  private watcher: vscode.FileSystemWatcher | undefined;
  private search: Promise<void> | undefined;

  constructor(
    private readonly controller: vscode.TestController,
    private readonly loadCore: LoadCore,
  ) {}

  dispose(): void {
    this.watcher?.dispose();
    this.found.dispose();
  }

  /** Resolves when the first search is over: before that the tree lacks traces that lie in the workspace. */
  ready(): Promise<void> {
    return this.search ?? this.find();
  }

  /** All traces of the workspace; afterwards the tree follows what happens to them. */
  find(): Promise<void> {
    this.search = this.lookForTraces();
    return this.search;
  }

  private async lookForTraces(): Promise<void> {
    this.watch();
    const files = await vscode.workspace.findFiles(TRACES, NO_TRACES, MOST_TRACES);
    files.sort((a, b) => (a.path < b.path ? -1 : 1));
    for (let at = 0; at < files.length; at += AT_ONCE)
      await Promise.all(files.slice(at, at + AT_ONCE).map((uri) => this.look(uri)));
  }

  /** The items of traces in an item: itself, or those of its folder. */
  tracesIn(item: vscode.TestItem): readonly vscode.TestItem[] {
    if (this.isTrace(item)) return [item];
    return [...item.children].flatMap(([, child]) => this.tracesIn(child));
  }

  all(): readonly vscode.TestItem[] {
    return [...this.traces.values()];
  }

  isTrace({ id }: vscode.TestItem): boolean {
    return this.traces.has(id);
  }

  private watch(): void {
    if (this.watcher) return;
    this.watcher = vscode.workspace.createFileSystemWatcher(TRACES);
    this.watcher.onDidCreate((uri) => this.look(uri));
    this.watcher.onDidChange((uri) => this.look(uri));
    this.watcher.onDidDelete((uri) => this.remove(uri));
  }

  /** The file as it is now. */
  private async look(uri: vscode.Uri): Promise<void> {
    if (uri.path.includes('/node_modules/')) return;
    const text = await editorHost.readText(programOf(uri)).catch(() => '');
    const expectations = EXPECT.test(text) ? (await this.loadCore()).expectationsIn(text) : [];
    if (expectations.length === 0) return this.remove(uri);
    const item = this.itemOf(uri);
    item.children.replace(
      expectations.map(({ name, condition, range }, index) => {
        const child = this.controller.createTestItem(`${item.id}#${index}`, name, uri);
        child.range = toRange(range);
        if (name !== condition) child.description = condition;
        // Of the same condition twice the first stands first.
        child.sortText = String(range.line).padStart(7, '0');
        return child;
      }),
    );
    this.found.fire(item);
  }

  private itemOf(uri: vscode.Uri): vscode.TestItem {
    const id = uri.toString();
    const known = this.traces.get(id);
    if (known) return known;
    const item = this.controller.createTestItem(id, baseName(uri), uri);
    // VS Code opens it at its beginning.
    item.range = new vscode.Range(0, 0, 0, 0);
    this.folderOf(uri).add(item);
    this.traces.set(id, item);
    return item;
  }

  /** Where the item of a trace belongs: below the folders that it lies in, and below its workspace where there are several. */
  private folderOf(uri: vscode.Uri): vscode.TestItemCollection {
    const workspace = vscode.workspace.getWorkspaceFolder(uri);
    const path = vscode.workspace.asRelativePath(uri).split('/').slice(0, -1);
    let items = this.controller.items;
    let id = `folder:${workspace?.uri.toString() ?? ''}`;
    for (const name of path) {
      id += `/${name}`;
      const folder = items.get(id) ?? this.controller.createTestItem(id, name);
      items.add(folder);
      items = folder.children;
    }
    return items;
  }

  private remove(uri: vscode.Uri): void {
    const item = this.traces.get(uri.toString());
    if (!item) return;
    this.traces.delete(uri.toString());
    let { parent } = item;
    (parent?.children ?? this.controller.items).delete(item.id);
    while (parent && parent.children.size === 0) {
      const above: vscode.TestItem | undefined = parent.parent;
      (above?.children ?? this.controller.items).delete(parent.id);
      parent = above;
    }
  }
}
