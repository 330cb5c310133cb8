/**
 * ZMM0 to ZMM15 are kept in three components (Intel SDM vol. 1, 13.5.2, 13.5.3 and 13.5.6): bits 127:0 in SSE, 255:128 in
 * AVX, 511:256 in ZMM_Hi256. Where all three are moved, register after register goes at once: three times sixteen short
 * pieces take twice as long.
 */
import { type ComponentSet, XFEATURE } from '../architecture/component';
import { OFFSET } from '../architecture/register-file';

export const VECTOR_PARTS: ComponentSet = (1 << XFEATURE.SSE) | (1 << XFEATURE.AVX) | (1 << XFEATURE.ZMM_HI256);

const REGISTERS = 16;
const FIRST = OFFSET.zmm / 8;
const END = FIRST + 8 * REGISTERS;

/** Copies the registers to three sections: to each from a 64-bit word on. */
export function saveVectorParts(
  registers: BigInt64Array,
  low: BigInt64Array,
  xmmAt: number,
  middle: BigInt64Array,
  ymmAt: number,
  high: BigInt64Array,
  zmmAt: number,
): void {
  let [xmm, ymm, zmm] = [xmmAt, ymmAt, zmmAt];
  for (let register = FIRST; register < END; register += 8) {
    low[xmm] = registers[register]!; // both hold all registers
    low[xmm + 1] = registers[register + 1]!; // as above
    middle[ymm] = registers[register + 2]!;
    middle[ymm + 1] = registers[register + 3]!; // as above
    high[zmm] = registers[register + 4]!;
    high[zmm + 1] = registers[register + 5]!; // as above
    high[zmm + 2] = registers[register + 6]!;
    high[zmm + 3] = registers[register + 7]!; // as above
    xmm += 2;
    ymm += 2;
    zmm += 4;
  }
}

/** The inverse of `saveVectorParts`. */
export function restoreVectorParts(
  registers: BigInt64Array,
  low: BigInt64Array,
  xmmAt: number,
  middle: BigInt64Array,
  ymmAt: number,
  high: BigInt64Array,
  zmmAt: number,
): void {
  let [xmm, ymm, zmm] = [xmmAt, ymmAt, zmmAt];
  for (let register = FIRST; register < END; register += 8) {
    registers[register] = low[xmm]!; // both hold all registers
    registers[register + 1] = low[xmm + 1]!; // as above
    registers[register + 2] = middle[ymm]!;
    registers[register + 3] = middle[ymm + 1]!; // as above
    registers[register + 4] = high[zmm]!;
    registers[register + 5] = high[zmm + 1]!; // as above
    registers[register + 6] = high[zmm + 2]!;
    registers[register + 7] = high[zmm + 3]!; // as above
    xmm += 2;
    ymm += 2;
    zmm += 4;
  }
}
