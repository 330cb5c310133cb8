/** Arithmetic of packed integers, lane by lane (Intel SDM vol. 2): PADDB to VPDPWSSDS. */
import { dotProduct, roundedHigh, SIGNED, saturate, UNSIGNED, wideProduct } from '../../vector/integer';
import { binary, binaryBig, unary, unaryBig } from '../../vector/lanewise';
import { broadcastOf, compute, isaOf, type LaneSize, LETTERS, twoSources } from './integer-kinds';
import { BYTES, withoutEvex } from './isa';
import { groupsOf, type Isa, type VectorFamily } from './row';

const ALL: readonly LaneSize[] = [1, 2, 4, 8];

const sums = ALL.flatMap((lane) => [
  twoSources({
    name: `padd${LETTERS[lane]}`,
    lane,
    words: 'sum',
    operate: compute(
      lane,
      false,
      (a, b) => a + b,
      (a, b) => a + b,
    ),
  }),
  twoSources({
    name: `psub${LETTERS[lane]}`,
    lane,
    words: 'difference',
    operate: compute(
      lane,
      false,
      (a, b) => a - b,
      (a, b) => a - b,
    ),
  }),
]);

const saturating = ([1, 2] as const).flatMap((lane) =>
  [true, false].flatMap((signed) => {
    const type = (signed ? SIGNED : UNSIGNED)[lane];
    const suffix = `${signed ? 's' : 'us'}${LETTERS[lane]}`;
    const kind = signed ? 'signed' : 'unsigned';
    return [
      twoSources({
        name: `padd${suffix}`,
        lane,
        words: `sum with ${kind} saturation`,
        operate: binary(type, (a, b) => saturate(type, a + b)),
      }),
      twoSources({
        name: `psub${suffix}`,
        lane,
        words: `difference with ${kind} saturation`,
        operate: binary(type, (a, b) => saturate(type, a - b)),
      }),
    ];
  }),
);

/** PMINUB and PMAXSW belong to SSE2, the other sizes to SSE4.1, quadwords to AVX-512. */
const OLD_EXTREMES: ReadonlySet<string> = new Set(['ub', 'sw']);

const extremes = ALL.flatMap((lane) =>
  [true, false].flatMap((signed) => {
    const suffix = `${signed ? 's' : 'u'}${LETTERS[lane]}`;
    const isa: Isa = lane === 8 ? { evex: ['AVX512F'] } : isaOf(lane, OLD_EXTREMES.has(suffix) ? 'SSE2' : 'SSE4_1');
    const kind = signed ? 'signed' : 'unsigned';
    const smaller = compute(lane, signed, Math.min, (a, b) => (a - b < 0n ? a : b));
    const larger = compute(lane, signed, Math.max, (a, b) => (a - b > 0n ? a : b));
    return [
      twoSources({ name: `pmin${suffix}`, lane, words: `the smaller (${kind})`, operate: smaller, isa }),
      twoSources({ name: `pmax${suffix}`, lane, words: `the larger (${kind})`, operate: larger, isa }),
    ];
  }),
);

const SSSE3_BYTES: Isa = { ...BYTES, legacy: 'SSSE3' };

const products: readonly VectorFamily[] = [
  twoSources({ name: 'pmullw', lane: 2, words: 'low half of the product', operate: binary('i16', (a, b) => a * b) }),
  twoSources({
    name: 'pmulld',
    lane: 4,
    words: 'low half of the product',
    operate: binary('i32', Math.imul),
    isa: isaOf(4, 'SSE4_1'),
  }),
  twoSources({
    name: 'pmullq',
    lane: 8,
    words: 'low half of the product',
    operate: binaryBig('u64', (a, b) => BigInt.asUintN(64, a * b)),
    isa: { evex: ['AVX512DQ'] },
  }),
  twoSources({
    name: 'pmulhw',
    lane: 2,
    words: 'high half of the signed product',
    operate: binary('i16', (a, b) => (a * b) >> 16),
  }),
  twoSources({
    name: 'pmulhuw',
    lane: 2,
    words: 'high half of the unsigned product',
    operate: binary('u16', (a, b) => (a * b) >>> 16),
  }),
  twoSources({
    name: 'pmulhrsw',
    lane: 2,
    words: 'rounded high part of the product',
    operate: binary('i16', roundedHigh),
    isa: SSSE3_BYTES,
  }),
  twoSources({ name: 'pmuludq', lane: 8, words: 'unsigned product of the low halves', operate: wideProduct('u32') }),
  twoSources({
    name: 'pmuldq',
    lane: 8,
    words: 'signed product of the low halves',
    operate: wideProduct('i32'),
    isa: isaOf(8, 'SSE4_1'),
  }),
  twoSources({
    name: 'pmaddwd',
    lane: 4,
    words: 'sum of two products of signed words',
    operate: dotProduct({ a: 'i16', b: 'i16', count: 2 }, { lane: 'i32', saturating: false, accumulate: false }),
    isa: BYTES,
    lanewise: false,
    broadcast: false,
  }),
  twoSources({
    name: 'pmaddubsw',
    lane: 2,
    words: 'saturated sum of two products of unsigned by signed bytes',
    operate: dotProduct({ a: 'u8', b: 'i8', count: 2 }, { lane: 'i16', saturating: true, accumulate: false }),
    isa: SSSE3_BYTES,
    lanewise: false,
  }),
];

const averages = ([1, 2] as const).map((lane) =>
  twoSources({
    name: `pavg${LETTERS[lane]}`,
    lane,
    words: 'average, rounded up',
    operate: binary(UNSIGNED[lane], (a, b) => (a + b + 1) >> 1),
  }),
);

const absolutes = ALL.map((lane): VectorFamily => {
  const name = `pabs${LETTERS[lane]}`;
  const isa: Isa = lane === 8 ? { evex: ['AVX512F'] } : isaOf(lane, 'SSSE3');
  return {
    name,
    summary: 'Packed integers: absolute value',
    operation: `Each ${8 * lane}-bit element of first = the absolute value of that of second; of the smallest number, itself.`,
    groups: groupsOf(name, 'V W', isa, broadcastOf(lane)),
    meaning: {
      lane,
      lanewise: true,
      operate: lane === 8 ? unaryBig('i64', (a) => (a < 0n ? -a : a)) : unary(SIGNED[lane], Math.abs),
    },
  };
});

const signed = ([1, 2, 4] as const).map((lane) =>
  twoSources({
    name: `psign${LETTERS[lane]}`,
    lane,
    words: 'the first with the sign of the second, 0 for 0',
    operate: binary(SIGNED[lane], (a, b) => a * Math.sign(b)),
    isa: withoutEvex(isaOf(lane, 'SSSE3')),
  }),
);

export const VECTOR_INTEGERS: readonly VectorFamily[] = [
  ...sums,
  ...saturating,
  ...extremes,
  ...products,
  ...averages,
  ...absolutes,
  ...signed,
];
