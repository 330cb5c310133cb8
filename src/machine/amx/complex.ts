/**
 * TCMMRLFP16PS and TCMMIMFP16PS (Intel SDM vol. 2): the real and the imaginary part of a product of complex matrices.
 * An element is a pair of binary16 numbers: real part low, imaginary part high.
 */
import { isNaN32, SIGN32 } from './binary32';
import { highHalf, lowHalf } from './fp16';
import { type PairFactors, pairProduct } from './pair-products';

const inOrder: PairFactors = { first: lowHalf, second: highHalf };

/** The recorded products show that a NaN keeps its sign. */
const conjugate: PairFactors = {
  first: lowHalf,
  second: (word) => {
    const imaginary = highHalf(word);
    return isNaN32(imaginary) ? imaginary : imaginary ^ SIGN32;
  },
};

const swapped: PairFactors = { first: highHalf, second: lowHalf };

/** Re(a) * Re(b) and -Im(a) * Im(b). */
export const COMPLEX_REAL_PRODUCT = pairProduct({ a: conjugate, b: inOrder }, 'multiplyComplexReal');

/** Im(a) * Re(b) and Re(a) * Im(b). */
export const COMPLEX_IMAGINARY_PRODUCT = pairProduct({ a: swapped, b: inOrder }, 'multiplyComplexImaginary');
