/** Bytes as text with a character for each: state that is text is shared between copies of it. */

/** A character for each byte. */
export function textOf(bytes: Uint8Array): string {
  const PIECE = 4096;
  let text = '';
  for (let at = 0; at < bytes.length; at += PIECE) text += String.fromCharCode(...bytes.subarray(at, at + PIECE));
  return text;
}

/** The bytes of such a text. */
export function bytesOf(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}
