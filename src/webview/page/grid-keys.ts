/**
 * Keyboard in a table of cells (WAI-ARIA practices, "grid"): one stop for Tab, arrows between the cells, Enter to do what a
 * click does, Ctrl+C to copy. A cell is what has `data-key`, a row is a `tr` or has the role; `data-copy` is what is copied
 * where that is not the cell's text.
 */
import { moveCursor } from './cursor';

const CELL = '[data-key]';
const ROW = 'tr, [role="row"]';
/** Cells that Tab reaches, or that nobody has told whether it does. */
const UNSETTLED = '[data-key]:not([tabindex="-1"])';

export class GridKeys {
  private active: string | undefined;

  constructor(
    private readonly grid: HTMLElement,
    private readonly copy: (text: string) => void,
    /** For a table that shows part of something longer: up (-1) or down (1) from where it ends. */
    private readonly beyond?: (direction: -1 | 1) => void,
  ) {
    grid.addEventListener('focusin', ({ target }) => this.activate(cellOf(target)));
    grid.addEventListener('keydown', (event) => this.onKey(event));
  }

  /** Draws the cells anew; the focus stays on the cell with the same key. */
  keep(draw: () => void): void {
    const hadFocus = this.grid.contains(document.activeElement);
    draw();
    const active = this.cellWith(this.active) ?? this.grid.querySelector<HTMLElement>(CELL);
    for (const cell of this.grid.querySelectorAll<HTMLElement>(UNSETTLED)) if (cell !== active) cell.tabIndex = -1;
    if (active && active.getAttribute('tabindex') !== '0') active.tabIndex = 0;
    if (hadFocus) active?.focus({ preventScroll: true });
  }

  private cellWith(key: string | undefined): HTMLElement | null {
    return key === undefined ? null : this.grid.querySelector(`[data-key="${CSS.escape(key)}"]`);
  }

  private activate(cell: HTMLElement | undefined): void {
    if (!cell) return;
    for (const other of this.grid.querySelectorAll<HTMLElement>(`${CELL}[tabindex="0"]`)) other.tabIndex = -1;
    cell.tabIndex = 0;
    this.active = cell.dataset.key;
  }

  private onKey(event: KeyboardEvent): void {
    const cell = cellOf(event.target);
    if (!cell) return;
    const control = event.ctrlKey || event.metaKey;
    if (control && event.key === 'c') this.copy(cell.dataset.copy ?? cell.textContent ?? '');
    else if (event.key === 'Enter' || event.key === ' ') cell.click();
    else if (!this.move(cell, control ? `Ctrl+${event.key}` : event.key)) return;
    event.preventDefault();
  }

  /** False for a key that moves nothing. */
  private move(cell: HTMLElement, key: string): boolean {
    const rows = [...this.grid.querySelectorAll<HTMLElement>(ROW)].map(cellsOf).filter((row) => row.length > 0);
    const row = rows.findIndex((cells) => cells.includes(cell));
    const extent = { rows: rows.length, columns: rows[row]?.length ?? 0 };
    const next = moveCursor({ row, column: rows[row]?.indexOf(cell) ?? 0 }, key, extent);
    if (next?.row === row && /^(Arrow|Page)Up$/.test(key)) this.beyond?.(-1);
    if (next?.row === row && /^(Arrow|Page)Down$/.test(key)) this.beyond?.(1);
    const cells = next && rows[next.row];
    // A row may have fewer cells than the one before.
    cells?.[Math.min(next?.column ?? 0, cells.length - 1)]?.focus();
    return next !== undefined;
  }
}

function cellOf(target: EventTarget | null): HTMLElement | undefined {
  return (target instanceof Element && target.closest<HTMLElement>(CELL)) || undefined;
}

const cellsOf = (row: Element): HTMLElement[] =>
  [...row.querySelectorAll<HTMLElement>(CELL)].filter((cell) => cell.closest(ROW) === row && cell.checkVisibility());
