/** Complex numbers of two halves (Intel SDM vol. 2, VFMULCPH to VFCMADDCSH). */
import { type FusedSigns, fusedMultiplyAdd, multiply } from '../../../vector/float/arithmetic';
import { HALF as BINARY16 } from '../../../vector/float/format';
import type { FloatContext } from '../../../vector/float/round';
import { eachLane, readPattern, writePattern } from '../../../vector/float-lanes';
import type { Lanes } from '../../../vector/lanes';
import type { Operate } from '../../../vector/vector-frame';
import { HALF } from '../isa';
import { groupsOf, type VectorFamily } from '../row';

const PLUS: FusedSigns = { negateProduct: false, negateAddend: false };
const MINUS: FusedSigns = { negateProduct: true, negateAddend: false };

interface Complex {
  readonly conjugate: boolean;
  readonly accumulate: boolean;
  readonly scalar: boolean;
}

/** Where the factors lie among the sources, and what is added to their product. */
type Addend = (part: 0 | 1) => bigint;

function complexProduct(
  first: Lanes,
  second: Lanes,
  lane: number,
  addend: Addend | undefined,
  conjugate: boolean,
  context: FloatContext,
): readonly [real: bigint, imaginary: bigint] {
  const part = (lanes: Lanes, which: 0 | 1) => readPattern(lanes, 2, 2 * lane + which);
  const [a, b, c, d] = [part(first, 0), part(first, 1), part(second, 0), part(second, 1)];
  const start = (factor: bigint, which: 0 | 1) =>
    addend
      ? fusedMultiplyAdd([factor, c, addend(which)], PLUS, BINARY16, context)
      : multiply(factor, c, BINARY16, context);
  const [real, imaginary] = [start(a, 0), start(b, 1)];
  return [
    fusedMultiplyAdd([b, d, real], conjugate ? PLUS : MINUS, BINARY16, context),
    fusedMultiplyAdd([a, d, imaginary], conjugate ? MINUS : PLUS, BINARY16, context),
  ];
}

/** First by the real part of the second factor, then by its imaginary part, each step fused and rounded. */
function complexOperation({ conjugate, accumulate, scalar }: Complex): Operate {
  return (frame) => {
    const { sources, result } = frame;
    const [first, second] = accumulate ? [sources[1], sources[2]] : [sources[0], sources[1]];
    const step = (lane: number, context: FloatContext) => {
      const addend: Addend = (part) => readPattern(sources[0], 2, 2 * lane + part);
      const product = complexProduct(first, second, lane, accumulate ? addend : undefined, conjugate, context);
      for (const [part, pattern] of product.entries()) writePattern(result, 2, 2 * lane + part, pattern);
    };
    eachLane(frame, scalar ? 1 : frame.length / 4, step, BINARY16);
  };
}

function family(shape: Complex): VectorFamily {
  const { conjugate, accumulate, scalar } = shape;
  const name = `f${conjugate ? 'c' : ''}m${accumulate ? 'add' : 'ul'}c${scalar ? 'sh' : 'ph'}`;
  const what = `second times ${conjugate ? 'the conjugate of ' : ''}third`;
  return {
    name,
    summary: `Complex numbers of halves: ${accumulate ? 'multiply and add' : 'multiply'}${conjugate ? ', by the conjugate' : ''}`,
    operation: `${scalar ? 'The lowest pair' : 'Each pair'} of halves is a complex number: first ${accumulate ? '+' : ''}= ${what}, by its real part first, then by its imaginary part, each step fused and rounded.`,
    groups: groupsOf(name, scalar ? 'X X S' : 'V V W', HALF, {
      rounding: 'er',
      ...(scalar ? { scalar: 4 } : { broadcast: 4 }),
    }),
    meaning: {
      lane: 4,
      scalar,
      readsTarget: accumulate,
      lanewise: true,
      float: true,
      operate: complexOperation(shape),
    },
  };
}

const EITHER = [false, true] as const;

export const VECTOR_COMPLEX: readonly VectorFamily[] = EITHER.flatMap((conjugate) =>
  EITHER.flatMap((accumulate) => EITHER.map((scalar) => family({ conjugate, accumulate, scalar }))),
);
