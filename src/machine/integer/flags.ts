/** The status flags of a result (Intel SDM vol. 1, 3.4.3.1). */
import { FLAG } from '../architecture/bits';

export const STATUS_FLAGS = FLAG.CF | FLAG.PF | FLAG.AF | FLAG.ZF | FLAG.SF | FLAG.OF;

const BIT = { AF: 4, ZF: 6, SF: 7, OF: 11 } as const;

/** PF for each value of the low byte: set when the number of its ones is even. */
const PARITY = Uint8Array.from({ length: 256 }, (_, byte) => {
  let ones = 0;
  for (let rest = byte; rest > 0; rest &= rest - 1) ones++;
  return ones % 2 === 0 ? FLAG.PF : 0;
});

/**
 * RFLAGS with the status flags of a result whose low word is `low`, the rest as in `flags`. `negative`, `carry` and
 * `overflow` are 0 or 1; `auxiliary` has AF in bit 4; `zero` says whether all of the result is 0.
 */
export function statusFlags(
  flags: number,
  low: number,
  zero: boolean,
  negative: number,
  carry: number,
  overflow: number,
  auxiliary: number,
): number {
  return (
    (flags & ~STATUS_FLAGS) |
    carry |
    PARITY[low & 0xff]! | // 256 entries
    (auxiliary & (1 << BIT.AF)) |
    (zero ? 1 << BIT.ZF : 0) |
    (negative << BIT.SF) |
    (overflow << BIT.OF)
  );
}

/** As after a logical operation: CF and OF clear. AF, which the manual leaves undefined, is cleared too. */
export function logicFlags(flags: number, low: number, zero: boolean, negative: number): number {
  return statusFlags(flags, low, zero, negative, 0, 0, 0);
}
