/** The Tiles view: the eight tiles as grids, and what only the extension can do for them. */
import * as vscode from 'vscode';
import type { TileView } from '../../adapter/views/tiles';
import { XFEATURE } from '../../machine/architecture/component';
import { ELEMENT_TYPES, type ElementTypeId, isElementTypeId } from '../../webview/tiles/element-type';
import { gridText, makeGrid } from '../../webview/tiles/grid';
import { shapeText } from '../../webview/tiles/labels';
import type { TileContext, TilesContent, TilesMessage } from '../../webview/tiles/messages';
import { readProgram } from '../debug/editor-host';
import { tileTypes } from './tile-types';
import type { OpenPages, Stop, ViewKind } from './view';

/** For a tile that no instruction of the trace multiplies. */
const PLAIN_BYTES: ElementTypeId = 'int8';

export const tilesView: ViewKind<TilesContent, TilesMessage> = {
  name: 'tiles',
  title: 'Tiles',
  open: () => ({ content: tilesContent, acts: {} }),
  commands: (pages) => ({
    'xtrace.tiles.elementType': () => pickType(pages),
    'xtrace.tiles.toggleHeatMap': () => pages.tell({ kind: 'toggle', option: 'heatMap' }),
    'xtrace.tiles.toggleNumbers': () => pages.tell({ kind: 'toggle', option: 'numbers' }),
    'xtrace.tiles.copy': (context) => copyTile(pages, context as Partial<TileContext> | undefined),
  }),
};

async function tilesContent({ session, snapshot }: Stop): Promise<TilesContent> {
  const { tiles, previousTiles, registers } = snapshot;
  const armed = registers.components.some(({ index, armed }) => index === XFEATURE.XTILEDATA && armed === true);
  return { tiles, previous: previousTiles, armed, types: await typesOf(session) };
}

const programs = new WeakMap<vscode.DebugSession, Promise<string>>();

async function typesOf(session: vscode.DebugSession): Promise<readonly ElementTypeId[]> {
  const setting = vscode.workspace.getConfiguration('xtrace').get('tiles.elementType');
  if (isElementTypeId(setting)) return tileTypes('', setting);
  const { program } = session.configuration as { readonly program?: unknown };
  const text = programs.get(session) ?? (typeof program === 'string' ? readProgram(program) : Promise.resolve(''));
  programs.set(session, text);
  return tileTypes(await text, PLAIN_BYTES);
}

async function pickType(pages: OpenPages<TilesMessage>): Promise<void> {
  const automatic = { label: 'auto', description: 'as the instructions of the trace use each tile', id: null };
  const items = [automatic, ...ELEMENT_TYPES.map(({ id, title }) => ({ label: title, description: '', id }))];
  const picked = await vscode.window.showQuickPick(items, { placeHolder: 'Show the elements of all tiles as' });
  if (picked) pages.tell({ kind: 'choose-type', type: picked.id });
}

/** `context` comes from the page's context menu; the palette gives none. */
async function copyTile({ stop }: OpenPages<TilesMessage>, context?: Partial<TileContext>): Promise<void> {
  const tiles = stop?.snapshot.tiles.tiles.filter(({ rows }) => rows > 0) ?? [];
  if (!stop || tiles.length === 0) {
    void vscode.window.showInformationMessage('No tile is configured, so there is nothing to copy.');
    return;
  }
  const index = context?.tile ?? (await pickTile(tiles));
  const tile = tiles.find((candidate) => candidate.index === index);
  if (!tile) return;
  const types = await typesOf(stop.session);
  const grid = makeGrid(tile, context?.type ?? types[tile.index] ?? PLAIN_BYTES);
  await vscode.env.clipboard.writeText(gridText(grid));
  vscode.window.setStatusBarMessage(`tmm${tile.index} copied as ${grid.type.title}`, 3000);
}

async function pickTile(tiles: readonly TileView[]): Promise<number | undefined> {
  const items = tiles.map(({ index, rows, colsb }) => ({
    label: `tmm${index}`,
    description: shapeText(rows, colsb),
    index,
  }));
  return (await vscode.window.showQuickPick(items, { placeHolder: 'Copy which tile?' }))?.index;
}
