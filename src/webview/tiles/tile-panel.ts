/** One tile: heading, canvas, and a cell cursor for pointer and keyboard. */
import type { TileOriginView } from '../../adapter/views/tile-origin-view';
import type { TileView } from '../../adapter/views/tiles';
import { type Cursor, clampCursor, moveCursor } from '../page/cursor';
import { element } from '../page/element';
import type { Palette } from '../page/palette';
import type { Baseline } from './baseline';
import type { ElementTypeId } from './element-type';
import { changedCells, countChanged, makeGrid } from './grid';
import { type Compared, cellText, differenceText, gridLabel, shapeText } from './labels';
import type { TileContext } from './messages';
import type { ViewOptions } from './options';
import { OriginLine } from './origin-line';
import { ScreenReaderRow } from './screen-reader-row';
import { TileCanvas } from './tile-canvas';
import { TypeSelect } from './type-select';

export interface PanelHost {
  readonly palette: () => Palette;
  /** Shows what is known of one element. */
  readonly describe: (text: string) => void;
  readonly chooseType: (tile: number, type: ElementTypeId | null) => void;
  readonly copy: (text: string) => void;
  readonly travel: (moment: number) => void;
}

export interface PanelContent {
  readonly tile: TileView;
  readonly baseline: Baseline;
  readonly type: ElementTypeId;
  /** What the user chose; null for automatic. */
  readonly chosen: ElementTypeId | null;
  readonly automatic: ElementTypeId;
  readonly options: ViewOptions;
}

interface Shown extends Compared {
  readonly changed: Uint8Array;
}

export class TilePanel {
  readonly element: HTMLElement;
  /** What the last step changed, in a few words; empty when it changed nothing. */
  summary = '';
  private readonly grid = element('div', { class: 'grid', role: 'grid', tabindex: '0', 'aria-readonly': 'true' });
  private readonly shape = element('span', { class: 'shape' });
  private readonly changes = element('span', { class: 'changes' });
  private readonly canvas: TileCanvas;
  private readonly select: TypeSelect;
  private readonly origin: OriginLine;
  private readonly row: ScreenReaderRow;
  private shown: Shown | undefined;
  private cursor: Cursor = { row: 0, column: 0 };

  constructor(
    private readonly index: number,
    private readonly host: PanelHost,
  ) {
    const name = `tmm${index}`;
    this.canvas = new TileCanvas(this.grid, host.palette);
    this.select = new TypeSelect(`Element type of ${name}`, (type) => host.chooseType(index, type));
    this.origin = new OriginLine(host.travel);
    this.row = new ScreenReaderRow(this.grid, name);
    this.grid.append(this.canvas.element, this.row.element);
    this.element = element(
      'section',
      { class: 'tile' },
      element('header', {}, element('h2', {}, name), this.shape, this.changes, this.select.element),
      this.origin.element,
      this.grid,
    );
    this.listen();
  }

  show({ tile, baseline, type, chosen, automatic, options }: PanelContent): void {
    const last = this.shown?.grid;
    const grid = makeGrid(tile, type, options);
    const other = baseline.tile && makeGrid(baseline.tile, type);
    const changed = changedCells(grid, other);
    this.shown = { grid, other, baseline, changed };
    this.cursor = clampCursor(this.cursor, grid);
    this.label(tile, this.shown, options);
    this.select.show(chosen, automatic);
    this.row.show(grid, changed, this.cursor);
    this.canvas.show({ grid, changed, options }, changedCells(grid, last?.type === grid.type ? last : undefined));
    if (this.hasFocus) this.moveTo(this.cursor);
  }

  /** Where the tile came from, as far as that is known. */
  showOrigin(origin: TileOriginView = {}): void {
    this.origin.show(origin);
  }

  /** The theme is another. */
  redraw(): void {
    this.canvas.redraw();
  }

  private label({ rows, colsb }: TileView, shown: Shown, { hex }: ViewOptions): void {
    const changed = countChanged(shown.changed);
    const difference = differenceText(shown, changed);
    this.shape.textContent = shapeText(rows, colsb);
    this.changes.textContent = difference === '' || changed > 0 ? markCount(changed) : difference;
    this.changes.title = difference;
    this.summary = difference === '' ? '' : `tmm${this.index}: ${difference}`;
    this.grid.setAttribute('aria-label', gridLabel(this.index, shown, colsb, changed));
    const type = shown.grid.type.id;
    const xtraceExpression = `tmm${this.index}`;
    const context: TileContext = { webviewSection: 'tile', tile: this.index, type, hex, xtraceExpression };
    this.element.setAttribute('data-vscode-context', JSON.stringify(context));
  }

  private listen(): void {
    const { surface } = this.canvas;
    this.grid.addEventListener('focus', () => this.moveTo(this.cursor));
    this.grid.addEventListener('blur', () => {
      this.canvas.showCursor(undefined);
      this.host.describe('');
    });
    this.grid.addEventListener('keydown', (event) => this.onKey(event));
    surface.addEventListener('pointermove', (event) => {
      const cell = this.canvas.cellUnder(event);
      if (cell) this.host.describe(this.text(cell));
    });
    surface.addEventListener('pointerleave', () => this.host.describe(this.hasFocus ? this.text(this.cursor) : ''));
    surface.addEventListener('pointerdown', (event) => {
      const cell = this.canvas.cellUnder(event);
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
    if (!this.shown) return;
    const { grid, changed } = this.shown;
    this.cursor = clampCursor(cursor, grid);
    this.canvas.showCursor(this.cursor);
    this.row.show(grid, changed, this.cursor);
    this.host.describe(this.text(this.cursor));
  }

  private text({ row, column }: Cursor): string {
    return this.shown ? cellText(this.index, this.shown, row, column) : '';
  }

  private get hasFocus(): boolean {
    return document.activeElement === this.grid;
  }
}

const markCount = (changed: number): string => (changed === 0 ? '' : `◥ ${changed}`);
