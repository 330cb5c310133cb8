/** Tiles and their configuration, from the registers or from a buffer: typed by choice, shaped by TILECFG. */
import {
  isTileValid,
  MAX_COLSB,
  parseTilecfg,
  TILE_COUNT,
  TILE_SIZE,
  type TileShape,
} from '../../machine/architecture/tilecfg';
import type { Item } from './item';
import { type LaneType, lanesOf, lanesSummary, laneTypes } from './lanes';
import { decimal, text } from './value';

export interface TileSource {
  /** The 64-byte image. */
  readonly tilecfg: Uint8Array;
  /** 8192 bytes: byte b of row r of tile t at 1024t + 64r + b. */
  readonly tiles: Uint8Array;
  /** What `tmm0` is called in expressions; left out where there is no name for it. */
  readonly expression?: (name: string) => string;
  /** The expression of one element, where it is not `EXPRESSION.i32[row][column]`. */
  readonly element?: (tile: number, lane: LaneType, row: number, column: number) => string;
  readonly memory?: (tile: number) => string;
  /** Of each tile, where it came from; asked for when a tile is opened. */
  readonly origins?: () => readonly string[];
  readonly readOnly?: string;
}

const LANES = laneTypes('i8', 'u8', 'i32', 'bf16', 'f32');

export function tilecfgItem({ tilecfg, expression, readOnly }: TileSource): Item {
  const { palette, startRow, tiles } = parseTilecfg(tilecfg);
  const fixed = { readOnly: readOnly ?? 'Tile shapes change with LDTILECFG only.' };
  const named = (name: string) => (expression ? { expression: expression(`tilecfg.${name}`) } : {});
  return {
    name: 'tilecfg',
    value: text(palette === 0 ? 'not configured' : `palette ${palette}, start_row ${startRow}`),
    documentation: 'TILECFG: the 64-byte image that LDTILECFG loads (Intel SDM vol. 1, 18.3).',
    ...fixed,
    contents: () => tilecfg,
    children: {
      named: () => [
        {
          name: 'palette',
          value: decimal(palette),
          documentation: '0: tiles are not configured.',
          ...named('palette'),
          ...fixed,
        },
        {
          name: 'start_row',
          value: decimal(startRow),
          documentation: 'The row that an interrupted tile load or store goes on with.',
          ...named('start_row'),
          ...fixed,
        },
        ...tiles.map(({ rows, colsb }, index) => ({
          name: `tmm${index}`,
          value: text(`${rows}x${colsb}`),
          documentation: 'Rows x bytes in a row.',
          ...fixed,
        })),
      ],
    },
  };
}

export function tileItems(source: TileSource): readonly Item[] {
  const shapes = parseTilecfg(source.tilecfg).tiles;
  return Array.from({ length: TILE_COUNT }, (_, index) => tileItem(source, index, shapes[index]!)); // one for each
}

function tileItem(source: TileSource, index: number, { rows, colsb }: TileShape): Item {
  const { tilecfg, tiles, expression, memory, readOnly } = source;
  const name = `tmm${index}`;
  const bytes = tiles.subarray(TILE_SIZE * index, TILE_SIZE * (index + 1));
  const usable = isTileValid(tilecfg, index);
  return {
    name,
    value: text(usable ? `${rows}x${colsb} ${contents(bytes)}` : 'not configured'),
    documentation: 'Tile register: rows x bytes in a row.',
    ...(expression ? { expression: expression(name) } : {}),
    ...(memory ? { memory: memory(index) } : {}),
    readOnly: readOnly ?? 'Set an element of the tile: open one of its typed views.',
    contents: () => bytes,
    ...(usable
      ? {
          children: {
            named: () => [
              ...LANES.map((lane) => typedTile(source, index, lane, bytes, rows, colsb)),
              ...originItems(source, index),
            ],
          },
        }
      : {}),
  };
}

function originItems({ origins }: TileSource, index: number): readonly Item[] {
  const origin = origins?.()[index] ?? '';
  if (origin === '') return [];
  return [
    {
      name: 'origin',
      value: text(origin),
      documentation: 'What has written the tile, and what has stored the tile since then.',
      readOnly: 'It tells of the past.',
    },
  ];
}

function contents(bytes: Uint8Array): string {
  let nonzero = 0;
  // At every stop, of kilobytes of tiles: `reduce` would call a function for each byte.
  for (let index = 0; index < bytes.length; index++) if (bytes[index] !== 0) nonzero++;
  return nonzero === 0 ? 'all zero' : `${nonzero} non-zero ${nonzero === 1 ? 'byte' : 'bytes'}`;
}

function typedTile(
  source: TileSource,
  tile: number,
  lane: LaneType,
  bytes: Uint8Array,
  rows: number,
  colsb: number,
): Item {
  const { readOnly } = source;
  const element = elementExpression(source, tile);
  const columns = Math.floor(colsb / lane.size);
  const rowBytes = (row: number) => bytes.subarray(MAX_COLSB * row, MAX_COLSB * row + colsb);
  return {
    name: lane.name,
    value: text(`${rows}x${columns}`),
    type: `${lane.name}[${rows}][${columns}]`,
    contents: () => bytes,
    ...(readOnly ? { readOnly } : {}),
    children: {
      indexed: {
        count: rows,
        at: (row) => ({
          name: `[${row}]`,
          value: text(lanesSummary(lane, rowBytes(row))),
          type: `${lane.name}[${columns}]`,
          contents: () => rowBytes(row),
          ...(readOnly ? { readOnly } : {}),
          children: lanesOf(lane, {
            bytes: rowBytes(row),
            ...(element ? { expression: (_, column) => element(lane, row, column) } : {}),
            ...(readOnly ? { readOnly } : {}),
          }),
        }),
      },
    },
  };
}

type ElementExpression = (lane: LaneType, row: number, column: number) => string;

function elementExpression({ element, expression }: TileSource, tile: number): ElementExpression | undefined {
  if (element) return (lane, row, column) => element(tile, lane, row, column);
  if (!expression) return undefined;
  return (lane, row, column) => `${expression(`tmm${tile}`)}.${lane.name}[${row}][${column}]`;
}
