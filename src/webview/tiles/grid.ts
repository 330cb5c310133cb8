/** A tile as numbers: its bytes cut into elements of one type, and what differs from an earlier state of it. */
import type { TileView } from '../../adapter/views/tiles';
import { readElement } from '../../language/expressions/element';
import { type ElementType, type ElementTypeId, elementType } from './element-type';

/** Bytes from one row of a tile register to the next. */
export const ROW_STRIDE = 64;
const MAX_ROWS = 16;

export interface Grid {
  readonly type: ElementType;
  readonly rows: number;
  readonly columns: number;
  /** Row-major. */
  readonly values: Float64Array;
  readonly bytes: Uint8Array;
}

/** The bytes of a tile from their base64; always 1024 of them. */
export function tileBytes(base64: string): Uint8Array {
  const bytes = new Uint8Array(MAX_ROWS * ROW_STRIDE);
  const text = atob(base64);
  for (let i = 0; i < Math.min(text.length, bytes.length); i++) bytes[i] = text.charCodeAt(i);
  return bytes;
}

/** Elements that the shape covers; a last column that COLSB cuts through is left out. */
export function makeGrid(tile: TileView, typeId: ElementTypeId): Grid {
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
  return { type, rows, columns, values, bytes };
}

/** Which elements have other bytes than in `before`; none when there is no before or the shape is another. */
export function changedCells(now: Grid, before: Grid | undefined): Uint8Array {
  const changed = new Uint8Array(now.values.length);
  if (!before || before.rows !== now.rows || before.columns !== now.columns) return changed;
  for (let row = 0; row < now.rows; row++) {
    for (let column = 0; column < now.columns; column++) {
      const at = row * ROW_STRIDE + column * now.type.size;
      for (let byte = at; byte < at + now.type.size; byte++) {
        if (now.bytes[byte] !== before.bytes[byte]) changed[row * now.columns + column] = 1;
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

/** Rows of tab-separated elements, for spreadsheets and for diffs. */
export function gridText(grid: Grid): string {
  const lines: string[] = [];
  for (let row = 0; row < grid.rows; row++) {
    const values = grid.values.subarray(row * grid.columns, (row + 1) * grid.columns);
    lines.push(Array.from(values, grid.type.format).join('\t'));
  }
  return `${lines.join('\n')}\n`;
}
