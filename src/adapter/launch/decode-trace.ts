/** A trace's bytes as text. What is no text is said to be none, instead of being read as nonsense. */
import { isElf } from '../../elf/is-elf';
import { UserError } from '../protocol/user-error';

/** Throws `UserError`. */
export function decodeTrace(path: string, bytes: Uint8Array): string {
  const decoded = decodeText(bytes);
  if ('text' in decoded) return decoded.text;
  throw new UserError('not-text', `${path} is not a trace: ${decoded.why}.`);
}

/** @returns the text, or why there is none: the rest of a sentence. */
export function decodeText(bytes: Uint8Array): { readonly text: string } | { readonly why: string } {
  if (isElf(bytes))
    return { why: 'it is an ELF file. `xtrace exec` runs a program, `xtrace import` reads a core file' };
  const zero = bytes.indexOf(0);
  if (zero >= 0) return { why: `byte ${zero} is zero, so this is no text file` };
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch {
    return { why: 'it is not UTF-8 text' };
  }
}
