/**
 * The canvas says nothing to a screen reader, so the row under the cursor exists as invisible grid cells as well;
 * `aria-activedescendant` points at one of them (WAI-ARIA: a grid may have only part of its rows in the DOM).
 */
import type { Cursor } from '../page/cursor';
import { element } from '../page/element';
import type { Grid } from './grid';

export class ScreenReaderRow {
  readonly element = element('div', { role: 'row', class: 'visually-hidden' });

  constructor(
    private readonly grid: HTMLElement,
    private readonly name: string,
  ) {}

  show(values: Grid, changed: Uint8Array, cursor: Cursor): void {
    this.grid.setAttribute('aria-rowcount', String(values.rows));
    this.grid.setAttribute('aria-colcount', String(values.columns));
    this.element.setAttribute('aria-rowindex', String(cursor.row + 1));
    const cells: HTMLElement[] = [];
    for (let column = 0; column < values.columns; column++) {
      const at = cursor.row * values.columns + column;
      const text = values.text(at);
      const label = `row ${cursor.row}, column ${column}: ${text}${changed[at] ? ', changed' : ''}`;
      const attributes = { role: 'gridcell', id: this.id(cursor.row, column), 'aria-colindex': String(column + 1) };
      cells.push(element('span', { ...attributes, 'aria-label': label }, text));
    }
    this.element.replaceChildren(...cells);
    this.grid.setAttribute('aria-activedescendant', this.id(cursor.row, cursor.column));
  }

  private id(row: number, column: number): string {
    return `${this.name}-${row}-${column}`;
  }
}
