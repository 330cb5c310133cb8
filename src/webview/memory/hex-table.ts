/** The bytes as a table: an address, the bytes, their characters, and the names of what begins in the row. */
import { element } from '../page/element';
import { addressText, byteDetail, byteLabel, byteText, charText, type HexByte, rowNames } from './hex-window';

export interface HexPicture {
  readonly start: string;
  readonly bytes: readonly HexByte[];
  readonly target: number;
  readonly perRow: number;
}

export function hexTable(picture: HexPicture): HTMLTableElement {
  const rows: HTMLTableRowElement[] = [];
  for (let first = 0; first < picture.bytes.length; first += picture.perRow) rows.push(hexRow(picture, first));
  return element(
    'table',
    { class: 'hex', role: 'grid', 'aria-label': `Memory from ${picture.start}` },
    element('tbody', {}, ...rows),
  );
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
        'data-detail': byteDetail(start, bytes, first + index),
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
