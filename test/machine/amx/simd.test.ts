import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import fc from 'fast-check';
import { instantiate } from '../../../src/machine/amx/simd';
import type { Cpu } from '../../../src/machine/cpu/cpu';
import { Random } from '../random';
import { configure, execute, makeComplexCpu, tmm } from './machine';
import { assertAgreement, MNEMONICS } from './two-ways';

const INT8 = MNEMONICS.filter((mnemonic) => mnemonic.endsWith('d'));
const FLOATS = MNEMONICS.filter((mnemonic) => !INT8.includes(mnemonic));

interface Format {
  readonly fractionBits: number;
  readonly exponentBits: number;
}

const BF16: Format = { fractionBits: 7, exponentBits: 8 };
const FP16: Format = { fractionBits: 10, exponentBits: 5 };
const BF8: Format = { fractionBits: 2, exponentBits: 5 };
const HF8: Format = { fractionBits: 3, exponentBits: 4 };
const SINGLE: Format = { fractionBits: 23, exponentBits: 8 };

interface Formats {
  readonly a: Format;
  readonly b: Format;
}

const FORMATS: Readonly<Record<string, Formats>> = {
  tdpbf16ps: { a: BF16, b: BF16 },
  tdpbf8ps: { a: BF8, b: BF8 },
  tdpbhf8ps: { a: BF8, b: HF8 },
  tdphbf8ps: { a: HF8, b: BF8 },
  tdphf8ps: { a: HF8, b: HF8 },
};

const formatsOf = (mnemonic: string): Formats => FORMATS[mnemonic] ?? { a: FP16, b: FP16 };

/** How the numbers of a tile are chosen. */
interface Mixture {
  /** The exponents, biased, as parts of the format's range. */
  readonly exponent: number;
  readonly spread: number;
  /** One in so many is a zero, a denormal, an infinity or a NaN; none of them when 0. */
  readonly zeros: number;
  readonly denormals: number;
  readonly specials: number;
  /** Fractions of few bits make sums cancel. */
  readonly fractionBits: number;
}

interface Shape {
  readonly m: number;
  readonly n: number;
  readonly k: number;
}

interface Case {
  readonly shape: Shape;
  readonly seed: number;
  /** Whether there is anything outside the shapes. */
  readonly garbage: boolean;
  readonly a: Mixture;
  readonly b: Mixture;
  readonly c: Mixture;
}

const size = fc.integer({ min: 1, max: 16 });
const shapes = fc.record({ m: size, n: size, k: size });
const oneIn = fc.constantFrom(0, 0, 2, 10, 300);

const mixtures: fc.Arbitrary<Mixture> = fc.record({
  exponent: fc.oneof(fc.double({ min: 0, max: 1, noNaN: true }), fc.constantFrom(0, 0.25, 0.5, 1)),
  spread: fc.constantFrom(0, 0.02, 0.1, 1),
  zeros: oneIn,
  denormals: oneIn,
  specials: fc.constantFrom(0, 0, 0, 3, 500),
  fractionBits: fc.constantFrom(0, 1, 3, 23),
});

const cases: fc.Arbitrary<Case> = fc.record({
  shape: shapes,
  seed: fc.nat(),
  garbage: fc.boolean(),
  a: mixtures,
  b: mixtures,
  c: mixtures,
});

function pattern(random: Random, { fractionBits, exponentBits }: Format, mixture: Mixture): number {
  const chosen = (times: number) => times > 0 && random.oneIn(times);
  const top = 2 ** exponentBits - 1;
  const kept = Math.min(fractionBits, mixture.fractionBits);
  const few = random.below(2 ** kept) * 2 ** (fractionBits - kept);
  const any = random.below(2 ** fractionBits);
  const sign = random.below(2) * 2 ** (fractionBits + exponentBits);
  if (chosen(mixture.zeros)) return sign;
  if (chosen(mixture.denormals)) return sign + any;
  if (chosen(mixture.specials)) return sign + top * 2 ** fractionBits + (random.oneIn(2) ? 0 : any);
  const exponent = top * mixture.exponent + (top * mixture.spread * (random.below(1001) - 500)) / 1000;
  return sign + Math.min(top - 1, Math.max(1, Math.round(exponent))) * 2 ** fractionBits + few;
}

/** A processor with the case's operands. */
function loaded({ shape: { m, n, k }, seed, garbage, ...mixtures }: Case, formats: Formats): Cpu {
  const cpu = makeComplexCpu();
  const random = new Random(seed);
  configure(cpu, [m, 4 * n], [m, 4 * k], [k, 4 * n]);
  if (garbage) cpu.tiles.set(random.bytes(3 * 1024));
  const fill = (tile: number, rows: number, columns: number, word: () => number) => {
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) cpu.tiles32[256 * tile + 16 * row + column] = word();
    }
  };
  /** A word full of numbers. */
  const several = (format: Format, mixture: Mixture) => () => {
    const bits = 1 + format.exponentBits + format.fractionBits;
    let word = 0;
    for (let at = 0; at < 32; at += bits) word += pattern(random, format, mixture) * 2 ** at;
    return word;
  };
  fill(0, m, n, () => pattern(random, SINGLE, mixtures.c));
  fill(1, m, k, several(formats.a, mixtures.a));
  fill(2, k, n, several(formats.b, mixtures.b));
  return cpu;
}

describe('Tile products by SIMD', () => {
  for (const mnemonic of INT8) {
    it(`${mnemonic} gives the plain result`, () => {
      const bytes = fc.constantFrom([0x80, 0x7f, 0xff, 0], undefined);
      fc.assert(
        fc.property(shapes, fc.nat(), bytes, ({ m, n, k }, seed, extremes) => {
          const cpu = makeComplexCpu();
          const random = new Random(seed);
          configure(cpu, [m, 4 * n], [m, 4 * k], [k, 4 * n]);
          for (let at = 0; at < 3 * 1024; at++) cpu.tiles[at] = extremes ? random.pick(extremes) : random.below(256);
          assertAgreement(cpu, mnemonic);
        }),
        { numRuns: 200 },
      );
    });
  }

  for (const mnemonic of FLOATS) {
    it(`${mnemonic} gives the plain result, whatever the numbers`, () => {
      fc.assert(
        fc.property(cases, (one) => assertAgreement(loaded(one, formatsOf(mnemonic)), mnemonic)),
        { numRuns: 400 },
      );
    });

    it(`${mnemonic} gives the plain result of random bits`, () => {
      fc.assert(
        fc.property(shapes, fc.nat(), ({ m, n, k }, seed) => {
          const cpu = makeComplexCpu();
          configure(cpu, [m, 4 * n], [m, 4 * k], [k, 4 * n]);
          cpu.tiles.set(new Random(seed).bytes(3 * 1024));
          assertAgreement(cpu, mnemonic);
        }),
        { numRuns: 100 },
      );
    });
  }

  it('tdpbf16ps gives the plain result where sums become tiny or overflow', () => {
    const narrow = { spread: 0, zeros: 10, denormals: 10, specials: 0, fractionBits: 23 };
    const biased = fc.integer({ min: 1, max: 254 });
    // Least and greatest products, and C where it meets them: near the smallest normal number, near the largest.
    const sums = fc.oneof(
      fc.integer({ min: 20, max: 150 }),
      fc.integer({ min: 125, max: 150 }),
      fc.integer({ min: 370, max: 386 }),
    );
    fc.assert(
      fc.property(cases, biased, sums, fc.integer({ min: -20, max: 20 }), (one, exponent, sum, distance) => {
        const mixture = (biasedExponent: number): Mixture => ({ ...narrow, exponent: biasedExponent / 255 });
        const tiles = { a: mixture(exponent), b: mixture(sum - exponent), c: mixture(sum - 127 + distance) };
        assertAgreement(loaded({ ...one, ...tiles }, formatsOf('tdpbf16ps')), 'tdpbf16ps');
      }),
      { numRuns: 2000 },
    );
  });

  describe('tdpbf16ps where a step more would be wrong', () => {
    const bits = (value: number) => new Uint32Array(new Float32Array([value]).buffer)[0]!;
    const one = 1 + 2 ** -7;
    const two = 1 + 2 ** -6;
    const most = 2 - 2 ** -7;
    /** Two steps of one chain, and C; exactly, one * one - two is 2^-14. */
    const edges: readonly (readonly [string, number[], number[], number, number])[] = [
      ['keeps a chain of 2^-126', [one * 2 ** -56, -two * 2 ** -56], [one * 2 ** -56, 2 ** -56], 0, 2 ** -126],
      ['flushes C and it to -0', [one * 2 ** -56, -two * 2 ** -56], [one * 2 ** -56, 2 ** -56], -1.5 * 2 ** -126, -0],
      [
        'flushes a chain of 2^-127',
        [one * 2 ** -57, -two * 2 ** -57],
        [one * 2 ** -56, 2 ** -56],
        2 ** -126,
        2 ** -126,
      ],
      [
        'sums beyond 2^128',
        [-most * 2 ** 63, most * 2 ** 63],
        [2 ** 64, most * 2 ** 64],
        0,
        most * (most - 1) * 2 ** 127,
      ],
      [
        'keeps what would be too large, were it scaled for the least product',
        [one * 2 ** -70, most * 2 ** 50],
        [2 ** -70, most * 2 ** 50],
        0,
        most * most * 2 ** 100,
      ],
    ];
    for (const [name, a, b, c, expected] of edges) {
      it(name, () => {
        const cpu = makeComplexCpu();
        configure(cpu, [1, 4], [1, 8], [2, 4]);
        cpu.tiles32[0] = bits(c);
        for (const k of [0, 1]) {
          cpu.tiles32[256 + k] = bits(a[k]!) >>> 16;
          cpu.tiles32[512 + 16 * k] = bits(b[k]!) >>> 16;
        }
        execute(cpu, 'tdpbf16ps', tmm(0), tmm(1), tmm(2));
        assert.equal((cpu.tiles32[0]! >>> 0).toString(16), bits(expected).toString(16));
      });
    }

    it('keeps -0 of chains whose last sum is tiny, whatever the range of the factors', () => {
      const cpu = makeComplexCpu();
      configure(cpu, [2, 8], [2, 4], [1, 8]);
      const pair = (value: number) => bits(value) | (bits(value) >>> 16);
      cpu.tiles32[0] = bits(-0);
      cpu.tiles32[256] = pair(-(2 ** -100));
      cpu.tiles32[256 + 16] = pair(2 ** 100);
      cpu.tiles32[512] = pair(2 ** -100);
      cpu.tiles32[512 + 1] = pair(2 ** 20);
      execute(cpu, 'tdpbf16ps', tmm(0), tmm(1), tmm(2));
      const row = (m: number) => [...cpu.tiles32.subarray(16 * m, 16 * m + 2)].map((word) => word >>> 0);
      assert.deepEqual(row(0), [bits(-0), bits(-(2 ** -79))]);
      assert.deepEqual(row(1), [bits(2), bits(2 ** 121)]);
    });
  });

  it('are absent where the engine has no WebAssembly, or none with SIMD', () => {
    assert.equal(instantiate(undefined), undefined);
    const refuse = class {
      constructor() {
        throw new TypeError('no SIMD');
      }
    };
    assert.equal(instantiate({ Module: refuse, Instance: WebAssemblyInstance }), undefined);
  });

  it('are compiled from what is in assembly/', () => {
    const script = path.join(__dirname, '../../../scripts/simd.mjs');
    execFileSync(process.execPath, [script, '--check'], { stdio: 'pipe' });
  }).timeout(120_000);
});

class WebAssemblyInstance {
  readonly exports = {};
}
