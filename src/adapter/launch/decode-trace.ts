/** A trace's bytes as text. What is no text is said to be none, instead of being read as nonsense. */
import { isElf } from '../../elf/is-elf';
import { UserError } from '../protocol/user-error';

/** Throws `UserError`. */
export function decodeTrace(path: string, bytes: Uint8Array): string {
  const decoded = decodeText(bytes);
  if ('text' in decoded) return decoded.text;
  throw new UserError('not-text', `${path} is not a trace: ${decoded.why}.`);
}

/** How texts begin that editors and shells of Windows write; the Unicode Standard, 23.8. UTF-8 may begin with one, too. */
const BYTE_ORDER_MARKS = [
  { mark: [0xff, 0xfe], encoding: 'UTF-16' },
  { mark: [0xfe, 0xff], encoding: 'UTF-16' },
];

export interface Decoded {
  /** Without its byte order mark. */
  readonly text: string;
  readonly hasMark: boolean;
}

const MARK = [0xef, 0xbb, 0xbf];

/** @returns the text, or why there is none: the rest of a sentence. */
export function decodeText(bytes: Uint8Array): Decoded | { readonly why: string } {
  if (isElf(bytes))
    return { why: 'it is an ELF file. `xtrace exec` runs a program, `xtrace import` reads a core file' };
  const other = BYTE_ORDER_MARKS.find(({ mark }) => mark.every((byte, index) => bytes[index] === byte));
  if (other) return { why: `it is ${other.encoding} text. Save it as UTF-8` };
  const zero = bytes.indexOf(0);
  if (zero >= 0) return { why: `byte ${zero} is zero, so this is no text file` };
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return { text, hasMark: MARK.every((byte, index) => bytes[index] === byte) };
  } catch {
    return { why: 'it is not UTF-8 text' };
  }
}
