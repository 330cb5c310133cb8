/**
 * Draws the part of a tile that is in sight. Nothing here keeps state. Each pass has one colour: changing it costs more
 * than drawing a cell.
 */
import type { Cursor } from '../page/cursor';
import type { Palette } from '../page/palette';
import { columnLeft, type Geometry } from './geometry';
import type { Grid } from './grid';
import { heat } from './heat';

export interface Picture {
  readonly grid: Grid;
  readonly geometry: Geometry;
  readonly palette: Palette;
  readonly heatMap: boolean;
  /** Full strength of the heat map. */
  readonly scale: number;
  readonly changed: Uint8Array;
  /** Cells that light up, and how strongly just now (0 to 1). */
  readonly flashing: Uint8Array | undefined;
  readonly flash: number;
  readonly cursor: Cursor | undefined;
  readonly scrollLeft: number;
  readonly width: number;
}

interface Cell {
  readonly value: number;
  /** Index in the grid's values. */
  readonly at: number;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

type Context = CanvasRenderingContext2D;

export const FONT_SIZE = 11;

const EMPTY_STRENGTH = 0.12;
/** Tints stay weak enough behind numbers for the numbers to be read. */
const TINT_BEHIND_TEXT = 0.45;
const FLASH_STRENGTH = 0.55;
/** Narrower cells have no gap between them, and a dot for a triangle. */
const NARROW = 6;
const MARK = 5;
/** Between a number and the right edge of its cell. */
const NUMBER_INSET = 4;

export function paint(context: Context, picture: Picture): void {
  const { geometry, palette, width } = picture;
  context.globalAlpha = 1;
  context.clearRect(0, 0, width, geometry.contentHeight);
  context.font = `${FONT_SIZE}px ${palette.fontFamily}`;
  context.textBaseline = 'middle';
  paintRowNumbers(context, picture);
  context.save();
  context.beginPath();
  context.rect(geometry.gutter, 0, width - geometry.gutter, geometry.contentHeight);
  context.clip();
  context.translate(geometry.gutter - picture.scrollLeft, 0);
  const cells = cellsInSight(picture);
  paintColumnNumbers(context, picture);
  fill(context, palette.line, cells, () => EMPTY_STRENGTH);
  if (picture.heatMap) paintHeat(context, picture, cells);
  paintFlash(context, picture, cells);
  paintChangedMarks(context, picture, cells);
  if (geometry.numbers) paintNumbers(context, picture, cells);
  if (picture.cursor) paintCursor(context, picture, picture.cursor);
  context.restore();
}

/** First and last visible column; the last is exclusive. */
function columnsInSight({ geometry, scrollLeft, width }: Picture): readonly [number, number] {
  const first = Math.max(0, Math.floor(scrollLeft / geometry.cellWidth));
  const last = Math.min(geometry.columns, Math.ceil((scrollLeft + width) / geometry.cellWidth));
  return [first, last];
}

function cellsInSight(picture: Picture): readonly Cell[] {
  const { geometry, grid } = picture;
  const [first, last] = columnsInSight(picture);
  const gap = geometry.cellWidth >= NARROW ? 1 : 0;
  const cells: Cell[] = [];
  for (let row = 0; row < geometry.rows; row++) {
    const y = geometry.header + row * geometry.cellHeight;
    for (let column = first; column < last; column++) {
      const at = row * grid.columns + column;
      const x = columnLeft(geometry, column);
      const width = columnLeft(geometry, column + 1) - x - gap;
      cells.push({ value: grid.values[at] ?? 0, at, x, y, width, height: geometry.cellHeight - 1 });
    }
  }
  return cells;
}

/** Cells of strength 0 are left out. */
function fill(context: Context, colour: string, cells: readonly Cell[], strength: (cell: Cell) => number): void {
  context.fillStyle = colour;
  for (const cell of cells) {
    const alpha = strength(cell);
    if (alpha === 0) continue;
    context.globalAlpha = alpha;
    context.fillRect(cell.x, cell.y, cell.width, cell.height);
  }
  context.globalAlpha = 1;
}

function paintHeat(context: Context, { palette, scale, geometry: { numbers } }: Picture, cells: readonly Cell[]): void {
  const most = numbers ? TINT_BEHIND_TEXT : 1;
  fill(context, palette.positive, cells, ({ value }) => most * Math.max(0, heat(value, scale) || 0));
  fill(context, palette.negative, cells, ({ value }) => most * Math.max(0, -heat(value, scale) || 0));
  fill(context, palette.special, cells, ({ value }) => (Number.isNaN(value) ? most : 0));
}

function paintFlash(context: Context, { palette, flashing, flash }: Picture, cells: readonly Cell[]): void {
  if (!flashing) return;
  fill(context, palette.changed, cells, ({ at }) => (flashing[at] ? flash * FLASH_STRENGTH : 0));
}

/** A triangle in the upper right corner, or what a few pixels can show of one. */
function paintChangedMarks(context: Context, { palette, changed }: Picture, cells: readonly Cell[]): void {
  context.fillStyle = palette.changed;
  context.beginPath();
  for (const { at, x, y, width, height } of cells) {
    if (!changed[at]) continue;
    const right = x + width;
    const size = Math.min(MARK, width, height);
    if (size < MARK) context.rect(right - 2, y, 2, 2);
    else {
      context.moveTo(right - size, y);
      context.lineTo(right, y);
      context.lineTo(right, y + size);
    }
  }
  context.fill();
}

function paintNumbers(context: Context, { grid, palette }: Picture, cells: readonly Cell[]): void {
  context.textAlign = 'right';
  const write = (colour: string, of: (cell: Cell) => boolean): void => {
    context.fillStyle = colour;
    for (const cell of cells) {
      if (of(cell)) context.fillText(grid.text(cell.at), cell.x + cell.width - NUMBER_INSET, cell.y + cell.height / 2);
    }
  };
  write(palette.muted, ({ value }) => value === 0);
  write(palette.foreground, ({ value }) => value !== 0);
}

function paintCursor(context: Context, { geometry, palette }: Picture, { row, column }: Cursor): void {
  context.strokeStyle = palette.cursor;
  context.lineWidth = 2;
  const x = columnLeft(geometry, column);
  const y = geometry.header + row * geometry.cellHeight;
  context.strokeRect(x, y, columnLeft(geometry, column + 1) - x - 1, geometry.cellHeight - 1);
}

function paintColumnNumbers(context: Context, picture: Picture): void {
  const { geometry, palette } = picture;
  const [first, last] = columnsInSight(picture);
  context.fillStyle = palette.muted;
  // As the numbers below them.
  context.textAlign = geometry.numbers ? 'right' : 'left';
  const every = geometry.columnLabelEvery;
  for (let column = Math.ceil(first / every) * every; column < last; column += every) {
    const text = String(column);
    const x = geometry.numbers ? columnLeft(geometry, column + 1) - NUMBER_INSET - 1 : columnLeft(geometry, column) + 1;
    const isCut = !geometry.numbers && x + context.measureText(text).width > columnLeft(geometry, geometry.columns);
    if (!isCut) context.fillText(text, x, geometry.header / 2);
  }
}

function paintRowNumbers(context: Context, { geometry, palette }: Picture): void {
  context.fillStyle = palette.muted;
  context.textAlign = 'right';
  for (let row = 0; row < geometry.rows; row += geometry.rowLabelEvery) {
    const y = geometry.header + (row + 0.5) * geometry.cellHeight;
    context.fillText(String(row), geometry.gutter - 5, y);
  }
}
