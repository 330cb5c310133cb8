/** Shows the pages of one view: in the sidebar, and large in editor tabs, which come back after a reload of the window. */
import * as vscode from 'vscode';
import type { ViewsFeed } from './feed';
import { pageHtml, webviewOptions } from './page-html';
import { SIDEBAR } from './sidebar';
import type { OpenPages, ViewRow } from './view';
import { headerOf, type Shown, ViewPage } from './view-page';

export class ViewPages implements vscode.WebviewViewProvider, vscode.WebviewPanelSerializer, vscode.Disposable {
  private readonly pages = new Set<ViewPage>();
  /** The last message while no page was open. The first page to open gets the message. */
  private unheard: unknown;
  private readonly subscriptions: vscode.Disposable;

  constructor(
    private readonly row: ViewRow,
    private readonly extension: vscode.Uri,
    private readonly feed: ViewsFeed,
  ) {
    const id = idOf(row);
    const all: OpenPages<unknown> = {
      get stop() {
        return feed.stop;
      },
      tell: (message) => this.tell(message),
    };
    const commands = { [`${id}.openInEditor`]: () => this.openInEditor(), ...row.commands?.(all) };
    this.subscriptions = vscode.Disposable.from(
      vscode.window.registerWebviewViewProvider(id, this),
      vscode.window.registerWebviewPanelSerializer(id, this),
      ...Object.entries(commands).map(([command, run]) => vscode.commands.registerCommand(command, run)),
    );
  }

  dispose(): void {
    this.subscriptions.dispose();
  }

  resolveWebviewView(view: vscode.WebviewView): void {
    const describe = (): void => {
      const { stop } = this.feed;
      const header = stop && headerOf(stop);
      view.description = header ? `${header.trace} · ${header.running ? 'running' : header.time}` : '';
    };
    describe();
    const page = this.fill(view, 'sidebar', { focus: () => view.show(false) });
    const following = vscode.Disposable.from(
      this.feed.onDidChange(describe),
      view.onDidChangeVisibility(() => page.refresh()),
    );
    view.onDidDispose(() => {
      following.dispose();
      this.close(page);
    });
  }

  async deserializeWebviewPanel(panel: vscode.WebviewPanel): Promise<void> {
    this.fillPanel(panel);
  }

  private openInEditor(): void {
    const { title } = SIDEBAR[this.row.name];
    const column = { viewColumn: vscode.ViewColumn.Beside, preserveFocus: false };
    this.fillPanel(vscode.window.createWebviewPanel(idOf(this.row), title, column, webviewOptions(this.extension)));
  }

  private fillPanel(panel: vscode.WebviewPanel): void {
    panel.iconPath = vscode.Uri.joinPath(this.extension, 'media/activity.svg');
    const page = this.fill(panel, 'tab', {
      focus: () => panel.reveal(undefined, false),
      uncover: () => uncover(panel),
    });
    panel.onDidChangeViewState(() => page.refresh());
    panel.onDidDispose(() => this.close(page));
  }

  private fill(
    shown: vscode.WebviewView | vscode.WebviewPanel,
    place: 'sidebar' | 'tab',
    keyboard: Pick<Shown, 'focus' | 'uncover'>,
  ): ViewPage {
    const opened: Shown = {
      webview: shown.webview,
      get visible() {
        return shown.visible;
      },
      ...keyboard,
    };
    const page = new ViewPage(this.row, opened, this.feed, (message) => this.tell(message));
    this.pages.add(page);
    if (this.unheard !== undefined) page.tell(this.unheard);
    this.unheard = undefined;
    shown.webview.options = webviewOptions(this.extension);
    shown.webview.html = pageHtml(shown.webview, this.extension, {
      ...SIDEBAR[this.row.name],
      name: this.row.name,
      place,
    });
    return page;
  }

  private close(page: ViewPage): void {
    this.pages.delete(page);
    page.dispose();
  }

  private tell(message: unknown): void {
    if (this.pages.size === 0) this.unheard = message;
    for (const page of this.pages) page.tell(message);
  }
}

/** VS Code shows the source of a frame in the group of editors that was active last, which can be that of the page. */
async function uncover({ viewColumn: own }: vscode.WebviewPanel): Promise<void> {
  const { activeTextEditor, tabGroups } = vscode.window;
  const beside = tabGroups.all.find(({ viewColumn }) => viewColumn !== own);
  if (own === undefined || activeTextEditor?.viewColumn !== own || !beside) return;
  await vscode.commands.executeCommand('moveActiveEditor', { to: 'position', by: 'group', value: beside.viewColumn });
}

function idOf({ name }: ViewRow): string {
  return `xtrace.${name}`;
}
