/** One tile: heading, canvas, cell cursor. */
import type { TileView } from '../../adapter/views';
import { type Cursor, clampCursor, moveCursor } from './cursor';
import { element } from './element';
import type { ElementTypeId } from './element-type';
import { Flash } from './flash';
import { cellAt, type Geometry, layOut, scrollTo } from './geometry';
import { changedCells, countChanged, type Grid, makeGrid } from './grid';
import { heatScale } from './heat';
import { cellText, gridLabel, shapeText } from './labels';
import type { ViewOptions } from './options';
import { FONT_SIZE, paint } from './paint';
import type { Palette } from './palette';
import { ScreenReaderRow } from './screen-reader-row';
import { TypeSelect } from './type-select';

export interface PanelHost {
  readonly palette: () => Palette;
  /** Shows what is known of one element. */
  readonly describe: (text: string) => void;
  readonly chooseType: (tile: number, type: ElementTypeId | null) => void;
  readonly copy: (text: string) => void;
}

export interface PanelContent {
  readonly tile: TileView;
  readonly before: TileView | undefined;
  readonly type: ElementTypeId;
  /** What the user chose; null for automatic. */
  readonly chosen: ElementTypeId | null;
  readonly automatic: ElementTypeId;
  readonly options: ViewOptions;
}

interface Shown {
  readonly grid: Grid;
  readonly before: Grid | undefined;
  readonly changed: Uint8Array;
  readonly scale: number;
  readonly options: ViewOptions;
}

export class TilePanel {
  readonly element: HTMLElement;
  /** What the last step changed, in a few words; empty when it changed nothing. */
  summary = '';
  private readonly canvas = element('canvas', { 'aria-hidden': 'true' });
  private readonly spacer = element('div', { class: 'spacer', role: 'presentation' }, this.canvas);
  private readonly grid = element('div', { class: 'grid', role: 'grid', tabindex: '0', 'aria-readonly': 'true' });
  private readonly shape = element('span', { class: 'shape' });
  private readonly changes = element('span', { class: 'changes' });
  private readonly select: TypeSelect;
  private readonly row: ScreenReaderRow;
  private readonly context = this.canvas.getContext('2d');
  private readonly flash = new Flash();
  /** Characters of the longest text so far, so that columns do not jump about from step to step. */
  private readonly textLengths = new Map<ElementTypeId, number>();
  private shown: Shown | undefined;
  private geometry: Geometry | undefined;
  private cursor: Cursor = { row: 0, column: 0 };
  private framePending = false;

  constructor(
    private readonly index: number,
    private readonly host: PanelHost,
  ) {
    const name = `tmm${index}`;
    this.select = new TypeSelect(`Element type of ${name}`, (type) => host.chooseType(index, type));
    this.row = new ScreenReaderRow(this.grid, name);
    this.grid.append(this.spacer, this.row.element);
    this.element = element(
      'section',
      { class: 'tile', 'data-vscode-context': JSON.stringify({ webviewSection: 'tile', tile: index }) },
      element('header', {}, element('h2', {}, name), this.shape, this.changes, this.select.element),
      this.grid,
    );
    this.listen();
    new ResizeObserver(() => this.redraw()).observe(this.grid);
  }

  show({ tile, before, type, chosen, automatic, options }: PanelContent): void {
    const last = this.shown?.grid;
    const grid = makeGrid(tile, type);
    const beforeGrid = before && makeGrid(before, type);
    const changed = changedCells(grid, beforeGrid);
    this.shown = { grid, before: beforeGrid, changed, scale: heatScale(grid), options };
    this.cursor = clampCursor(this.cursor, grid);
    this.shape.textContent = shapeText(tile.rows, tile.colsb);
    const count = countChanged(changed);
    this.changes.textContent = count === 0 ? '' : `◥ ${count}`;
    this.changes.title = count === 0 ? '' : `${count} changed by the last step`;
    this.summary = count === 0 ? '' : `tmm${this.index}: ${count} changed`;
    this.select.show(chosen, automatic);
    this.grid.setAttribute('aria-label', gridLabel(this.index, grid, tile.colsb, count));
    this.row.show(grid, changed, this.cursor);
    if (last?.type === grid.type) this.flash.start(changedCells(grid, last));
    this.redraw();
    if (document.activeElement === this.grid) this.describe(this.cursor);
  }

  /** Lays out and draws anew: the content, the view's width or the theme is another. */
  redraw(): void {
    if (this.framePending) return;
    this.framePending = true;
    requestAnimationFrame((now) => {
      this.framePending = false;
      this.draw(now);
      if (this.flash.cells) this.redraw();
    });
  }

  private draw(now: number): void {
    const { shown, context } = this;
    const width = this.grid.clientWidth;
    if (!shown || !context || width === 0) return;
    const palette = this.host.palette();
    context.font = `${FONT_SIZE}px ${palette.fontFamily}`;
    const geometry = layOut({
      rows: shown.grid.rows,
      columns: shown.grid.columns,
      width,
      numbers: shown.options.numbers,
      textLength: this.textLength(shown.grid),
      charWidth: context.measureText('0').width,
    });
    this.geometry = geometry;
    this.resize(geometry, width);
    paint(context, {
      ...shown,
      geometry,
      palette,
      heatMap: shown.options.heatMap,
      numbers: shown.options.numbers,
      flashing: this.flash.cells,
      flash: this.flash.strength(now),
      cursor: document.activeElement === this.grid ? this.cursor : undefined,
      scrollLeft: this.grid.scrollLeft,
      width,
    });
  }

  private resize(geometry: Geometry, width: number): void {
    const ratio = devicePixelRatio;
    this.spacer.style.width = `${geometry.contentWidth}px`;
    this.spacer.style.height = `${geometry.contentHeight}px`;
    this.canvas.style.width = `${width}px`;
    this.canvas.style.height = `${geometry.contentHeight}px`;
    const pixels = { width: Math.round(width * ratio), height: Math.round(geometry.contentHeight * ratio) };
    if (this.canvas.width !== pixels.width || this.canvas.height !== pixels.height) Object.assign(this.canvas, pixels);
    this.context?.setTransform(ratio, 0, 0, ratio, 0, 0);
  }

  private textLength(grid: Grid): number {
    let longest = this.textLengths.get(grid.type.id) ?? 2;
    for (const value of grid.values) longest = Math.max(longest, grid.type.format(value).length);
    this.textLengths.set(grid.type.id, longest);
    return longest;
  }

  private listen(): void {
    this.grid.addEventListener('scroll', () => this.redraw(), { passive: true });
    this.grid.addEventListener('focus', () => this.moveTo(this.cursor));
    this.grid.addEventListener('blur', () => {
      this.host.describe('');
      this.redraw();
    });
    this.grid.addEventListener('keydown', (event) => this.onKey(event));
    this.canvas.addEventListener('pointermove', (event) => {
      const cell = this.cellUnder(event);
      if (cell) this.describe(cell);
    });
    this.canvas.addEventListener('pointerleave', () => {
      if (document.activeElement === this.grid) this.describe(this.cursor);
      else this.host.describe('');
    });
    this.canvas.addEventListener('pointerdown', (event) => {
      const cell = this.cellUnder(event);
      if (cell) this.moveTo(cell);
    });
  }

  private onKey(event: KeyboardEvent): void {
    if (!this.shown) return;
    const withControl = event.ctrlKey || event.metaKey;
    if (withControl && event.key === 'c') {
      this.host.copy(this.text(this.cursor));
      return;
    }
    const next = moveCursor(this.cursor, withControl ? `Ctrl+${event.key}` : event.key, this.shown.grid);
    if (!next) return;
    event.preventDefault();
    this.moveTo(next);
  }

  private moveTo(cursor: Cursor): void {
    const { shown, geometry, grid } = this;
    if (!shown || !geometry) return;
    this.cursor = clampCursor(cursor, shown.grid);
    grid.scrollLeft = scrollTo(geometry, this.cursor.column, grid.scrollLeft, grid.clientWidth);
    this.row.show(shown.grid, shown.changed, this.cursor);
    this.describe(this.cursor);
    this.redraw();
  }

  private describe(cell: Cursor): void {
    this.host.describe(this.text(cell));
  }

  private text({ row, column }: Cursor): string {
    return this.shown ? cellText(this.index, this.shown.grid, row, column, this.shown.before) : '';
  }

  private cellUnder(event: PointerEvent): Cursor | undefined {
    return this.geometry && cellAt(this.geometry, event.offsetX, event.offsetY, this.grid.scrollLeft);
  }
}
