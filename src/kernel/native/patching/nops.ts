/** What fills code that a patch leaves over (Intel SDM vol. 2, NOP, "Recommended Multi-Byte Sequence"). */
const NOPS: readonly (readonly number[])[] = [
  [],
  [0x90],
  [0x66, 0x90],
  [0x0f, 0x1f, 0x00],
  [0x0f, 0x1f, 0x40, 0x00],
  [0x0f, 0x1f, 0x44, 0x00, 0x00],
  [0x66, 0x0f, 0x1f, 0x44, 0x00, 0x00],
  [0x0f, 0x1f, 0x80, 0x00, 0x00, 0x00, 0x00],
  [0x0f, 0x1f, 0x84, 0x00, 0x00, 0x00, 0x00, 0x00],
];
const LONGEST = NOPS.length - 1;

/** Instructions of `length` bytes in all that do nothing. */
function nops(length: number): readonly number[] {
  const bytes: number[] = [];
  while (bytes.length < length) bytes.push(...(NOPS[Math.min(LONGEST, length - bytes.length)] ?? []));
  return bytes;
}

/** `code`, with instructions that do nothing behind it, `length` bytes in all. */
export function padded(code: readonly number[], length: number): Uint8Array {
  return Uint8Array.from([...code, ...nops(Math.max(0, length - code.length))]);
}
