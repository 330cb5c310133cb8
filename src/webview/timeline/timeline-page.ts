/** The Timeline view's page: keeps what is shown, and turns what the user does into looking elsewhere and travelling. */

import { grouped } from '../../language/expressions/grouped';
import { tableOf } from '../../machine/table';
import { element } from '../page/element';
import type { SessionHeader } from '../page/messages';
import type { Page, PageHost } from '../page/page';
import { type Colors, readColors } from './colors';
import { Gestures } from './gestures';
import { type Hit, heightOf, hitAt, type Mark, MOST_LANES, neighbour } from './layout';
import { Legend } from './legend';
import type { TimelineActs, TimelineContent } from './messages';
import { paint } from './paint';
import { stepAt } from './steps';
import { fitted, panned, revealing, type Scale, scaleOf, showsAll, type Viewport, zoomed } from './viewport';
import { hitWords, markWords } from './words';

/** Pixels for each thing that can be told apart. */
const RESOLUTION = 2;
/** Screens to each side that are asked for, so that panning finds something there. */
const BESIDE = 1;
const ZOOM = 1.6;
const PAN = 0.2;
/** Pixels that `CPU 0` takes. */
const NARROWEST_GUTTER = 46;
/** Pixels to the right of the last moment. */
const MARGIN = 8;

export class TimelinePage implements Page<TimelineContent> {
  private readonly canvas = element('canvas');
  private readonly slider = element('div', {
    class: 'timeline',
    role: 'slider',
    tabindex: '0',
    'aria-label': 'Timeline',
    'aria-valuemin': '0',
  });
  private readonly more = element('p', { class: 'muted more', hidden: '' });
  private readonly legend = new Legend();
  private content: TimelineContent | undefined;
  private running = false;
  private viewport: Viewport = fitted(0);
  /** Whether the page shows the whole run, and follows the run as the run gets longer. */
  private fits = true;
  private cursor: number | undefined;
  /** Where the present is being dragged to. */
  private dragged: number | undefined;
  private pointed: Mark | undefined;
  private colors: Colors = readColors();
  private frame = 0;
  private asked = '';

  constructor(
    root: HTMLElement,
    private readonly host: PageHost<TimelineActs>,
  ) {
    this.slider.append(this.canvas);
    root.append(this.toolbar(), this.slider, this.more, this.legend.element);
    new Gestures(this.slider, {
      isPresent: (x) => Math.abs(x - this.scale.x(this.present)) < 6,
      isBusy: () => this.running,
      point: (x, y) => this.point(x, y),
      leave: () => this.leave(),
      click: (x, y) => this.click(x, y),
      drag: (x) => this.drag(x),
      drop: () => this.drop(),
      pan: (pixels) => this.look(panned(this.viewport, -pixels * this.scale.momentsPerPixel, this.end)),
      zoom: (x, factor) => this.look(zoomed(this.viewport, this.scale.moment(x), factor, this.end)),
    });
    this.slider.addEventListener('keydown', (event) => this.keyDown(event));
    this.slider.addEventListener('blur', () => this.draw());
    new ResizeObserver(() => this.look(this.viewport, this.fits)).observe(this.slider);
  }

  show(content: TimelineContent, { running }: SessionHeader): void {
    this.content = content;
    this.running = running;
    if (this.fits) this.viewport = fitted(content.end);
    this.slider.setAttribute('aria-valuemax', String(content.end));
    const left = content.part.lanes.length - MOST_LANES;
    this.more.hidden = left <= 0;
    this.more.textContent = `${grouped(left)} more tasks have no lane here.`;
    this.legend.show(content.part.lanes);
    this.tell();
    this.draw();
  }

  themeChanged(): void {
    this.colors = readColors();
    this.draw();
  }

  private toolbar(): HTMLElement {
    const button = (text: string, attributes: Readonly<Record<string, string>>, run: () => void): HTMLElement => {
      const made = element('button', { type: 'button', ...attributes }, text);
      made.addEventListener('click', run);
      return made;
    };
    return element(
      'div',
      { class: 'toolbar', role: 'toolbar', 'aria-label': 'Timeline' },
      button('+', named('Zoom in'), () => this.zoomAtCursor(1 / ZOOM)),
      button('−', named('Zoom out'), () => this.zoomAtCursor(ZOOM)),
      button('All', { title: 'Show all of the run' }, () => this.look(fitted(this.end), true)),
      button('Now', { title: 'Show where the run is now' }, () =>
        this.look(revealing(this.viewport, this.present, this.end)),
      ),
    );
  }

  private get end(): number {
    return this.content?.end ?? 0;
  }

  private get present(): number {
    return this.dragged ?? this.content?.present ?? 0;
  }

  private get width(): number {
    return this.slider.clientWidth;
  }

  /** The lane of bookmarks has the longest name; most runs have none. */
  private get gutter(): number {
    const hasBookmarks = this.content?.part.lanes.some(({ kind }) => kind === 'bookmarks');
    const widest = hasBookmarks ? Math.min(76, this.width / 3.5) : Math.min(64, this.width / 4);
    return Math.max(NARROWEST_GUTTER, widest);
  }

  /** Marks at the end have room, too. */
  private get scale(): Scale {
    return scaleOf(this.viewport, this.gutter, this.width - this.gutter - MARGIN);
  }

  /** Shows another part at once, as far as it is known, and asks for the rest. */
  private look(viewport: Viewport, fits = showsAll(viewport, this.end)): void {
    this.viewport = viewport;
    this.fits = fits;
    const span = viewport.to - viewport.from;
    const from = Math.max(0, Math.floor(viewport.from - BESIDE * span));
    const to = Math.min(Math.max(1, this.end), Math.ceil(viewport.to + BESIDE * span));
    const columns = Math.max(1, Math.round((((to - from) / span) * (this.width - this.gutter)) / RESOLUTION));
    const asked = { part: fits ? null : { from, to }, columns };
    if (JSON.stringify(asked) !== this.asked) {
      this.asked = JSON.stringify(asked);
      this.host.act('look', asked);
    }
    this.draw();
  }

  private zoomAtCursor(factor: number): void {
    this.look(zoomed(this.viewport, this.cursor ?? this.present, factor, this.end));
  }

  private hit(x: number, y: number): Hit | undefined {
    return this.content && hitAt(this.content.part.lanes, this.scale, x, y);
  }

  private point(x: number, y: number): void {
    const hit = this.hit(x, y);
    this.pointed = hit?.kind === 'mark' ? hit.mark : undefined;
    this.host.describe(hit && this.content ? hitWords(hit, this.scale.moment(x), this.content.part.steps) : '');
    this.draw();
  }

  private leave(): void {
    this.pointed = undefined;
    this.host.describe('');
    this.draw();
  }

  private click(x: number, y: number): void {
    const hit = this.hit(x, y);
    this.travel(hit?.kind === 'mark' ? hit.mark.moment : this.scale.moment(x));
  }

  private drag(x: number): void {
    this.dragged = this.clamped(this.scale.moment(x));
    if (this.content) this.host.describe(`step ${grouped(stepAt(this.content.part.steps, this.dragged))}`);
    this.host.act('travel', { moment: this.dragged, isPassing: true });
    this.draw();
  }

  private drop(): void {
    if (this.dragged !== undefined) this.travel(this.dragged);
    this.dragged = undefined;
  }

  private clamped(moment: number): number {
    return Math.max(0, Math.min(this.end, Math.round(moment)));
  }

  private travel(moment: number): void {
    if (this.running) return this.host.describe('The trace is running: pause it to travel.');
    this.host.act('travel', { moment: this.clamped(moment), isPassing: false });
  }

  private keyDown(event: KeyboardEvent): void {
    const run = this.keys[event.shiftKey && event.key.startsWith('Arrow') ? `Shift+${event.key}` : event.key];
    if (!run || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    run();
  }

  private readonly keys = tableOf<() => void>({
    ArrowLeft: () => this.toMark(-1),
    ArrowRight: () => this.toMark(1),
    'Shift+ArrowLeft': () => this.look(panned(this.viewport, -PAN * this.span, this.end)),
    'Shift+ArrowRight': () => this.look(panned(this.viewport, PAN * this.span, this.end)),
    ArrowUp: () => this.moveCursor(this.at - this.scale.momentsPerPixel * 10),
    ArrowDown: () => this.moveCursor(this.at + this.scale.momentsPerPixel * 10),
    Home: () => this.moveCursor(0),
    End: () => this.moveCursor(this.end),
    Enter: () => this.travel(this.at),
    ' ': () => this.travel(this.at),
    '+': () => this.zoomAtCursor(1 / ZOOM),
    '=': () => this.zoomAtCursor(1 / ZOOM),
    '-': () => this.zoomAtCursor(ZOOM),
    '0': () => this.look(fitted(this.end), true),
    Escape: () => this.moveCursor(undefined),
  });

  private get span(): number {
    return this.viewport.to - this.viewport.from;
  }

  private get at(): number {
    return this.cursor ?? this.present;
  }

  private toMark(direction: 1 | -1): void {
    const mark = this.content && neighbour(this.content.part.lanes, this.at, direction);
    if (mark) this.moveCursor(mark.moment, mark);
    else this.moveCursor(direction > 0 ? this.end : 0);
  }

  private moveCursor(moment: number | undefined, mark?: Mark): void {
    this.cursor = moment === undefined ? undefined : this.clamped(moment);
    this.pointed = mark;
    this.tell();
    if (mark) this.host.describe(markWords(mark));
    this.look(revealing(this.viewport, this.at, this.end), this.fits);
  }

  /** What a screen reader says of the place. */
  private tell(): void {
    const { content, at, pointed } = this;
    if (!content) return;
    const step = `step ${grouped(stepAt(content.part.steps, at))}`;
    this.slider.setAttribute('aria-valuenow', String(Math.round(at)));
    this.slider.setAttribute('aria-valuetext', pointed ? markWords(pointed) : step);
  }

  private draw(): void {
    if (this.frame === 0) this.frame = requestAnimationFrame(() => this.paintNow());
  }

  private paintNow(): void {
    this.frame = 0;
    const { content, canvas, width } = this;
    const context = canvas.getContext('2d');
    if (!content || !context || width === 0) return;
    const height = heightOf(content.part.lanes.length);
    const ratio = devicePixelRatio;
    if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(height * ratio)) {
      canvas.width = Math.round(width * ratio);
      canvas.height = Math.round(height * ratio);
      canvas.style.height = `${height}px`;
    }
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    const { scale, gutter, present, cursor, pointed } = this;
    paint(context, { width, height, gutter, scale, part: content.part, present, cursor, pointed }, this.colors);
  }
}

/** The colour of shapes without text. */
function named(label: string): Readonly<Record<string, string>> {
  return { title: label, 'aria-label': label };
}
