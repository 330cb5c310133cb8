/** Packets as they are sent (GDB manual, appendix E.1). */

/** What must not stand in a packet as it is: `#` and `$`, the escape itself, and `*`, which would be a repetition. */
const SPECIAL = /[#$}*]/g;
const ESCAPED_BIT = 0x20;

/** A packet with its checksum. @param text a character for each byte. */
export function framedPacket(text: string): Uint8Array {
  const escaped = text.replace(SPECIAL, (one) => `}${String.fromCharCode(one.charCodeAt(0) ^ ESCAPED_BIT)}`);
  let sum = 0;
  for (let at = 0; at < escaped.length; at++) sum = (sum + escaped.charCodeAt(at)) & 0xff;
  return bytesOf(`$${escaped}#${sum.toString(16).padStart(2, '0')}`);
}

export function bytesOf(text: string): Uint8Array {
  return Uint8Array.from(text, (one) => one.charCodeAt(0));
}

const TEXT = new TextEncoder();

/** UTF-8 in hexadecimal digits. */
export function hexOfText(text: string): string {
  return hexOf(TEXT.encode(text));
}

export function hexOf(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += byte.toString(16).padStart(2, '0');
  return text;
}
