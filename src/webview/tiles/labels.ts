/** The words of the Tiles view: what sighted users read and what screen readers say. */
import { type Grid, ROW_STRIDE } from './grid';

export function shapeText(rows: number, colsb: number): string {
  return `${rows} × ${colsb} B`;
}

/** For a tile's heading as screen readers get it. */
export function gridLabel(index: number, grid: Grid, colsb: number, changed: number): string {
  const shape = `tmm${index}, ${plural(grid.rows, 'row')} of ${plural(colsb, 'byte')}`;
  const content = grid.values.every((value) => value === 0) ? 'all zero' : '';
  const change = changed === 0 ? '' : `${plural(changed, 'element')} changed`;
  return [shape, `shown as ${grid.type.title}`, content, change].filter((part) => part !== '').join(', ');
}

/** All digits, for the line that describes one element. */
function formatExact(grid: Grid, value: number): string {
  const isInteger = grid.type.lane.startsWith('i') || grid.type.lane.startsWith('u');
  if (isInteger || !Number.isFinite(value)) return grid.type.format(value);
  return Object.is(value, -0) ? '-0' : String(value);
}

/** The element's bytes as one number, most significant first: `0xfffffff8`. */
function elementBits(grid: Grid, row: number, column: number): string {
  const at = row * ROW_STRIDE + column * grid.type.size;
  const bytes = Array.from(grid.bytes.subarray(at, at + grid.type.size)).reverse();
  return `0x${bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('')}`;
}

/** `tmm0.i32[3][5] = -8 (0xfffffff8), was 0`. */
export function cellText(index: number, grid: Grid, row: number, column: number, before: Grid | undefined): string {
  const name = `tmm${index}.${grid.type.lane}[${row}][${column}]`;
  const now = elementText(grid, row, column);
  const sameShape = before?.rows === grid.rows && before.columns === grid.columns;
  if (!sameShape || elementBits(before, row, column) === elementBits(grid, row, column)) return `${name} = ${now}`;
  return `${name} = ${now}, was ${elementText(before, row, column)}`;
}

function elementText(grid: Grid, row: number, column: number): string {
  const bits = elementBits(grid, row, column);
  const value = grid.values[row * grid.columns + column] ?? 0;
  return grid.type.id === 'hex' ? bits : `${formatExact(grid, value)} (${bits})`;
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
