/**
 * ZMM0 to ZMM15 are kept in three components (Intel SDM vol. 1, 13.5.2, 13.5.3 and 13.5.6): bits 127:0 in SSE, 255:128 in
 * AVX, 511:256 in ZMM_Hi256. Where all three are moved, register after register goes at once: three times sixteen short
 * pieces take twice as long.
 */
import { type ComponentSet, XFEATURE } from '../architecture/component';
import { OFFSET } from '../architecture/register-file';
import type { WordBlock } from '../cpu/word-block';

export const VECTOR_PARTS: ComponentSet = (1 << XFEATURE.SSE) | (1 << XFEATURE.AVX) | (1 << XFEATURE.ZMM_HI256);

/** A place in the pages of an area. */
export interface PagePlace {
  readonly page: number;
  /** The first word in the page. */
  readonly word: number;
}

/** The sections of SSE, AVX and ZMM_Hi256, each in one page. */
export type VectorPlaces = readonly [xmm: PagePlace, ymm: PagePlace, zmm: PagePlace];

const REGISTERS = 16;
const FIRST = OFFSET.zmm / 8;
const END = FIRST + 8 * REGISTERS;

/** The three sections in pages, by 64-bit words. */
export class VectorSections {
  private readonly low: BigInt64Array;
  private readonly middle: BigInt64Array;
  private readonly high: BigInt64Array;
  private readonly xmm: number;
  private readonly ymm: number;
  private readonly zmm: number;

  /** @param pages of an area that is open. */
  constructor(
    private readonly registers: BigInt64Array,
    pages: readonly WordBlock[],
    [xmm, ymm, zmm]: VectorPlaces,
  ) {
    this.low = pages[xmm.page]!.quads; // the page is open
    this.middle = pages[ymm.page]!.quads; // as above
    this.high = pages[zmm.page]!.quads;
    this.xmm = xmm.word >> 1;
    this.ymm = ymm.word >> 1;
    this.zmm = zmm.word >> 1;
  }

  /** Copies the registers to the sections. */
  save(): void {
    const { registers, low, middle, high } = this;
    let { xmm, ymm, zmm } = this;
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

  /** The inverse of `save`. */
  restore(): void {
    const { registers, low, middle, high } = this;
    let { xmm, ymm, zmm } = this;
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
}
