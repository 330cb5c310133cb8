/** The binary floating-point formats (IEEE 754; Intel SDM vol. 1, 4.2 and 4.8), and numbers taken apart. */

export interface FloatFormat {
  readonly bytes: 2 | 4 | 8;
  readonly exponentBits: number;
  readonly fractionBits: number;
  readonly bias: number;
}

export const HALF: FloatFormat = { bytes: 2, exponentBits: 5, fractionBits: 10, bias: 15 };
export const BFLOAT: FloatFormat = { bytes: 2, exponentBits: 8, fractionBits: 7, bias: 127 };
export const SINGLE: FloatFormat = { bytes: 4, exponentBits: 8, fractionBits: 23, bias: 127 };
export const DOUBLE: FloatFormat = { bytes: 8, exponentBits: 11, fractionBits: 52, bias: 1023 };

/** A pattern taken apart: `significand` * 2^`exponent` where it is finite. */
export interface Unpacked {
  readonly kind: 'zero' | 'finite' | 'infinity' | 'quiet' | 'signaling';
  readonly negative: boolean;
  readonly significand: bigint;
  readonly exponent: number;
  readonly denormal: boolean;
  /** With a denormal that counts as zero already made one. */
  readonly pattern: bigint;
}

export function signOf(format: FloatFormat): bigint {
  return 1n << BigInt(format.exponentBits + format.fractionBits);
}

export function infinityOf(format: FloatFormat): bigint {
  return ((1n << BigInt(format.exponentBits)) - 1n) << BigInt(format.fractionBits);
}

/** The bit that makes a NaN quiet. */
export function quietOf(format: FloatFormat): bigint {
  return 1n << BigInt(format.fractionBits - 1);
}

/** The quiet NaN that an invalid operation gives. */
export function indefiniteOf(format: FloatFormat): bigint {
  return signOf(format) | infinityOf(format) | quietOf(format);
}

/** @param daz denormals count as zeros of their sign. */
export function unpackFloat(pattern: bigint, format: FloatFormat, daz: boolean): Unpacked {
  const negative = (pattern & signOf(format)) !== 0n;
  const fraction = BigInt.asUintN(format.fractionBits, pattern);
  const biased = Number(BigInt.asUintN(format.exponentBits, pattern >> BigInt(format.fractionBits)));
  const common = { negative, pattern, significand: fraction, exponent: 0, denormal: false };
  if (biased === (1 << format.exponentBits) - 1) {
    if (fraction === 0n) return { ...common, kind: 'infinity' };
    return { ...common, kind: fraction & quietOf(format) ? 'quiet' : 'signaling' };
  }
  const lowest = 1 - format.bias - format.fractionBits;
  if (biased === 0) {
    if (fraction === 0n) return { ...common, kind: 'zero' };
    if (daz) return { ...common, kind: 'zero', pattern: negative ? signOf(format) : 0n };
    return { ...common, kind: 'finite', exponent: lowest, denormal: true };
  }
  const significand = fraction | (1n << BigInt(format.fractionBits));
  return { ...common, kind: 'finite', significand, exponent: lowest + biased - 1 };
}

export function isNaNKind({ kind }: Unpacked): boolean {
  return kind === 'quiet' || kind === 'signaling';
}
