/**
 * The conversions of TILEMOVROW and TCVTROW* for a row of a tile (ISE 319433, revision 062). Each 4-byte element is
 * converted separately, rounded to nearest even; binary32 denormals are zeros of their sign. MXCSR is neither read nor
 * written.
 */
import { floatToFloat } from '../vector/float/convert';
import { BFLOAT, type FloatFormat, HALF, SINGLE } from '../vector/float/format';
import { ROUND } from '../vector/float/round';

/** From the pattern of an element to the pattern of the result, both 32 bits. */
export type ConvertElement = (pattern: number) => number;

const bits = new Int32Array(1);
const float = new Float32Array(bits.buffer);

export const asIs: ConvertElement = (pattern) => pattern;

export const integerToSingle: ConvertElement = (pattern) => {
  float[0] = pattern | 0;
  return bits[0]!; // an array of one
};

const HIGH_HALF = 16;

/**
 * Keeps results that are denormals of the narrower format. Only binary16 has such results: its denormals are normal
 * numbers of binary32.
 */
function narrow(pattern: number, format: FloatFormat): number {
  const context = {
    mode: ROUND.NEAREST,
    daz: true,
    ftz: false,
    overflowMasked: true,
    underflowMasked: true,
    status: 0,
  };
  return Number(floatToFloat(BigInt(pattern >>> 0), SINGLE, format, context));
}

/** The other half of the element is 0. */
export const singleToHalfHigh: ConvertElement = (pattern) => narrow(pattern, HALF) << HIGH_HALF;
export const singleToHalfLow: ConvertElement = (pattern) => narrow(pattern, HALF);
export const singleToBfloatHigh: ConvertElement = (pattern) => narrow(pattern, BFLOAT) << HIGH_HALF;
export const singleToBfloatLow: ConvertElement = (pattern) => narrow(pattern, BFLOAT);
