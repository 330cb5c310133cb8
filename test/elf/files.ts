/** Small ELF files, put together by the System V ABI, and mutations of them. */

export interface Header {
  readonly type: number;
  readonly flags: number;
  readonly offset: number;
  readonly address: number;
  readonly fileSize: number;
  readonly memorySize: number;
}

export const TEXT: Header = { type: 1, flags: 5, offset: 0, address: 0x40_0000, fileSize: 0x200, memorySize: 0x200 };
export const DATA: Header = {
  type: 1,
  flags: 6,
  offset: 0x200,
  address: 0x40_1200,
  fileSize: 0x10,
  memorySize: 0x2000,
};

export interface Shape {
  readonly type?: number;
  readonly machine?: number;
  readonly entry?: number;
  readonly headers?: readonly Header[];
  readonly size?: number;
  /** Text at offset 0x180, for PT_INTERP. */
  readonly text?: string;
}

/** Program headers at 0x40, code at 0x100, text at 0x180, data at 0x200. */
export function elfFile({
  type = 2,
  machine = 62,
  entry = 0x40_0100,
  headers = [TEXT, DATA],
  size = 0x210,
  text = '',
}: Shape = {}): Uint8Array {
  const bytes = new Uint8Array(size);
  const view = new DataView(bytes.buffer);
  bytes.set([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1]);
  view.setUint16(16, type, true);
  view.setUint16(18, machine, true);
  view.setUint32(20, 1, true);
  view.setBigUint64(24, BigInt(entry), true);
  view.setBigUint64(32, 64n, true);
  view.setUint16(52, 64, true);
  view.setUint16(54, 56, true);
  view.setUint16(56, headers.length, true);
  for (const [index, header] of headers.entries()) {
    const at = 64 + index * 56;
    view.setUint32(at, header.type, true);
    view.setUint32(at + 4, header.flags, true);
    view.setBigUint64(at + 8, BigInt(header.offset), true);
    view.setBigUint64(at + 16, BigInt(header.address), true);
    view.setBigUint64(at + 24, BigInt(header.address), true);
    view.setBigUint64(at + 32, BigInt(header.fileSize), true);
    view.setBigUint64(at + 40, BigInt(header.memorySize), true);
    view.setBigUint64(at + 48, 0x1000n, true);
  }
  bytes.set(
    Array.from(text, (character) => character.charCodeAt(0)),
    0x180,
  );
  return bytes;
}
