/** Draws the part of a tile that is in sight. Nothing here keeps state. */
import type { Cursor } from './cursor';
import { columnLeft, type Geometry } from './geometry';
import type { Grid } from './grid';
import { heat } from './heat';
import type { Palette } from './palette';

export interface Picture {
  readonly grid: Grid;
  readonly geometry: Geometry;
  readonly palette: Palette;
  readonly heatMap: boolean;
  readonly numbers: boolean;
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

export const FONT_SIZE = 11;

/** Tints stay weak enough behind numbers for the numbers to be read. */
const TINT_BEHIND_TEXT = 0.45;
const FLASH_STRENGTH = 0.55;

export function paint(context: CanvasRenderingContext2D, picture: Picture): void {
  const { geometry, width } = picture;
  context.globalAlpha = 1;
  context.clearRect(0, 0, width, geometry.contentHeight);
  context.font = `${FONT_SIZE}px ${picture.palette.fontFamily}`;
  context.textBaseline = 'middle';
  context.save();
  context.beginPath();
  context.rect(geometry.gutter, 0, width - geometry.gutter, geometry.contentHeight);
  context.clip();
  context.translate(geometry.gutter - picture.scrollLeft, 0);
  const first = Math.max(0, Math.floor(picture.scrollLeft / geometry.cellWidth));
  const last = Math.min(geometry.columns, Math.ceil((picture.scrollLeft + width) / geometry.cellWidth));
  paintColumnNumbers(context, picture, first, last);
  for (let row = 0; row < geometry.rows; row++) {
    for (let column = first; column < last; column++) paintCell(context, picture, row, column);
  }
  if (picture.cursor) paintCursor(context, picture, picture.cursor);
  context.restore();
  paintRowNumbers(context, picture);
}

function paintCell(context: CanvasRenderingContext2D, picture: Picture, row: number, column: number): void {
  const { geometry, grid, palette } = picture;
  const at = row * grid.columns + column;
  const value = grid.values[at] ?? 0;
  const x = columnLeft(geometry, column);
  const y = geometry.header + row * geometry.cellHeight;
  const gap = geometry.cellWidth >= 6 ? 1 : 0;
  const width = columnLeft(geometry, column + 1) - x - gap;
  const height = geometry.cellHeight - 1;

  context.globalAlpha = 0.12;
  context.fillStyle = palette.line;
  context.fillRect(x, y, width, height);
  const warmth = picture.heatMap ? heat(value, picture.scale) : 0;
  if (warmth !== 0) {
    const strength = Number.isNaN(warmth) ? 1 : Math.abs(warmth);
    context.globalAlpha = picture.numbers ? strength * TINT_BEHIND_TEXT : strength;
    context.fillStyle = Number.isNaN(warmth) ? palette.special : warmth > 0 ? palette.positive : palette.negative;
    context.fillRect(x, y, width, height);
  }
  if (picture.flashing?.[at]) {
    context.globalAlpha = picture.flash * FLASH_STRENGTH;
    context.fillStyle = palette.changed;
    context.fillRect(x, y, width, height);
  }
  context.globalAlpha = 1;
  if (picture.changed[at]) paintChangedMark(context, palette, x + width, y, Math.min(5, width, height));
  if (picture.numbers) {
    context.fillStyle = value === 0 ? palette.muted : palette.foreground;
    context.textAlign = 'right';
    context.fillText(grid.type.format(value), x + width - 4, y + geometry.cellHeight / 2);
  }
}

/** A triangle in the upper right corner. */
function paintChangedMark(
  context: CanvasRenderingContext2D,
  palette: Palette,
  right: number,
  top: number,
  size: number,
): void {
  context.fillStyle = palette.changed;
  context.beginPath();
  context.moveTo(right - size, top);
  context.lineTo(right, top);
  context.lineTo(right, top + size);
  context.fill();
}

function paintCursor(context: CanvasRenderingContext2D, { geometry, palette }: Picture, { row, column }: Cursor): void {
  context.globalAlpha = 1;
  context.strokeStyle = palette.cursor;
  context.lineWidth = 2;
  const x = columnLeft(geometry, column);
  const y = geometry.header + row * geometry.cellHeight;
  context.strokeRect(x, y, columnLeft(geometry, column + 1) - x - 1, geometry.cellHeight - 1);
}

function paintColumnNumbers(context: CanvasRenderingContext2D, picture: Picture, first: number, last: number): void {
  const { geometry, palette } = picture;
  context.fillStyle = palette.muted;
  context.textAlign = 'left';
  const every = geometry.columnLabelEvery;
  for (let column = Math.ceil(first / every) * every; column < last; column += every) {
    context.fillText(String(column), columnLeft(geometry, column) + 1, geometry.header / 2);
  }
}

function paintRowNumbers(context: CanvasRenderingContext2D, { geometry, palette }: Picture): void {
  context.fillStyle = palette.muted;
  context.textAlign = 'right';
  for (let row = 0; row < geometry.rows; row += geometry.rowLabelEvery) {
    const y = geometry.header + (row + 0.5) * geometry.cellHeight;
    context.fillText(String(row), geometry.gutter - 5, y);
  }
}
