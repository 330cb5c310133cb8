/** Numbers of the x87 unit taken apart (Intel SDM vol. 1, 4.8 and 8.2): what an operation sees of its operands. */
import { type FloatFormat, unpackFloat } from '../vector/float/format';
import { bitLength } from '../vector/float/round';

/** A number in double extended precision. */
export interface Extended {
  /** The sign in bit 15, the biased exponent below it. */
  readonly signExponent: number;
  /** 64 bits, with the integer bit on top. */
  readonly significand: bigint;
}

const SIGN = 0x8000;
const EXPONENT = 0x7fff;
export const BIAS = 0x3fff;
const INTEGER_BIT = 1n << 63n;
const QUIET_BIT = 1n << 62n;
/** The weight of the lowest bit of the smallest numbers. */
const LOWEST_EXPONENT = 1 - BIAS - 63;

/** The response to an invalid operation. */
export const INDEFINITE: Extended = { signExponent: 0xffff, significand: 0xc000_0000_0000_0000n };

type NumberKind = 'zero' | 'finite' | 'infinity' | 'quiet' | 'signaling' | 'unsupported';

/** A number in any format. */
export interface X87Number {
  readonly kind: NumberKind;
  readonly negative: boolean;
  /** Of a finite number, which is `significand` * 2^`exponent`; of a NaN, the 64 bits in the 80-bit format. */
  readonly significand: bigint;
  readonly exponent: number;
  /** An operand that raises the denormal exception. */
  readonly denormal: boolean;
}

export function isNan({ kind }: X87Number): boolean {
  return kind === 'quiet' || kind === 'signaling';
}

export function numberOf({ signExponent, significand }: Extended): X87Number {
  const negative = (signExponent & SIGN) !== 0;
  const biased = signExponent & EXPONENT;
  const common = { negative, significand, exponent: 0, denormal: false };
  const isWhole = (significand & INTEGER_BIT) !== 0n;
  if (biased === 0) {
    if (significand === 0n) return { ...common, kind: 'zero' };
    return { ...common, kind: 'finite', exponent: LOWEST_EXPONENT, denormal: true };
  }
  // What the 8087 knew as pseudo-NaNs, pseudo-infinities and unnormal numbers.
  if (!isWhole) return { ...common, kind: 'unsupported' };
  if (biased !== EXPONENT) return { ...common, kind: 'finite', exponent: LOWEST_EXPONENT + biased - 1 };
  if (significand === INTEGER_BIT) return { ...common, kind: 'infinity' };
  return { ...common, kind: significand & QUIET_BIT ? 'quiet' : 'signaling' };
}

/** A pattern of 32 or 64 bits. */
export function numberOfFloat(pattern: bigint, format: FloatFormat): X87Number {
  const { kind, negative, significand, exponent, denormal } = unpackFloat(pattern, format, false);
  if (kind !== 'quiet' && kind !== 'signaling') return { kind, negative, significand, exponent, denormal };
  const payload = (significand << BigInt(63 - format.fractionBits)) | INTEGER_BIT;
  return { kind, negative, significand: payload, exponent: 0, denormal: false };
}

export function numberOfInteger(value: bigint): X87Number {
  const negative = value < 0n;
  const kind = value === 0n ? 'zero' : 'finite';
  return { kind, negative, significand: negative ? -value : value, exponent: 0, denormal: false };
}

export function zero(negative: boolean): Extended {
  return { signExponent: negative ? SIGN : 0, significand: 0n };
}

export function infinity(negative: boolean): Extended {
  return { signExponent: (negative ? SIGN : 0) | EXPONENT, significand: INTEGER_BIT };
}

export function quietNan({ negative, significand }: X87Number): Extended {
  return { signExponent: (negative ? SIGN : 0) | EXPONENT, significand: significand | QUIET_BIT };
}

/** (-1)^`negative` * `significand` * 2^`exponent`, which is not 0 and has at most 64 bits that lie in the format. */
export function pack(negative: boolean, significand: bigint, exponent: number): Extended {
  const up = 64 - bitLength(significand);
  const biased = exponent - up - LOWEST_EXPONENT + 1;
  const sign = negative ? SIGN : 0;
  if (biased > 0) return { signExponent: sign | biased, significand: shifted(significand, up) };
  return { signExponent: sign, significand: shifted(significand, exponent - LOWEST_EXPONENT) };
}

function shifted(value: bigint, up: number): bigint {
  return up >= 0 ? value << BigInt(up) : value >> BigInt(-up);
}

/** The same number in the 80-bit format, which has all numbers of the others. */
export function extendedOf(number: X87Number): Extended {
  const { kind, negative, significand, exponent } = number;
  if (kind === 'zero') return zero(negative);
  if (kind === 'infinity') return infinity(negative);
  return isNan(number) ? quietNan(number) : pack(negative, significand, exponent);
}

export function negated({ signExponent, significand }: Extended): Extended {
  return { signExponent: signExponent ^ SIGN, significand };
}

export function absolute({ signExponent, significand }: Extended): Extended {
  return { signExponent: signExponent & EXPONENT, significand };
}
