/** TDPBF16PS (Intel SDM vol. 2). A bfloat16 is the upper half of a binary32; denormal ones count as zero. */
import { daz } from './binary32';
import { type PairFactors, pairProduct } from './pair-products';

const pair: PairFactors = {
  first: (word) => daz(word << 16),
  second: (word) => daz(word & 0xffff0000),
};

export const BF16_PRODUCT = pairProduct({ a: pair, b: pair }, 'multiplyBf16');
