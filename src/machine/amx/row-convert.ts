/**
 * What TILEMOVROW and TCVTROW* make of a row of a tile (ISE 319433, revision 062): each 4-byte element by itself, rounded
 * to nearest even, with binary32 denormals as zeros of their sign. MXCSR is neither read nor written.
 */
import { floatToFloat } from '../vector/float-convert';
import { BFLOAT, type FloatFormat, HALF, SINGLE } from '../vector/float-format';
import { ROUND } from '../vector/float-round';

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

/** Results that are denormals of the narrower format are kept: only binary16 has them, above binary32's own. */
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
