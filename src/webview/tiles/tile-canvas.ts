/** The drawing surface of one tile: lays out, scrolls and draws, once a frame at most and only while in sight. */
import type { Cursor } from '../page/cursor';
import { element } from '../page/element';
import type { Palette } from '../page/palette';
import { Flash } from './flash';
import { cellAt, type Geometry, layOut, scrollTo } from './geometry';
import type { Grid } from './grid';
import { heatScale } from './heat';
import type { ViewOptions } from './options';
import { FONT_SIZE, paint } from './paint';

export interface CanvasContent {
  readonly grid: Grid;
  readonly changed: Uint8Array;
  readonly options: ViewOptions;
}

export class TileCanvas {
  readonly surface = element('canvas', { 'aria-hidden': 'true' });
  /** As wide as all columns; the canvas stays in sight and is drawn for the part that is scrolled to. */
  readonly element = element('div', { class: 'spacer', role: 'presentation' }, this.surface);
  private readonly context = this.surface.getContext('2d');
  private readonly flash = new Flash();
  /** Characters of the longest text so far, so that columns do not jump about from step to step. */
  private readonly textLengths = new Map<string, number>();
  private content: (CanvasContent & { readonly scale: number }) | undefined;
  private cursor: Cursor | undefined;
  private geometry: Geometry | undefined;
  private framePending = false;
  private inSight = true;

  constructor(
    private readonly scroller: HTMLElement,
    private readonly palette: () => Palette,
  ) {
    scroller.addEventListener('scroll', () => this.redraw(), { passive: true });
    new ResizeObserver(() => this.redraw()).observe(scroller);
    new IntersectionObserver(([entry]) => {
      this.inSight = entry?.isIntersecting !== false;
      this.redraw();
    }).observe(scroller);
  }

  /** `flashing` are the cells that light up. */
  show(content: CanvasContent, flashing: Uint8Array): void {
    this.content = { ...content, scale: heatScale(content.grid) };
    this.flash.start(flashing);
    this.redraw();
  }

  /** Undefined hides the cursor. */
  showCursor(cursor: Cursor | undefined): void {
    this.cursor = cursor;
    if (cursor && this.geometry) {
      const { scrollLeft, clientWidth } = this.scroller;
      this.scroller.scrollLeft = scrollTo(this.geometry, cursor.column, scrollLeft, clientWidth);
    }
    this.redraw();
  }

  cellUnder({ offsetX, offsetY }: PointerEvent): Cursor | undefined {
    return this.geometry && cellAt(this.geometry, offsetX, offsetY, this.scroller.scrollLeft);
  }

  redraw(): void {
    if (this.framePending || !this.inSight) return;
    this.framePending = true;
    requestAnimationFrame((now) => {
      this.framePending = false;
      this.draw(now);
      if (this.flash.cells) this.redraw();
    });
  }

  private draw(now: number): void {
    const { content, context } = this;
    const width = this.scroller.clientWidth;
    if (!content || !context || width === 0) return;
    const palette = this.palette();
    const { heatMap, numbers } = content.options;
    context.font = `${FONT_SIZE}px ${palette.fontFamily}`;
    const geometry = layOut({
      rows: content.grid.rows,
      columns: content.grid.columns,
      width,
      alwaysNumbers: numbers,
      textLength: this.textLength(content),
      charWidth: context.measureText('0').width,
    });
    this.geometry = geometry;
    this.resize(geometry, width);
    paint(context, {
      ...content,
      geometry,
      palette,
      heatMap,
      // `strength` comes before `cells`: at the end of a flash `strength` clears the cells.
      flash: this.flash.strength(now),
      flashing: this.flash.cells,
      cursor: this.cursor,
      scrollLeft: this.scroller.scrollLeft,
      width,
    });
  }

  private resize(geometry: Geometry, width: number): void {
    const ratio = devicePixelRatio;
    this.element.style.width = `${geometry.contentWidth}px`;
    this.element.style.height = `${geometry.contentHeight}px`;
    this.surface.style.width = `${width}px`;
    this.surface.style.height = `${geometry.contentHeight}px`;
    const pixels = { width: Math.round(width * ratio), height: Math.round(geometry.contentHeight * ratio) };
    // Setting the size clears the canvas and its state, so not without need.
    if (this.surface.width !== pixels.width || this.surface.height !== pixels.height) {
      Object.assign(this.surface, pixels);
    }
    this.context?.setTransform(ratio, 0, 0, ratio, 0, 0);
  }

  private textLength({ grid, options: { hex } }: CanvasContent): number {
    const form = `${grid.type.id}${hex ? ' hex' : ''}`;
    let longest = this.textLengths.get(form) ?? 2;
    for (let at = 0; at < grid.values.length; at++) longest = Math.max(longest, grid.text(at).length);
    this.textLengths.set(form, longest);
    return longest;
  }
}
