/** Base64 of bytes, for memory and tiles; with what Node and browsers have in common. */

const CHUNK = 0x2000;

export function encodeBase64(bytes: Uint8Array): string {
  let binary = '';
  for (let at = 0; at < bytes.length; at += CHUNK) binary += textOf(bytes.subarray(at, at + CHUNK));
  return btoa(binary);
}

/** A character a byte. Spread over the arguments of a call, bytes would go through an iterator, which takes seven times as long. */
function textOf(bytes: Uint8Array): string {
  return Reflect.apply(String.fromCharCode, undefined, bytes);
}

/** Undefined when `text` is not base64. */
export function decodeBase64(text: string): Uint8Array | undefined {
  try {
    const characters = atob(text);
    const bytes = new Uint8Array(characters.length);
    // Of up to megabytes: `from` would call a function for each of them.
    for (let index = 0; index < bytes.length; index++) bytes[index] = characters.charCodeAt(index);
    return bytes;
  } catch {
    return undefined;
  }
}
