/** Shows rows in a tree view. */
import * as vscode from 'vscode';
import type { ViewsSnapshot } from '../../adapter/views/views';
import type { ViewsFeed } from './feed';
import type { Row } from './row';

export class RowTree implements vscode.TreeDataProvider<Row>, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  readonly onDidChangeTreeData = this.changed.event;
  private readonly view: vscode.TreeView<Row>;
  private readonly subscription: vscode.Disposable;

  constructor(
    id: string,
    private readonly feed: ViewsFeed,
    private readonly rowsOf: (snapshot: ViewsSnapshot) => readonly Row[],
    private readonly captionOf: (snapshot: ViewsSnapshot) => string,
  ) {
    this.view = vscode.window.createTreeView(id, { treeDataProvider: this });
    this.subscription = feed.onDidChange(() => this.refresh());
    this.refresh();
  }

  dispose(): void {
    this.subscription.dispose();
    this.view.dispose();
    this.changed.dispose();
  }

  getChildren(row?: Row): Row[] {
    if (row) return [...(row.children ?? [])];
    const { stop } = this.feed;
    return stop ? [...this.rowsOf(stop.snapshot)] : [];
  }

  getTreeItem(row: Row): vscode.TreeItem {
    // Highlighted as a whole when the last step changed it.
    const label: vscode.TreeItemLabel = { label: row.label };
    if (row.changed) label.highlights = [[0, row.label.length]];
    const item = new vscode.TreeItem(label, collapsibleState(row));
    item.id = row.id;
    item.description = row.description;
    item.tooltip = new vscode.MarkdownString(row.tooltip);
    item.iconPath = new vscode.ThemeIcon(
      row.icon.name,
      row.icon.color ? new vscode.ThemeColor(row.icon.color) : undefined,
    );
    item.accessibilityInformation = { label: row.spoken };
    if (row.value !== undefined) item.contextValue = 'value';
    return item;
  }

  private refresh(): void {
    const { stop } = this.feed;
    this.view.description = stop ? this.captionOf(stop.snapshot) : '';
    this.changed.fire();
  }
}

function collapsibleState({ children, expanded }: Row): vscode.TreeItemCollapsibleState {
  const { None, Collapsed, Expanded } = vscode.TreeItemCollapsibleState;
  if (!children) return None;
  return expanded ? Expanded : Collapsed;
}

export function registerCopyValue(): vscode.Disposable {
  return vscode.commands.registerCommand('xtrace.copyValue', (row?: Row) => {
    if (row?.value !== undefined) void vscode.env.clipboard.writeText(row.value);
  });
}
