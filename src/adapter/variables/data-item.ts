/** The data of a trace, as it is in memory now: arrays by their dimensions, anything else as bytes. */
import { dataTypeRow, isDataType } from '../../language/syntax/data-type';
import { formatAddress } from '../../machine/architecture/linear-address';
import { parseTilecfg, TILECFG_SIZE, type TileShape } from '../../machine/architecture/tilecfg';
import type { DataSymbol } from '../../world/program/program';
import { memoryReference } from '../protocol/memory-reference';
import type { StateView } from '../state/state-view';
import { tilecfgLines } from '../views/decode-section';
import type { Children, Item } from './item';
import { type LaneType, laneItem, lanesSummary, laneTypes, SUMMARY_BYTES } from './lanes';
import { decimal, text } from './value';

const RAW = laneTypes('u8', 'i32', 'u64', 'f32');
const READ_ONLY = 'Set one element of it.';
const SET_BYTES = 'Set its bytes below.';
/** Beyond this, only the parts that are opened are compared with the stop before. */
const COMPARED_BYTES = 64 * 1024;

/** A piece of data in memory, read when it is looked at. */
interface Piece {
  readonly address: number;
  readonly size: number;
  readonly read: (length: number) => Uint8Array;
}

export function dataItem(state: StateView, space: number, symbol: DataSymbol): Item {
  const { name, line, address, type, dimensions } = symbol;
  const pieceAt = (at: number, size: number): Piece => ({
    address: at,
    size,
    read: (length) => state.memory.peek(space, at, length) ?? new Uint8Array(),
  });
  const whole = pieceAt(address, symbol.bytes.length);
  const lane = type !== null && isDataType(type) ? dataTypeRow(type) : undefined;
  const configuration = symbol.isTilecfg ? tilecfgOf(whole) : undefined;
  const shape = lane ? `${lane.name}${dimensions.map((dimension) => `[${dimension}]`).join('')}` : `u8[${whole.size}]`;
  return {
    name,
    value: text(
      `${formatAddress(address)} ${configuration?.summary ?? (lane ? summary(lane, whole) : `${whole.size} bytes`)}`,
    ),
    type: shape,
    documentation: `${whole.size} bytes at ${formatAddress(address)}`,
    expression: name,
    declared: line,
    memory: memoryReference(space, address),
    readOnly: READ_ONLY,
    ...comparedContents(whole),
    children: lane
      ? arrayChildren(lane, whole, dimensions, pieceAt)
      : { named: () => [...(configuration?.items ?? []), ...rawViews(whole, pieceAt)] },
  };
}

/** What the image of a tile configuration says now. */
function tilecfgOf({
  address,
  size,
  read,
}: Piece): { readonly summary: string; readonly items: readonly Item[] } | undefined {
  const image = read(size);
  if (image.length < TILECFG_SIZE) return undefined;
  const { palette, startRow, tiles } = parseTilecfg(image);
  const field = (name: string, value: number, offset: number): Item => ({
    name,
    value: decimal(value, 8),
    expression: elementExpression(dataTypeRow('u8'), address + offset),
  });
  const shape = ({ rows, colsb }: TileShape): string => (rows === 0 && colsb === 0 ? 'none' : `${rows}x${colsb}`);
  return {
    summary: tilecfgLines(image).join(': '),
    items: [
      field('palette', palette, 0),
      field('start_row', startRow, 1),
      ...tiles.map(
        (tile, index): Item => ({
          name: `tmm${index}`,
          value: text(shape(tile)),
          type: 'rows x bytes',
          readOnly: SET_BYTES,
        }),
      ),
    ],
  };
}

/** Reads a little more than is shown, so that the summary tells that there is more. */
function summary(lane: LaneType, { size, read }: Piece): string {
  return lanesSummary(lane, read(Math.min(size, SUMMARY_BYTES + 1)));
}

function comparedContents({ size, read }: Piece): Partial<Item> {
  return size > COMPARED_BYTES ? {} : { contents: () => read(size) };
}

function elementExpression(lane: LaneType, address: number): string {
  return `${lane.name}[${formatAddress(address)}]`;
}

type PieceAt = (address: number, size: number) => Piece;

/** The same bytes as elements of several types. */
function rawViews(whole: Piece, pieceAt: PieceAt): readonly Item[] {
  return RAW.map((lane) => {
    const count = Math.floor(whole.size / lane.size);
    return {
      name: lane.name,
      value: text(summary(lane, whole)),
      type: `${lane.name}[${count}]`,
      ...comparedContents(whole),
      children: arrayChildren(lane, whole, [count], pieceAt),
    };
  });
}

function arrayChildren(lane: LaneType, piece: Piece, dimensions: readonly number[], pieceAt: PieceAt): Children {
  const [count = 0, ...rest] = dimensions;
  const size = rest.reduce((product, dimension) => product * dimension, lane.size);
  return {
    indexed: {
      count,
      at: (index) => {
        const part = pieceAt(piece.address + size * index, size);
        if (rest.length === 0) {
          return { ...laneItem(lane, index, part.read(size)), expression: elementExpression(lane, part.address) };
        }
        return {
          name: `[${index}]`,
          value: text(summary(lane, part)),
          type: `${lane.name}${rest.map((dimension) => `[${dimension}]`).join('')}`,
          readOnly: READ_ONLY,
          ...comparedContents(part),
          children: arrayChildren(lane, part, rest, pieceAt),
        };
      },
    },
  };
}
