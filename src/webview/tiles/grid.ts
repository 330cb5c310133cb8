/** A tile as numbers: the bytes of the tile cut into elements of one type, and the elements that differ from another tile. */
import { readElement } from '../../language/expressions/element';
import type { TileImage } from './baseline';
import { type ElementType, type ElementTypeId, elementType } from './element-type';

/** Bytes from one row of a tile register to the next. */
const ROW_STRIDE = 64;
const MAX_ROWS = 16;

export interface Grid {
  readonly type: ElementType;
  readonly rows: number;
  readonly columns: number;
  /** Row-major. */
  readonly values: Float64Array;
  readonly bytes: Uint8Array;
  /** The text of a cell, by the cell's index in `values`. */
  readonly text: (at: number) => string;
}

/** The bytes of a tile from their base64; always 1024 of them. */
export function tileBytes(base64: string): Uint8Array {
  const bytes = new Uint8Array(MAX_ROWS * ROW_STRIDE);
  const text = atob(base64);
  for (let i = 0; i < Math.min(text.length, bytes.length); i++) bytes[i] = text.charCodeAt(i);
  return bytes;
}

/**
 * Elements that the shape covers; a last column that COLSB cuts through is left out. `hex` has cells say the bits of their
 * elements, most significant first.
 */
export function makeGrid(tile: TileImage, typeId: ElementTypeId, { hex = false } = {}): Grid {
  const type = elementType(typeId);
  const bytes = tileBytes(tile.bytes);
  const view = new DataView(bytes.buffer);
  const rows = Math.min(tile.rows, MAX_ROWS);
  const columns = Math.floor(Math.min(tile.colsb, ROW_STRIDE) / type.size);
  const values = new Float64Array(rows * columns);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      values[row * columns + column] = Number(readElement(view, row * ROW_STRIDE + column * type.size, type.lane));
    }
  }
  const grid = { type, rows, columns, values, bytes };
  return { ...grid, text: (at) => (hex ? hexDigits(grid, at) : type.format(values[at] ?? 0)) };
}

/** The bytes of an element as one number, most significant first: `fffffff8`. `at` is its index in `values`. */
export function hexDigits({ bytes, columns, type }: Omit<Grid, 'text'>, at: number): string {
  const offset = Math.floor(at / columns) * ROW_STRIDE + (at % columns) * type.size;
  return Array.from(bytes.subarray(offset, offset + type.size), (byte) => byte.toString(16).padStart(2, '0'))
    .reverse()
    .join('');
}

export function haveSameShape(now: Grid, other: Grid | undefined): other is Grid {
  return other?.rows === now.rows && other.columns === now.columns;
}

/** Which elements have other bytes than in `other`; none when there is no other or its shape is another. */
export function changedCells(now: Grid, other: Grid | undefined): Uint8Array {
  const changed = new Uint8Array(now.values.length);
  if (!haveSameShape(now, other)) return changed;
  for (let row = 0; row < now.rows; row++) {
    for (let column = 0; column < now.columns; column++) {
      const at = row * ROW_STRIDE + column * now.type.size;
      for (let byte = at; byte < at + now.type.size; byte++) {
        if (now.bytes[byte] !== other.bytes[byte]) changed[row * now.columns + column] = 1;
      }
    }
  }
  return changed;
}

export function countChanged(changed: Uint8Array): number {
  let count = 0;
  for (const flag of changed) count += flag;
  return count;
}
