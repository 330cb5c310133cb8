/** The fields of a line of a recording, each checked on reading. Messages name the field and the expected value. */
import { ownValue } from '../../machine/table';

/** A line is malformed. The reader of the file adds the number of the line. */
export class LineError extends Error {}

/** Bytes of the longest array: two pages. */
const MOST_BYTES = 0x2000;

export class Fields {
  private constructor(private readonly values: Readonly<Record<string, unknown>>) {}

  static parse(text: string): Fields {
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      throw new LineError('this is no JSON object');
    }
    return Fields.of(value, 'this');
  }

  private static of(value: unknown, what: string): Fields {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      throw new LineError(`${what} is no JSON object`);
    }
    return new Fields(value as Record<string, unknown>); // an object has properties by name
  }

  has(name: string): boolean {
    return ownValue(this.values, name) !== undefined;
  }

  text(name: string): string {
    return asText(this.value(name), `"${name}"`);
  }

  texts(name: string): readonly string[] {
    return this.list(name).map((each, index) => asText(each, `"${name}"[${index}]`));
  }

  /** A whole number that is not negative. */
  count(name: string): number {
    const value = this.value(name);
    if (Number.isSafeInteger(value) && Number(value) >= 0) return Number(value);
    throw new LineError(`"${name}" should be a whole number, not ${JSON.stringify(value)}`);
  }

  /** A string such as "0x1f", of 64 bits at most. */
  hex(name: string): bigint {
    return asHex(this.value(name), `"${name}"`);
  }

  hexes(name: string): readonly bigint[] {
    return this.list(name).map((each, index) => asHex(each, `"${name}"[${index}]`));
  }

  /** Two digits a byte; `(N)` stands for N zeros. */
  bytes(name: string): Uint8Array {
    return asBytes(this.text(name), `"${name}"`);
  }

  object(name: string): Fields {
    return Fields.of(this.value(name), `"${name}"`);
  }

  private value(name: string): unknown {
    const value = ownValue(this.values, name);
    if (value === undefined) throw new LineError(`"${name}" is missing`);
    return value;
  }

  private list(name: string): readonly unknown[] {
    const value = this.value(name);
    if (Array.isArray(value)) return value;
    throw new LineError(`"${name}" should be a list, not ${JSON.stringify(value)}`);
  }
}

function asText(value: unknown, what: string): string {
  if (typeof value === 'string') return value;
  throw new LineError(`${what} should be a string, not ${JSON.stringify(value)}`);
}

function asHex(value: unknown, what: string): bigint {
  if (typeof value === 'string' && /^0x[0-9a-f]{1,16}$/i.test(value)) return BigInt(value);
  throw new LineError(
    `${what} should be a hexadecimal number of up to 64 bits, such as "0x1f", not ${JSON.stringify(value)}`,
  );
}

function asBytes(text: string, what: string): Uint8Array {
  if (!/^([0-9a-f]{2}|\(\d{1,4}\))*$/i.test(text)) {
    throw new LineError(`${what} should be bytes of two hexadecimal digits, with (N) for N zero bytes`);
  }
  const bytes = new Uint8Array(MOST_BYTES);
  let length = 0;
  for (const [, zeros, digits = ''] of text.matchAll(/\((\d+)\)|([^(]+)/g)) {
    const size = zeros === undefined ? digits.length / 2 : Number(zeros);
    if (length + size > MOST_BYTES) throw new LineError(`${what} has more than ${MOST_BYTES} bytes`);
    bytes.set(Buffer.from(digits, 'hex'), length);
    length += size;
  }
  return bytes.slice(0, length);
}
