/** Bytes read one after another, little-endian, as ELF and DWARF files have them (DWARF 5, sections 7.4 and 7.6). */

/** What a file says cannot be so: one sentence, for people. */
export class FormatError extends Error {}

/** Most bytes of a LEB128 number that can matter to 64 bits. */
const LONGEST_LEB = 10;
const DWARF64 = 0xffff_ffff;
/** Lengths from here on are reserved. */
const RESERVED = 0xffff_fff0;

export class ByteReader {
  private readonly view: DataView;

  /**
   * Reads from `at` up to `end`, which lie in `bytes`. `what` names them in messages: `.debug_info`. Where `bytes` are a piece
   * of a section, places count from the start of the section all the same, and `base` is that of the first byte.
   */
  constructor(
    readonly bytes: Uint8Array,
    readonly what: string,
    public at = 0,
    readonly end = bytes.length,
    private readonly base = 0,
  ) {
    if (at < base || at > end || end > base + bytes.length) throw cutOff(what);
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get isAtEnd(): boolean {
    return this.at >= this.end;
  }

  /** The next `size` bytes, as a reader of their own; this one goes on behind them. */
  part(size: number): ByteReader {
    const from = this.take(size);
    return new ByteReader(this.bytes, this.what, from, from + size, this.base);
  }

  /** Another place of the same bytes. */
  from(at: number): ByteReader {
    return new ByteReader(this.bytes, this.what, at, this.end, this.base);
  }

  skip(size: number): void {
    this.take(size);
  }

  u8(): number {
    return this.view.getUint8(this.place(1));
  }

  i8(): number {
    return this.view.getInt8(this.place(1));
  }

  u16(): number {
    return this.view.getUint16(this.place(2), true);
  }

  u24(): number {
    return this.u16() + this.u8() * 0x1_0000;
  }

  u32(): number {
    return this.view.getUint32(this.place(4), true);
  }

  u64(): bigint {
    return this.view.getBigUint64(this.place(8), true);
  }

  /** A place in a file: what lies beyond 2^53 is beyond every file. */
  word(): number {
    return Number(this.u64());
  }

  /** A 64-bit address as a linear one: those of the kernel are negative. */
  address(): number {
    return Number(this.view.getBigInt64(this.place(8), true));
  }

  /** 1, 2, 4 or 8 bytes. */
  unsigned(size: number): bigint {
    if (size === 8) return this.u64();
    return BigInt(size === 4 ? this.u32() : size === 2 ? this.u16() : this.u8());
  }

  /** An unsigned LEB128 number that counts, or names a place: at most 2^53. */
  uleb(): number {
    return Number(this.ulebValue());
  }

  ulebValue(): bigint {
    const { bits, value } = this.leb();
    return bits > 64 ? BigInt.asUintN(64, value) : value;
  }

  sleb(): bigint {
    const { bits, value } = this.leb();
    return BigInt.asIntN(Math.min(bits, 64), value);
  }

  /** Up to a zero byte, which is read too. */
  text(): string {
    const from = this.at - this.base;
    const zero = this.bytes.indexOf(0, from);
    if (zero < 0 || this.base + zero >= this.end) throw cutOff(this.what);
    const text = textOf(this.bytes.subarray(from, zero));
    this.at = this.base + zero + 1;
    return text;
  }

  block(size: number): Uint8Array {
    const from = this.place(size);
    return this.bytes.subarray(from, from + size);
  }

  /** The length of a unit, and whether offsets in it have 64 bits. */
  initialLength(): { readonly length: number; readonly is64: boolean } {
    const length = this.u32();
    if (length === DWARF64) return { length: this.word(), is64: true };
    if (length >= RESERVED) throw new FormatError(`${this.what} has a length that is reserved.`);
    return { length, is64: false };
  }

  offset(is64: boolean): number {
    return is64 ? this.word() : this.u32();
  }

  private leb(): { readonly bits: number; readonly value: bigint } {
    let low = 0;
    for (let index = 0; index < 4; index++) {
      const byte = this.u8();
      low += (byte & 0x7f) * 2 ** (7 * index);
      if (byte < 0x80) return { bits: 7 * (index + 1), value: BigInt(low) };
    }
    let value = BigInt(low);
    for (let index = 4; index < LONGEST_LEB; index++) {
      const byte = this.u8();
      value |= BigInt(byte & 0x7f) << BigInt(7 * index);
      if (byte < 0x80) return { bits: 7 * (index + 1), value };
    }
    throw new FormatError(`${this.what} has a number of more than 64 bits.`);
  }

  /** As `take`, in `bytes`. */
  private place(size: number): number {
    return this.take(size) - this.base;
  }

  private take(size: number): number {
    const { at } = this;
    if (!(size >= 0) || at + size > this.end) throw cutOff(this.what);
    this.at = at + size;
    return at;
  }
}

function cutOff(what: string): FormatError {
  return new FormatError(`${what} is cut off, or leads beyond its end.`);
}

/** UTF-8 of file names and identifiers; what is none stays as Latin-1. */
function textOf(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  if (/^[\x20-\x7e]*$/.test(text)) return text;
  try {
    return decodeURIComponent(text.replace(/[^A-Za-z0-9]/g, escaped));
  } catch {
    return text;
  }
}

function escaped(character: string): string {
  return `%${character.charCodeAt(0).toString(16).padStart(2, '0')}`;
}
