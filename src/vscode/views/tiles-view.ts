/** The Tiles view: hands snapshots to the page and does what only the extension can do for it. */
import * as vscode from 'vscode';
import type { TileView } from '../../adapter/views/views';
import { XFEATURE } from '../../machine/architecture/component';
import { ELEMENT_TYPES, type ElementTypeId, isElementTypeId } from '../../webview/tiles/element-type';
import { gridText, makeGrid } from '../../webview/tiles/grid';
import { shapeText } from '../../webview/tiles/labels';
import type { FromView, TileContext, ToView } from '../../webview/tiles/messages';
import { readProgram } from '../debug/editor-host';
import type { ViewsFeed } from './feed';
import { tileTypes } from './tile-types';
import { tilesHtml } from './tiles-html';

/** For a tile that no instruction of the trace multiplies. */
const PLAIN_BYTES: ElementTypeId = 'int8';

export class TilesView implements vscode.WebviewViewProvider, vscode.Disposable {
  private view: vscode.WebviewView | undefined;
  private ready = false;
  private types: readonly ElementTypeId[] = [];
  private sessionId: string | undefined;
  private readonly subscriptions: vscode.Disposable;

  constructor(
    private readonly extension: vscode.Uri,
    private readonly feed: ViewsFeed,
  ) {
    const command = vscode.commands.registerCommand;
    this.subscriptions = vscode.Disposable.from(
      vscode.window.registerWebviewViewProvider('xtrace.tiles', this),
      feed.onDidChange(() => this.refresh()),
      vscode.workspace.onDidChangeConfiguration((change) => {
        if (change.affectsConfiguration('xtrace.tiles')) void this.loadTypes();
      }),
      command('xtrace.tiles.elementType', () => this.pickType()),
      command('xtrace.tiles.toggleHeatMap', () => this.post({ kind: 'toggle', option: 'heatMap' })),
      command('xtrace.tiles.toggleNumbers', () => this.post({ kind: 'toggle', option: 'numbers' })),
      command('xtrace.tiles.copy', (context?: Partial<TileContext>) => this.copyTile(context)),
    );
    void this.loadTypes();
  }

  dispose(): void {
    this.subscriptions.dispose();
  }

  resolveWebviewView(view: vscode.WebviewView): void {
    this.view = view;
    this.ready = false;
    view.webview.options = {
      enableScripts: true,
      localResourceRoots: ['dist/webview', 'media'].map((folder) => vscode.Uri.joinPath(this.extension, folder)),
    };
    view.webview.onDidReceiveMessage((message: FromView) => this.receive(message));
    view.onDidDispose(() => {
      this.view = undefined;
      this.ready = false;
    });
    view.webview.html = tilesHtml(view.webview, this.extension);
  }

  private receive(message: FromView): void {
    if (message.kind === 'ready') {
      this.ready = true;
      this.post({ kind: 'default-types', types: this.types });
      this.refresh();
    } else {
      void vscode.env.clipboard.writeText(message.text);
    }
  }

  private refresh(): void {
    const { snapshot, session } = this.feed;
    if (session?.id !== this.sessionId) {
      this.sessionId = session?.id;
      void this.loadTypes();
    }
    if (this.view) this.view.description = snapshot?.time.text ?? '';
    if (!snapshot) {
      this.post({ kind: 'none' });
      return;
    }
    const { tiles, previousTiles, running, registers } = snapshot;
    const armed = registers.rows.some(({ index, armed }) => index === XFEATURE.XTILEDATA && armed === true);
    this.post({ kind: 'tiles', content: { tiles, previous: previousTiles, running, armed } });
  }

  private async loadTypes(): Promise<void> {
    const setting = vscode.workspace.getConfiguration('xtrace').get('tiles.elementType');
    const program: unknown = this.feed.session?.configuration.program;
    const text = typeof program === 'string' ? await readProgram(program) : '';
    this.types = isElementTypeId(setting) ? tileTypes('', setting) : tileTypes(text, PLAIN_BYTES);
    this.post({ kind: 'default-types', types: this.types });
  }

  private async pickType(): Promise<void> {
    const automatic = { label: 'auto', description: 'as the instructions of the trace use each tile', id: null };
    const items = [automatic, ...ELEMENT_TYPES.map(({ id, title }) => ({ label: title, description: '', id }))];
    const picked = await vscode.window.showQuickPick(items, { placeHolder: 'Show the elements of all tiles as' });
    if (picked) this.post({ kind: 'choose-type', type: picked.id });
  }

  /** `context` comes from the page's context menu; the palette gives none. */
  private async copyTile(context?: Partial<TileContext>): Promise<void> {
    const tiles = this.feed.snapshot?.tiles.tiles.filter(({ rows }) => rows > 0) ?? [];
    if (tiles.length === 0) {
      void vscode.window.showInformationMessage('No tile is configured, so there is nothing to copy.');
      return;
    }
    const index = context?.tile ?? (await pickTile(tiles));
    const tile = tiles.find((candidate) => candidate.index === index);
    if (!tile) return;
    const grid = makeGrid(tile, context?.type ?? this.types[tile.index] ?? PLAIN_BYTES);
    await vscode.env.clipboard.writeText(gridText(grid));
    vscode.window.setStatusBarMessage(`tmm${tile.index} copied as ${grid.type.title}`, 3000);
  }

  private post(message: ToView): void {
    if (this.ready) void this.view?.webview.postMessage(message);
  }
}

async function pickTile(tiles: readonly TileView[]): Promise<number | undefined> {
  const items = tiles.map(({ index, rows, colsb }) => ({
    label: `tmm${index}`,
    description: shapeText(rows, colsb),
    index,
  }));
  return (await vscode.window.showQuickPick(items, { placeHolder: 'Copy which tile?' }))?.index;
}
