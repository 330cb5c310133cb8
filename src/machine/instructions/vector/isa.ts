/** The combinations of CPUID bits that vector instructions came with (Intel SDM vol. 1, 5.5 to 5.20). */
import type { Isa } from './row';

/** SSE, then AVX for both lengths, then AVX-512: single precision. */
export const SINGLE: Isa = { legacy: 'SSE', vex128: 'AVX', vex256: 'AVX', evex: ['AVX512F'] };
export const DOUBLE: Isa = { legacy: 'SSE2', vex128: 'AVX', vex256: 'AVX', evex: ['AVX512F'] };
/** Integers: 256 bits came with AVX2. */
export const INTEGER: Isa = { legacy: 'SSE2', vex128: 'AVX', vex256: 'AVX2', evex: ['AVX512F'] };
/** Bytes and words. */
export const BYTES: Isa = { ...INTEGER, evex: ['AVX512BW'] };
export const HALF: Isa = { evex: ['AVX512_FP16'] };
export const AVX512: Isa = { evex: ['AVX512F'] };
export const AVX512_BYTES: Isa = { evex: ['AVX512BW'] };

export function withoutEvex(isa: Isa): Isa {
  const { evex: _, evexLengths: __, ...rest } = isa;
  return rest;
}
