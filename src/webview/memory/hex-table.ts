/** The bytes as a table: an address, the bytes, their characters, and the names of what begins in the row. */
import { element } from '../page/element';
import { addressText, byteLabel, byteText, charText, type HexByte, rowNames } from './hex-window';

export interface HexPicture {
  readonly start: string;
  readonly bytes: readonly HexByte[];
  readonly target: number;
  readonly perRow: number;
}

/** Keeps every row whose bytes are unchanged: making hundreds of cells anew takes longer than drawing all other views. */
export class HexTable {
  private rows = new Map<string, HTMLTableRowElement>();
  private readonly body = element('tbody', {});
  readonly element = element('table', { class: 'hex', role: 'grid' }, this.body);

  /** Has the row of a cell made anew next time: typed digits are in the cell, and the row's key does not know of them. */
  typedInto(cell: HTMLElement): void {
    const typed = cell.closest('tr');
    for (const [key, row] of this.rows) if (row === typed) this.rows.delete(key);
  }

  show(picture: HexPicture): void {
    const { start, bytes, perRow } = picture;
    const rows = new Map<string, HTMLTableRowElement>();
    for (let first = 0; first < bytes.length; first += perRow) {
      const key = rowKey(picture, first);
      rows.set(key, this.rows.get(key) ?? hexRow(picture, first));
    }
    this.rows = rows;
    this.element.setAttribute('aria-label', `Memory from ${start}`);
    const shown = [...rows.values()];
    if (shown.length !== this.body.rows.length || shown.some((row, index) => row !== this.body.rows[index]))
      this.body.replaceChildren(...shown);
  }
}

/** Rows with the same key have the same cells. */
function rowKey({ start, bytes, target, perRow }: HexPicture, first: number): string {
  const cells = bytes.slice(first, first + perRow).map(({ value, was, overlay }) => {
    return `${value}/${was}/${overlay ? `${overlay.kind}${overlay.offset}${overlay.name}` : ''}`;
  });
  const isTargetHere = first <= target && target < first + perRow;
  const before = bytes[first - 1]?.overlay?.name ?? '';
  return [start, first, perRow, before, isTargetHere ? target : '', ...cells].join(' ');
}

function hexRow({ start, bytes, target, perRow }: HexPicture, first: number): HTMLTableRowElement {
  const row = bytes.slice(first, first + perRow);
  const cells = row.map((byte, index) =>
    element(
      'td',
      {
        role: 'gridcell',
        class: classesOf(byte, bytes[first + index - 1], byte.offset === target),
        'data-key': String(byte.offset),
        'data-offset': String(byte.offset),
        'data-copy': byteText(byte),
        'aria-label': byteLabel(start, byte),
      },
      byteText(byte),
    ),
  );
  return element(
    'tr',
    { role: 'row' },
    element('th', { scope: 'row', role: 'rowheader' }, addressText(start, first)),
    ...cells,
    element('td', { class: 'characters', 'aria-hidden': 'true' }, row.map(charText).join('')),
    element('td', { class: 'part muted', role: 'gridcell' }, rowNames(row)),
  );
}

function classesOf({ value, was, overlay, offset }: HexByte, before: HexByte | undefined, isTarget: boolean): string {
  return [
    'byte',
    ...(value === null ? ['unreadable'] : []),
    ...(value === 0 ? ['zero'] : []),
    ...(was === null ? [] : ['changed']),
    ...(overlay ? [overlay.kind] : []),
    ...(overlay && overlay !== before?.overlay && overlay.offset === offset ? ['begins'] : []),
    ...(isTarget ? ['target'] : []),
  ].join(' ');
}
