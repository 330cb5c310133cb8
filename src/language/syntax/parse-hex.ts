/** `hex "00 ff ..."`: bytes written out. */

import type { DataValue } from '../tree/data';
import type { LineReader } from './line-reader';

/** Reads what follows `hex`. */
export function parseHexBytes(reader: LineReader): DataValue {
  const { token } = reader;
  if (token.kind !== 'string') throw reader.unexpected('the bytes in quotes, as in "00 ff"');
  reader.next();
  const text = String(token.value);
  const wrong = text.search(/[^0-9a-fA-F\s_]/);
  if (wrong >= 0) {
    const start = token.start + 1 + wrong;
    const message = `\`${text[wrong]}\` is not a hexadecimal digit. Bytes are written as in "00 ff 1e".`;
    throw reader.problem('bad-hex', message, reader.rangeAt(start, start + 1));
  }
  const digits = text.replace(/[\s_]/g, '');
  if (digits.length % 2 !== 0) {
    throw reader.problem(
      'odd-hex',
      'Every byte has two digits, but the number of digits is odd.',
      reader.rangeOf(token),
    );
  }
  const bytes = new Uint8Array(digits.length / 2);
  for (let at = 0; at < bytes.length; at++) bytes[at] = Number.parseInt(digits.slice(2 * at, 2 * at + 2), 16);
  return { kind: 'hex', bytes };
}
