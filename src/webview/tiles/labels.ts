/** The words of the Tiles view: what sighted users read and what screen readers say. */
import { plural } from '../page/words';
import type { Baseline } from './baseline';
import { type Grid, haveSameShape, hexDigits } from './grid';

/** A tile as numbers, and the other side of its comparison. */
export interface Compared {
  readonly grid: Grid;
  /** The other side as numbers of the same type. */
  readonly other: Grid | undefined;
  readonly baseline: Pick<Baseline, 'name' | 'had'>;
}

export function shapeText(rows: number, colsb: number): string {
  return `${rows} × ${colsb} B`;
}

/** For a tile's heading as screen readers get it. */
export function gridLabel(index: number, compared: Compared, colsb: number, changed: number): string {
  const { grid } = compared;
  const shape = `tmm${index}, ${plural(grid.rows, 'row')} of ${plural(colsb, 'byte')}`;
  const content = grid.values.every((value) => value === 0) ? 'all zero' : '';
  return [shape, `shown as ${grid.type.title}`, content, differenceText(compared, changed)]
    .filter((part) => part !== '')
    .join(', ');
}

/** `3 elements changed`, `1 element differs from tmm1`; empty where nothing does. */
export function differenceText({ grid, other, baseline: { name } }: Compared, changed: number): string {
  if (name !== '' && !haveSameShape(grid, other)) return `another shape than ${name}`;
  if (changed === 0) return '';
  const elements = plural(changed, 'element');
  return name === '' ? `${elements} changed` : `${elements} ${changed === 1 ? 'differs' : 'differ'} from ${name}`;
}

/** What the triangle in a cell means. */
export function markText({ name }: Pick<Baseline, 'name'>): string {
  return name === '' ? 'changed by the last step' : `differs from ${name}`;
}

/** All digits, for the line that describes one element. */
function formatExact(grid: Grid, value: number): string {
  const isInteger = grid.type.lane.startsWith('i') || grid.type.lane.startsWith('u');
  if (isInteger || !Number.isFinite(value)) return grid.type.format(value);
  return Object.is(value, -0) ? '-0' : String(value);
}

/** `tmm0.i32[3][5] = -8 (0xfffffff8), was 0 (0x00000000)`. */
export function cellText(index: number, { grid, other, baseline }: Compared, row: number, column: number): string {
  const at = row * grid.columns + column;
  const text = `tmm${index}.${grid.type.lane}[${row}][${column}] = ${elementText(grid, at)}`;
  if (!haveSameShape(grid, other) || hexDigits(other, at) === hexDigits(grid, at)) return text;
  return `${text}, ${baseline.had} ${elementText(other, at)}`;
}

function elementText(grid: Grid, at: number): string {
  const bits = `0x${hexDigits(grid, at)}`;
  return grid.type.id === 'hex' ? bits : `${formatExact(grid, grid.values[at] ?? 0)} (${bits})`;
}
