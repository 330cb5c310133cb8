/** What TDPBF16PS and its kin make of an element of C and of the sums of its two chains (Intel SDM vol. 2). */
import { areNaN, flush, withNaNs } from './binary32';
import { nansOf } from './nans';
import { ROW, WORD, within } from './tile';

/** Four elements of C, with denormals taken for zeros before and after: a sum of binary32 numbers that is tiny is exact. */
export function addChains(c: usize, m: i32, n: i32, first: v128, second: v128, width: i32): void {
  const at = c + ROW * m + WORD * n;
  const mask = within(width, n);
  const before = flush(v128.load(at));
  let sum = flush(f32x4.add(before, flush(f32x4.add(first, second))));
  if (v128.any_true(v128.and(areNaN(sum), mask))) {
    const some = v128.bitselect(nansOf(0, m, n), first, areNaN(first));
    const others = v128.bitselect(nansOf(1, m, n), second, areNaN(second));
    sum = withNaNs(sum, before, some, others);
  }
  v128.store(at, v128.and(sum, mask));
}
