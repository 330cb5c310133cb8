/** The bytes as a table: an address, the bytes, their characters, and the names of what begins in the row. */
import { element } from '../page/element';
import { KeptChildren } from '../page/kept-children';
import { addressText, byteLabel, byteText, charText, type HexByte, rowNames } from './hex-window';

export interface HexPicture {
  readonly start: string;
  readonly bytes: readonly HexByte[];
  readonly target: number;
  readonly perRow: number;
}

/** Keeps every row whose bytes are unchanged: making hundreds of cells anew takes longer than drawing all other views. */
export class HexTable {
  private readonly body = element('tbody', {});
  private readonly rows = new KeptChildren(this.body);
  readonly element = element('table', { class: 'hex', role: 'grid' }, this.body);

  /** Has the row of a cell made anew next time: typed digits are in the cell, and the row's key does not know of them. */
  typedInto(cell: HTMLElement): void {
    const typed = cell.closest('tr');
    if (typed) this.rows.forget(typed);
  }

  show(picture: HexPicture): void {
    const { start, bytes, perRow } = picture;
    const firsts = Array.from({ length: Math.ceil(bytes.length / perRow) }, (_, row) => row * perRow);
    this.element.setAttribute('aria-label', `Memory from ${start}`);
    this.rows.show(firsts.map((first) => ({ key: rowKey(picture, first), make: () => hexRow(picture, first) })));
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
