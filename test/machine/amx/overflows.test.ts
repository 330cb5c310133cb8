import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Cpu } from '../../../src/machine/cpu/cpu';
import { Random } from '../random';
import { configure, execute, makeComplexCpu, tmm } from './machine';
import { assertAgreement } from './two-ways';

const BIAS = 127;
const GREATEST = 254;
/** What is left out of the rough sums is below 2^-27. */
const SMALL = BIAS - 27;

/** A range of the sums of the biased exponents of two factors, and where that of one of them lies, if not anywhere. */
interface Band {
  readonly sums: readonly [low: number, high: number];
  readonly factor?: readonly [low: number, high: number];
}

const EDGE: Band = { sums: [2 * BIAS + 121, 2 * BIAS + 129] };
const BANDS: readonly Band[] = [
  EDGE,
  { sums: [2 * BIAS + 126, 2 * BIAS + 128] },
  { sums: [2 * BIAS + 129, 2 * GREATEST] },
  { sums: [2 * BIAS + 96, 2 * BIAS + 106] },
  { sums: [SMALL + GREATEST - 4, SMALL + GREATEST + 3], factor: [SMALL - 2, SMALL + 1] },
  { sums: [2 * BIAS - 160, 2 * BIAS - 100] },
  { sums: [2 * BIAS - 110, 2 * BIAS + 120] },
];

interface Chains {
  /** A band for each pair of a chain, as numbers of `BANDS`; the second chain takes the next ones. */
  readonly bands: readonly number[];
  readonly rows: number;
  readonly columns: number;
  readonly seed: number;
  /** How far exponents differ within a column of A or a row of B. */
  readonly spread: number;
  /** Significands of few bits make sums cancel and meet the bounds. */
  readonly fractions: readonly number[];
  /** One in so many factors is a zero, or a NaN or an infinity; none when 0. */
  readonly zeros: number;
  readonly specials: number;
}

const chains: fc.Arbitrary<Chains> = fc.record({
  bands: fc.oneof(
    fc.array(fc.nat(BANDS.length - 1), { minLength: 1, maxLength: 16 }),
    fc.array(fc.nat(1), { minLength: 1, maxLength: 16 }),
  ),
  rows: fc.integer({ min: 1, max: 16 }),
  columns: fc.integer({ min: 1, max: 16 }),
  seed: fc.nat(),
  spread: fc.constantFrom(0, 0, 1, 3),
  fractions: fc.constantFrom([0], [0, 0x7f], [0, 0x40], [0, 1, 0x7f, 0x2a]),
  zeros: fc.constantFrom(0, 0, 4, 40),
  specials: fc.constantFrom(0, 0, 0, 20, 200),
});

const between = (random: Random, [low, high]: readonly [number, number]) => low + random.below(high - low + 1);

const clamped = (exponent: number) => Math.min(GREATEST, Math.max(1, exponent));

/** Exponents of two factors of a band, in either order. */
function exponents(random: Random, { sums, factor }: Band): readonly [number, number] {
  const sum = between(random, sums);
  const one = between(random, factor ?? [Math.max(1, sum - GREATEST), Math.min(GREATEST, sum - 1)]);
  return random.oneIn(2) ? [one, clamped(sum - one)] : [clamped(sum - one), one];
}

function loaded({ bands, rows, columns, seed, spread, fractions, zeros, specials }: Chains): Cpu {
  const cpu = makeComplexCpu();
  const random = new Random(seed);
  const depth = bands.length;
  configure(cpu, [rows, 4 * columns], [rows, 4 * depth], [depth, 4 * columns]);
  const halves = new Uint16Array(cpu.tiles32.buffer, cpu.tiles32.byteOffset, 2 * cpu.tiles32.length);
  const factor = (exponent: number) => {
    const sign = 0x8000 * random.below(2);
    if (zeros > 0 && random.oneIn(zeros)) return sign;
    if (specials > 0 && random.oneIn(specials)) return sign + 0x7f80 + random.below(3);
    return sign + 128 * clamped(exponent + random.below(spread + 1)) + random.pick(fractions);
  };
  for (let k = 0; k < depth; k++) {
    for (const chain of [0, 1]) {
      const [a, b] = exponents(random, BANDS[(bands[k]! + chain) % BANDS.length]!); // k is below the number of bands
      for (let m = 0; m < rows; m++) halves[512 + 32 * m + 2 * k + chain] = factor(a);
      for (let n = 0; n < columns; n++) halves[1024 + 32 * k + 2 * n + chain] = factor(b);
    }
  }
  for (let m = 0; m < rows; m++) {
    for (let n = 0; n < columns; n++) cpu.tiles32[16 * m + n] = random.next();
  }
  return cpu;
}

describe('tdpbf16ps where chains overflow', () => {
  it('gives the plain result by SIMD', () => {
    fc.assert(
      fc.property(chains, (one) => assertAgreement(loaded(one), 'tdpbf16ps')),
      { numRuns: 1500 },
    );
  }).timeout(60_000);

  const bits = (value: number) => new Uint32Array(new Float32Array([value]).buffer)[0]!; // an array of one
  const half = (value: number) => bits(value) >>> 16;
  const HUGE = 2 ** 127;
  const ULP = 2 ** 104;

  /** Steps of the first chain, the factors of the second if there are any, and what C becomes. */
  const edges: readonly (readonly [
    string,
    readonly (readonly [number, number])[],
    readonly number[],
    number,
    number,
  ])[] = [
    [
      'ends in the sign of the first overflow',
      [
        [HUGE, 4],
        [HUGE, -4],
      ],
      [],
      0,
      Infinity,
    ],
    [
      'does so where the first is no infinite product',
      [
        [HUGE, 1],
        [HUGE, 1],
        [HUGE, -HUGE],
      ],
      [],
      0,
      Infinity,
    ],
    [
      'does so where the sum came from the other side',
      [
        [-HUGE, 1.5],
        [HUGE, 4],
        [-HUGE, HUGE],
      ],
      [],
      0,
      Infinity,
    ],
    [
      'overflows at 2^128 exactly',
      [
        [HUGE, 1],
        [HUGE, 1],
      ],
      [],
      0,
      Infinity,
    ],
    [
      'overflows at the tie below it',
      [
        [-(2 ** 64), 2 ** 39],
        [HUGE, 2],
      ],
      [],
      0,
      Infinity,
    ],
    [
      'does not below the tie',
      [
        [-(2 ** 64), 1.0078125 * 2 ** 39],
        [HUGE, 2],
      ],
      [],
      0,
      2 * HUGE - ULP,
    ],
    [
      'overflows by what is left out of the rough sum',
      [
        [-(2 ** -30), HUGE],
        [2 ** 52, 1.0078125 * 2 ** 51],
        [-HUGE, 2],
        [HUGE, 4],
      ],
      [],
      0,
      -Infinity,
    ],
    [
      'counts products of factors below 1',
      [
        [-(2 ** -10), HUGE],
        [2 ** 57, 2 ** 58],
        [HUGE, 2],
      ],
      [],
      0,
      2 * HUGE - 2 ** 117 + 2 ** 115,
    ],
    [
      'keeps a sum of products beyond 2^128',
      [
        [-HUGE, 1.5],
        [HUGE, 2],
      ],
      [],
      0,
      HUGE / 2,
    ],
    [
      'keeps 2^128 - 2^104',
      [
        [-(2 ** 64), 2 ** 40],
        [HUGE, 2],
      ],
      [],
      0,
      2 * HUGE - ULP,
    ],
    ['is a NaN where its chains overflow to both sides', [[HUGE, 4]], [HUGE, -4], 0, Number.NaN],
    ['is infinite where the other chain is tiny', [[HUGE, -4]], [2 ** -100, 2 ** -100], HUGE, -Infinity],
    ['meets an infinity of C', [[HUGE, 4]], [], -Infinity, Number.NaN],
  ];
  for (const [name, steps, [otherA = 0, otherB = 0], c, expected] of edges) {
    it(name, () => {
      const cpu = makeComplexCpu();
      configure(cpu, [1, 4], [1, 4 * steps.length], [steps.length, 4]);
      cpu.tiles32[0] = bits(c);
      steps.forEach(([a, b], k) => {
        cpu.tiles32[256 + k] = half(a) + (k === 0 ? 0x1_0000 * half(otherA) : 0);
        cpu.tiles32[512 + 16 * k] = half(b) + (k === 0 ? 0x1_0000 * half(otherB) : 0);
      });
      execute(cpu, 'tdpbf16ps', tmm(0), tmm(1), tmm(2));
      const pattern = Number.isNaN(expected) ? 0xffc00000 : bits(expected);
      assert.equal((cpu.tiles32[0]! >>> 0).toString(16), pattern.toString(16)); // a tile has 256 words
    });
  }
});
