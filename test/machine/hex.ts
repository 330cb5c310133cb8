/** Bytes of a string of hex digits. */
export function fromHex(digits: string): Uint8Array {
  return Uint8Array.from(Buffer.from(digits, 'hex'));
}

/** Bytes of a string of hex digits in which `(N)` stands for N zero bytes. */
export function fromHexWithZeros(text: string): Uint8Array {
  return fromHex(text.replace(/\((\d+)\)/g, (_, count) => '00'.repeat(Number(count))));
}
