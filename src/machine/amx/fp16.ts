/** TDPFP16PS (Intel SDM vol. 2), and the exact conversion of binary16, which the complex products use, too. */
import { type PairFactors, pairProduct } from './pair-products';

const SIGN = 0x8000;
const MAGNITUDE = 0x7fff;
const EXPONENT = 0x7c00;
/** From the exponent bias of binary16 to that of binary32, in place. */
const REBIAS = (127 - 15) << 23;
/** Like REBIAS, for the exponent of infinities and NaNs. */
const REBIAS_SPECIAL = (255 - 31) << 23;
const FRACTION_BITS = 10;

/** The binary32 pattern of a binary16 in bits 15:0. Exact, also for denormals, which binary32 holds as normal numbers. */
export function halfToSingle(half: number): number {
  const sign = (half & SIGN) << 16;
  const magnitude = half & MAGNITUDE;
  if (magnitude >= EXPONENT) return sign | ((magnitude << 13) + REBIAS_SPECIAL);
  if (magnitude >= 1 << FRACTION_BITS) return sign | ((magnitude << 13) + REBIAS);
  if (magnitude === 0) return sign;
  // A denormal is magnitude * 2^-24: its highest bit becomes the implied one.
  const top = 31 - Math.clz32(magnitude);
  return sign | ((top - 24 + 127) << 23) | ((magnitude << (23 - top)) & 0x007fffff);
}

export const lowHalf = (word: number): number => halfToSingle(word);
export const highHalf = (word: number): number => halfToSingle(word >>> 16);

const pair: PairFactors = { first: lowHalf, second: highHalf };

export const FP16_PRODUCT = pairProduct({ a: pair, b: pair }, 'multiplyFp16');
