/** The Tiles view: the eight tiles as grids, their element types, and the commands that copy a tile. */
import * as vscode from 'vscode';
import { fields, integer } from '../../adapter/protocol/checked';
import { TILE_ORIGINS_REQUEST, type TileOriginsView } from '../../adapter/views/tile-origin-view';
import type { TileView } from '../../adapter/views/tiles';
import { TRAVEL_TO_REQUEST } from '../../adapter/views/timeline';
import { tilesContent } from '../../webview/tiles/content';
import { COPY_FORMS, type CopyForm } from '../../webview/tiles/copy';
import { ELEMENT_TYPES, type ElementTypeId, isElementTypeId } from '../../webview/tiles/element-type';
import { makeGrid } from '../../webview/tiles/grid';
import { shapeText } from '../../webview/tiles/labels';
import type { TileContext, TilesActs, TilesContent, TilesMessage } from '../../webview/tiles/messages';
import { tileTypes } from '../../webview/tiles/tile-types';
import { readProgram } from '../debug/editor-host';
import type { OpenPages, ViewKind } from './view';

/** For a tile that no product has computed or multiplied, in the trace or in its run. */
const PLAIN_BYTES: ElementTypeId = 'int8';

export const tilesView: ViewKind<TilesContent, TilesMessage, TilesActs> = {
  name: 'tiles',
  open: (host) => ({
    content: async ({ session, snapshot }) => {
      const origins = await originsOf(session);
      return tilesContent(snapshot, await typesOf(session, origins), origins);
    },
    acts: {
      travel: {
        check: fields({ moment: integer }),
        run: ({ moment }) =>
          host.keepFocus(async () => host.stop?.session.customRequest(TRAVEL_TO_REQUEST, { moment }), true),
      },
    },
  }),
  commands: (pages) => ({
    'xtrace.tiles.elementType': () => pickType(pages),
    'xtrace.tiles.toggleHeatMap': () => pages.tell({ kind: 'toggle', option: 'heatMap' }),
    'xtrace.tiles.toggleNumbers': () => pages.tell({ kind: 'toggle', option: 'numbers' }),
    'xtrace.tiles.toggleHex': () => pages.tell({ kind: 'toggle', option: 'hex' }),
    ...copyCommands(pages),
  }),
};

/** Our own adapter answers, so the answer has the type of the request. */
async function originsOf(session: vscode.DebugSession): Promise<TileOriginsView> {
  return (await session.customRequest(TILE_ORIGINS_REQUEST)) as TileOriginsView;
}

const programs = new WeakMap<vscode.DebugSession, Promise<string>>();

async function typesOf(
  session: vscode.DebugSession,
  { tiles: origins }: TileOriginsView,
): Promise<readonly ElementTypeId[]> {
  const setting = vscode.workspace.getConfiguration('xtrace').get('tiles.elementType');
  if (isElementTypeId(setting)) return tileTypes('', [], setting);
  const { program } = session.configuration as { readonly program?: unknown };
  const text = programs.get(session) ?? (typeof program === 'string' ? readProgram(program) : Promise.resolve(''));
  programs.set(session, text);
  return tileTypes(await text, origins, PLAIN_BYTES);
}

async function pickType(pages: OpenPages<TilesMessage>): Promise<void> {
  const automatic = {
    label: 'auto',
    description: 'as the products of the trace or the program use each tile',
    id: null,
  };
  const items = [automatic, ...ELEMENT_TYPES.map(({ id, title }) => ({ label: title, description: '', id }))];
  const picked = await vscode.window.showQuickPick(items, { placeHolder: 'Show the elements of all tiles as' });
  if (picked) pages.tell({ kind: 'choose-type', type: picked.id });
}

function copyCommands(pages: OpenPages<TilesMessage>): Record<string, (context?: unknown) => unknown> {
  const commands = COPY_FORMS.map((form) => {
    const run = (context?: unknown) => copyTile(pages, form, context as Partial<TileContext> | undefined);
    return [`xtrace.tiles.${form.command}`, run] as const;
  });
  return Object.fromEntries(commands);
}

/** `context` comes from the page's context menu; the palette gives none. */
async function copyTile(
  { stop }: OpenPages<TilesMessage>,
  { title, text }: CopyForm,
  context?: Partial<TileContext>,
): Promise<void> {
  const tiles = stop?.snapshot.tiles.tiles.filter(({ rows }) => rows > 0) ?? [];
  if (!stop || tiles.length === 0) {
    void vscode.window.showInformationMessage('No tile is configured, so there is nothing to copy.');
    return;
  }
  const index = context?.tile ?? (await pickTile(tiles));
  const tile = tiles.find((candidate) => candidate.index === index);
  if (!tile) return;
  const types = await typesOf(stop.session, await originsOf(stop.session));
  const name = `tmm${tile.index}`;
  const type = context?.type ?? types[tile.index] ?? PLAIN_BYTES;
  const grid = makeGrid(tile, type, { hex: context?.hex === true });
  await vscode.env.clipboard.writeText(text(name, grid));
  vscode.window.setStatusBarMessage(`${[name, 'copied', title].join(' ').trim()}: ${grid.type.title}`, 3000);
}

async function pickTile(tiles: readonly TileView[]): Promise<number | undefined> {
  const items = tiles.map(({ index, rows, colsb }) => ({
    label: `tmm${index}`,
    description: shapeText(rows, colsb),
    index,
  }));
  return (await vscode.window.showQuickPick(items, { placeHolder: 'Copy which tile?' }))?.index;
}
