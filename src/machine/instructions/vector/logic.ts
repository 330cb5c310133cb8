/** Bitwise logic on vectors (Intel SDM vol. 2): PAND to VPTERNLOG, and PTEST. */

import { FLAG } from '../../architecture/bits';
import type { Feature } from '../../architecture/feature';
import { binary } from '../../vector/lanewise';
import type { Frame, Operate } from '../../vector/vector-frame';
import { DOUBLE, INTEGER, SINGLE, withoutEvex } from './isa';
import { type FormOptions, groupsOf, type Isa, type VectorFamily } from './row';

interface Logic {
  readonly suffix: string;
  readonly words: string;
  readonly operate: Operate;
}

const LOGIC: readonly Logic[] = [
  { suffix: 'and', words: 'first source & second source', operate: binary('u32', (a, b) => a & b) },
  { suffix: 'andn', words: '~first source & second source', operate: binary('u32', (a, b) => ~a & b) },
  { suffix: 'or', words: 'first source | second source', operate: binary('u32', (a, b) => a | b) },
  { suffix: 'xor', words: 'first source ^ second source', operate: binary('u32', (a, b) => a ^ b) },
];

function logic(name: string, { words, operate }: Logic, lane: 4 | 8, isa: Isa): VectorFamily {
  const options: FormOptions = isa.evex ? { broadcast: lane } : {};
  return {
    name,
    summary: 'Bitwise logic',
    operation: `Destination = ${words}.`,
    groups: groupsOf(name, 'V (V) W', isa, options),
    meaning: { lane, nds: true, lanewise: true, operate },
  };
}

const DQ: readonly Feature[] = ['AVX512DQ'];

const FLAGS = FLAG.CF | FLAG.PF | FLAG.AF | FLAG.ZF | FLAG.SF | FLAG.OF;

/** ZF when the sources have no bit of `mask` in common, CF when the second has none that the first lacks. */
function testBits(mask: number): Operate {
  return (frame: Frame) => {
    const [a, b] = [frame.sources[0].u32, frame.sources[1].u32];
    let [both, onlySecond] = [0, 0];
    for (let i = 0; i < frame.length / 4; i++) {
      const bits = mask === 0 ? (i & 1 ? SIGN : 0) : mask;
      both |= a[i]! & b[i]! & bits; // within the vectors
      onlySecond |= ~a[i]! & b[i]! & bits;
    }
    const flags = (both === 0 ? FLAG.ZF : 0) | (onlySecond === 0 ? FLAG.CF : 0);
    frame.rflags = (frame.rflags & ~FLAGS) | flags;
  };
}

const SIGN = 0x8000_0000;

function test(name: string, isa: Isa, mask: number, what: string): VectorFamily {
  return {
    name,
    summary: `Compare ${what} and set flags`,
    operation: `ZF = no bit of ${what} is 1 in both; CF = none is 1 in the second only. OF, SF, AF and PF become 0.`,
    groups: groupsOf(name, 'V W', isa),
    meaning: { lane: 4, noTarget: true, operate: testBits(mask) },
  };
}

/** Bit by bit, the immediate is the table: its index is the bits of destination, first and second source. */
function ternary({ result, sources: [a, b, c], immediate, length }: Frame): void {
  for (let i = 0; i < length / 4; i++) {
    let bits = 0;
    for (let row = 0; row < 8; row++) {
      if (!((immediate >> row) & 1)) continue;
      const [x, y, z] = [a.u32[i]!, b.u32[i]!, c.u32[i]!]; // within the vectors
      bits |= (row & 4 ? x : ~x) & (row & 2 ? y : ~y) & (row & 1 ? z : ~z);
    }
    result.u32[i] = bits;
  }
}

export const VECTOR_LOGIC: readonly VectorFamily[] = [
  ...LOGIC.flatMap((each) => [
    logic(`p${each.suffix}`, each, 8, withoutEvex(INTEGER)),
    logic(`p${each.suffix}d`, each, 4, { evex: ['AVX512F'] }),
    logic(`p${each.suffix}q`, each, 8, { evex: ['AVX512F'] }),
    logic(`${each.suffix}ps`, each, 4, { ...SINGLE, evex: DQ }),
    logic(`${each.suffix}pd`, each, 8, { ...DOUBLE, evex: DQ }),
  ]),
  ...([4, 8] as const).map(
    (lane): VectorFamily => ({
      name: `pternlog${lane === 4 ? 'd' : 'q'}`,
      summary: 'Bitwise function of three sources',
      operation:
        'Each bit of first = the bit of the immediate whose number is (first, second, third) as a binary number.',
      groups: groupsOf(`pternlog${lane === 4 ? 'd' : 'q'}`, 'V V W imm8', { evex: ['AVX512F'] }, { broadcast: lane }),
      meaning: { lane, readsTarget: true, lanewise: true, operate: ternary },
      manual: 'VPTERNLOGD/VPTERNLOGQ',
    }),
  ),
  test('ptest', { legacy: 'SSE4_1', vex128: 'AVX', vex256: 'AVX' }, 0xffff_ffff, 'all bits'),
  test('testps', { vex128: 'AVX', vex256: 'AVX' }, SIGN, 'the sign bits of the 32-bit elements'),
  test('testpd', { vex128: 'AVX', vex256: 'AVX' }, 0, 'the sign bits of the 64-bit elements'),
];
