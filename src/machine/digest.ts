/**
 * A 64-bit digest of state. Different digests prove different states; equal digests of different states have a
 * probability of 2^-64. A state can so be compared with a later state without keeping a copy. The algorithm is FNV-1a
 * over 32-bit words, run twice with two primes.
 */

const OFFSETS = [0x811c_9dc5, 0x9747_b28c] as const;
const PRIMES = [0x0100_0193, 0x85eb_ca6b] as const;

/** A word for each, by which values of different types are told apart. */
const TYPES = {
  string: 1,
  bigint: 2,
  number: 3,
  boolean: 4,
  object: 5,
  undefined: 6,
  function: 7,
  symbol: 8,
} as const;

/** For the bits of a number. */
const DOUBLE = new DataView(new ArrayBuffer(8));

export class Digest {
  /** @param rename maps a number before the digest takes it: for numbers that are names of the same thing. */
  constructor(private readonly rename: (value: number) => number = (value) => value) {}

  private low: number = OFFSETS[0];
  private high: number = OFFSETS[1];

  /** 32 bits. */
  word(value: number): void {
    this.low = Math.imul(this.low ^ value, PRIMES[0]);
    this.high = Math.imul(this.high ^ value ^ (this.low >>> 15), PRIMES[1]);
  }

  bytes(bytes: Uint8Array): void {
    this.word(bytes.length);
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    const whole = bytes.length - (bytes.length % 4);
    for (let at = 0; at < whole; at += 4) this.word(view.getInt32(at, true));
    for (let at = whole; at < bytes.length; at++) this.word(view.getUint8(at));
  }

  /** Plain data (`plain-data.ts`) without cycles. @throws TypeError for anything else. */
  value(value: unknown): void {
    this.word(TYPES[typeof value]);
    if (typeof value === 'string') this.text(value);
    else if (typeof value === 'bigint') this.text(value.toString(16));
    else if (typeof value === 'number') this.number(value);
    else if (typeof value === 'boolean') this.word(Number(value));
    else if (typeof value === 'object' && value !== null) this.object(value);
    else if (typeof value === 'function' || typeof value === 'symbol')
      throw new TypeError(`a ${typeof value} is no plain data`);
  }

  /** The digest of everything taken in so far, as 16 hexadecimal digits. */
  toString(): string {
    return [this.high, this.low].map((half) => (half >>> 0).toString(16).padStart(8, '0')).join('');
  }

  private text(text: string): void {
    this.word(text.length);
    for (let index = 0; index < text.length; index++) this.word(text.charCodeAt(index));
  }

  private number(value: number): void {
    DOUBLE.setFloat64(0, this.rename(value));
    this.word(DOUBLE.getInt32(0));
    this.word(DOUBLE.getInt32(4));
  }

  private object(value: object): void {
    if (ArrayBuffer.isView(value)) {
      this.bytes(new Uint8Array(value.buffer, value.byteOffset, value.byteLength));
      return;
    }
    if (Array.isArray(value)) {
      this.word(~value.length);
      for (const member of value) this.value(member);
      return;
    }
    const entries = Object.entries(value);
    this.word(entries.length);
    for (const [key, member] of entries) {
      this.text(key);
      this.value(member);
    }
  }
}
