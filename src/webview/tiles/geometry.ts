/** Where the cells of a tile lie on its canvas, in CSS pixels. The canvas is as wide as the view and scrolls in itself. */

export interface GeometryInput {
  readonly rows: number;
  readonly columns: number;
  /** Of the view. */
  readonly width: number;
  /** Whether every cell shows its number, even if the tile must scroll; otherwise numbers show only where they fit. */
  readonly alwaysNumbers: boolean;
  /** Longest text of a cell, in characters. */
  readonly textLength: number;
  readonly charWidth: number;
}

export interface Geometry {
  readonly rows: number;
  readonly columns: number;
  /** Whether cells have room for their numbers. */
  readonly numbers: boolean;
  /** Need not be whole: `columnLeft` rounds. */
  readonly cellWidth: number;
  readonly cellHeight: number;
  /** Row numbers stand in a gutter that does not scroll. */
  readonly gutter: number;
  /** Column numbers stand above. */
  readonly header: number;
  /** Of all columns; wider than the view when it scrolls. */
  readonly contentWidth: number;
  readonly contentHeight: number;
  readonly rowLabelEvery: number;
  readonly columnLabelEvery: number;
}

const GUTTER = 22;
const HEADER = 14;
const TEXT_HEIGHT = 18;
const LABEL_HEIGHT = 11;
const PADDING = 8;
const NARROWEST_CELL = 3;

export function layOut(input: GeometryInput): Geometry {
  const { rows, columns, charWidth } = input;
  const fitting = (input.width - GUTTER) / Math.max(1, columns);
  const textWidth = Math.ceil(input.textLength * charWidth) + PADDING;
  const numbers = input.alwaysNumbers || fitting >= textWidth;
  const cellWidth = numbers
    ? Math.max(textWidth, Math.min(Math.floor(fitting), 2 * textWidth))
    : Math.max(NARROWEST_CELL, fitting);
  const cellHeight = numbers ? TEXT_HEIGHT : Math.min(14, Math.max(6, Math.round(cellWidth)));
  return {
    rows,
    columns,
    numbers,
    cellWidth,
    cellHeight,
    gutter: GUTTER,
    header: HEADER,
    contentWidth: GUTTER + columns * cellWidth,
    contentHeight: HEADER + rows * cellHeight,
    rowLabelEvery: powerOfTwo(LABEL_HEIGHT / cellHeight),
    columnLabelEvery: powerOfTwo((2 * charWidth + 4) / cellWidth),
  };
}

/** The left edge of a column, on a whole pixel. */
export function columnLeft({ cellWidth }: Geometry, column: number): number {
  return Math.round(column * cellWidth);
}

/** The cell under a point of the canvas that is scrolled by `scrollLeft`. */
export function cellAt(
  geometry: Geometry,
  x: number,
  y: number,
  scrollLeft: number,
): { readonly row: number; readonly column: number } | undefined {
  if (x < geometry.gutter) return undefined;
  const row = Math.floor((y - geometry.header) / geometry.cellHeight);
  const column = Math.floor((x - geometry.gutter + scrollLeft) / geometry.cellWidth);
  const inside = row >= 0 && row < geometry.rows && column >= 0 && column < geometry.columns;
  return inside ? { row, column } : undefined;
}

/** How far to scroll so that a column is in sight. */
export function scrollTo(geometry: Geometry, column: number, scrollLeft: number, width: number): number {
  const left = column * geometry.cellWidth;
  const right = left + geometry.cellWidth - (width - geometry.gutter);
  return Math.max(right, Math.min(left, scrollLeft));
}

function powerOfTwo(atLeast: number): number {
  let every = 1;
  while (every < atLeast) every *= 2;
  return every;
}
