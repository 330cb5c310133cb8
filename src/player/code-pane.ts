/**
 * The code: the trace, or the kernel's source while a routine runs. Draws only the lines in sight, so that the length of a trace
 * does not matter. A click on a line number sets a breakpoint, and takes the breakpoint away again.
 */
import { element } from '../webview/page/element';
import type { Span } from './colours';

/** Pixels; the style sheet has the same. */
const LINE = 20;
/** Lines above and below those in sight. */
const MARGIN = 20;

export interface Code {
  readonly title: string;
  readonly lines: readonly string[];
  /** Coloured spans of a line, in their order. */
  readonly spans: (line: number) => readonly Span[];
  /** Whether its lines can have breakpoints. */
  readonly takesBreakpoints: boolean;
}

export class CodePane {
  readonly root: HTMLElement;
  private readonly title = element('h2');
  private readonly rows = element('div', { class: 'rows' });
  private readonly scroller: HTMLElement;
  private code: Code = { title: '', lines: [], spans: () => [], takesBreakpoints: false };
  /** From 1, as everywhere here; 0 for none. */
  private present = 0;
  private cursor = 1;
  private breakpoints: ReadonlySet<number> = new Set();

  constructor(private readonly toggle: (line: number) => void) {
    this.scroller = element(
      'div',
      { class: 'scroller', tabindex: '0', role: 'group', 'aria-label': 'Code' },
      this.rows,
    );
    this.root = element('section', { class: 'code', 'aria-label': 'Code' }, this.title, this.scroller);
    this.scroller.addEventListener('scroll', () => this.draw());
    this.scroller.addEventListener('keydown', (event) => this.onKey(event));
    this.rows.addEventListener('click', ({ target }) => {
      const line = target instanceof HTMLElement ? Number(target.closest<HTMLElement>('[data-line]')?.dataset.line) : 0;
      if (line > 0 && target instanceof HTMLButtonElement) this.toggle(line);
    });
    new ResizeObserver(() => this.draw()).observe(this.scroller);
  }

  show(code: Code, present: number): void {
    this.code = code;
    this.present = present;
    if (present > 0) this.cursor = present;
    this.title.textContent = code.title;
    this.rows.style.height = `${code.lines.length * LINE}px`;
    const longest = code.lines.reduce((most, { length }) => Math.max(most, length), 0);
    this.rows.style.minWidth = `calc(${longest}ch + 72px)`;
    this.reveal(this.cursor);
    this.draw();
  }

  mark(breakpoints: readonly number[]): void {
    this.breakpoints = new Set(breakpoints);
    this.draw();
  }

  private onKey(event: KeyboardEvent): void {
    const moves: Readonly<Record<string, number | undefined>> = { ArrowDown: 1, ArrowUp: -1 };
    const move = moves[event.key];
    if (event.key === 'F9' || event.key === 'Enter') this.toggle(this.cursor);
    else if (move === undefined) return;
    else {
      this.cursor = Math.max(1, Math.min(this.code.lines.length, this.cursor + move));
      this.reveal(this.cursor);
      this.draw();
    }
    event.preventDefault();
  }

  /** Scrolls as little as shows the line with some lines around it. */
  private reveal(line: number): void {
    const { scroller } = this;
    const around = 3 * LINE;
    const top = (line - 1) * LINE;
    if (top < scroller.scrollTop + around) scroller.scrollTop = top - around;
    else if (top + LINE + around > scroller.scrollTop + scroller.clientHeight) {
      scroller.scrollTop = top + LINE + around - scroller.clientHeight;
    }
  }

  private draw(): void {
    const { scrollTop, clientHeight } = this.scroller;
    const first = Math.max(1, Math.floor(scrollTop / LINE) + 1 - MARGIN);
    const last = Math.min(this.code.lines.length, Math.ceil((scrollTop + clientHeight) / LINE) + MARGIN);
    const drawn: HTMLElement[] = [];
    for (let line = first; line <= last; line++) drawn.push(this.row(line));
    this.rows.replaceChildren(...drawn);
  }

  private row(line: number): HTMLElement {
    const stops = this.breakpoints.has(line) && this.code.takesBreakpoints;
    const classes = [
      'line',
      ...(line === this.present ? ['present'] : []),
      ...(line === this.cursor ? ['cursor'] : []),
    ];
    const gutter = element('button', { type: 'button', class: 'gutter', tabindex: '-1' }, String(line));
    if (this.code.takesBreakpoints) {
      gutter.setAttribute('aria-pressed', String(stops));
      gutter.setAttribute('aria-label', `Breakpoint at line ${line}`);
    } else gutter.disabled = true;
    const row = element('div', { class: classes.join(' '), 'data-line': String(line) }, gutter, this.text(line));
    if (line === this.present) row.setAttribute('aria-current', 'step');
    row.style.top = `${(line - 1) * LINE}px`;
    return row;
  }

  private text(line: number): HTMLElement {
    const source = this.code.lines[line - 1] ?? '';
    const text = element('code');
    let done = 0;
    for (const { start, end, colour } of this.code.spans(line - 1)) {
      text.append(source.slice(done, start), element('span', { class: colour }, source.slice(start, end)));
      done = end;
    }
    text.append(source.slice(done));
    return text;
  }
}
