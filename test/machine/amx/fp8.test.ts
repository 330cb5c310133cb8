import assert from 'node:assert/strict';
import { MODELS } from '../../../src/machine/processor/models';
import { Processor } from '../../../src/machine/processor/processor';
import { Random } from '../random';
import { configure, execute, makeCpu, tmm } from './machine';

/*
 * The reference: everything is an integer in units of 2^-150, which is below the smallest binary32 denormal, so that no
 * product (multiples of 2^-32) and no C is ever inexact.
 */

const UNIT = 150;
const INDEFINITE = 0xffc00000;

type Exact =
  | { readonly kind: 'number'; readonly value: bigint }
  | { readonly kind: 'infinity'; readonly sign: bigint }
  | { readonly kind: 'nan' };

const NAN: Exact = { kind: 'nan' };

/** E5M2: sign, 5 bits of exponent with bias 15, 2 bits of fraction; the value times 2^16 is an integer. */
function bf8(byte: number): Exact {
  const sign = byte >= 128 ? -1n : 1n;
  const exponent = (byte >> 2) % 32;
  const fraction = BigInt(byte % 4);
  if (exponent === 31) return fraction === 0n ? { kind: 'infinity', sign } : NAN;
  const magnitude = exponent === 0 ? fraction : (4n + fraction) * 2n ** BigInt(exponent - 1);
  return { kind: 'number', value: sign * magnitude };
}

/** E4M3: sign, 4 bits of exponent with bias 7, 3 bits of fraction; the value times 2^9 is an integer. */
function hf8(byte: number): Exact {
  if (byte % 128 === 127) return NAN;
  const exponent = (byte >> 3) % 16;
  const fraction = BigInt(byte % 8);
  const magnitude = exponent === 0 ? fraction : (8n + fraction) * 2n ** BigInt(exponent - 1);
  return { kind: 'number', value: byte >= 128 ? -magnitude : magnitude };
}

interface Variant {
  readonly mnemonic: string;
  readonly a: (byte: number) => Exact;
  readonly b: (byte: number) => Exact;
  /** The product of two integers is so many powers of two too large. */
  readonly scale: number;
}

const VARIANTS: readonly Variant[] = [
  { mnemonic: 'tdpbf8ps', a: bf8, b: bf8, scale: 32 },
  { mnemonic: 'tdpbhf8ps', a: bf8, b: hf8, scale: 25 },
  { mnemonic: 'tdphbf8ps', a: hf8, b: bf8, scale: 25 },
  { mnemonic: 'tdphf8ps', a: hf8, b: hf8, scale: 18 },
];

function product(x: Exact, y: Exact): Exact {
  if (x.kind === 'nan' || y.kind === 'nan') return NAN;
  if (x.kind === 'number' && y.kind === 'number') return { kind: 'number', value: x.value * y.value };
  const sign = signOf(x) * signOf(y);
  return sign === 0n ? NAN : { kind: 'infinity', sign };
}

function signOf(x: Exact): bigint {
  if (x.kind === 'infinity') return x.sign;
  return x.kind === 'nan' || x.value === 0n ? 0n : x.value < 0n ? -1n : 1n;
}

function sum(x: Exact, y: Exact): Exact {
  if (x.kind === 'nan' || y.kind === 'nan') return NAN;
  if (x.kind === 'number' && y.kind === 'number') return { kind: 'number', value: x.value + y.value };
  if (x.kind === 'infinity' && y.kind === 'infinity') return x.sign === y.sign ? x : NAN;
  return x.kind === 'infinity' ? x : y;
}

/** To 24 significant bits, ties to even, the exponent as small as need be. */
function round24(value: bigint): bigint {
  const magnitude = value < 0n ? -value : value;
  const drop = BigInt(Math.max(0, magnitude.toString(2).length - 24));
  const floor = magnitude >> drop;
  const rest = magnitude - (floor << drop);
  const half = drop > 0n ? 1n << (drop - 1n) : 0n;
  const up = rest > half || (drop > 0n && rest === half && floor % 2n === 1n) ? 1n : 0n;
  const rounded = (floor + up) << drop;
  return value < 0n ? -rounded : rounded;
}

/** A binary32 in units, its sign apart because of the zeros. */
function single(pattern: number): Exact & { readonly negative: boolean } {
  const negative = pattern >>> 31 === 1;
  const exponent = (pattern >>> 23) & 255;
  const fraction = BigInt(pattern & 0x7fffff);
  const sign = negative ? -1n : 1n;
  if (exponent === 255) return fraction === 0n ? { kind: 'infinity', sign, negative } : { kind: 'nan', negative };
  const significand = exponent === 0 ? fraction : fraction + 0x800000n;
  const value = sign * significand * 2n ** BigInt(Math.max(exponent, 1) - 150 + UNIT);
  return { kind: 'number', value, negative };
}

/** The pattern of a value that has at most 24 significant bits; tiny ones become a zero of their sign. */
function toPattern(value: bigint): number {
  const sign = value < 0n ? 0x80000000 : 0;
  const magnitude = value < 0n ? -value : value;
  if (magnitude < 2n ** BigInt(UNIT - 126)) return sign;
  const top = magnitude.toString(2).length - 1;
  if (top - UNIT > 127) return sign + 0x7f800000;
  const fraction = top >= 23 ? magnitude >> BigInt(top - 23) : magnitude << BigInt(23 - top);
  return sign + (top - UNIT + 127) * 2 ** 23 + Number(fraction - 0x800000n);
}

/** C + the sum of the products of bytes. */
function reference({ a, b, scale }: Variant, c: number, as: readonly number[], bs: readonly number[]): number {
  const exact = as.map((byte, i) => product(a(byte), b(bs[i]!))).reduce(sum, { kind: 'number', value: 0n });
  const term: Exact =
    exact.kind === 'number' ? { kind: 'number', value: round24(exact.value * 2n ** BigInt(UNIT - scale)) } : exact;
  const start = single(c);
  const total = sum(start, term);
  if (total.kind === 'nan') return INDEFINITE;
  if (total.kind === 'infinity') return total.sign < 0n ? 0xff800000 : 0x7f800000;
  // Zeros: -0 only from -0 and a sum of no sign, which is +0; so never. A cancellation is +0.
  return total.value === 0n ? 0 : toPattern(round24(total.value));
}

function makeFp8Cpu() {
  return Object.assign(makeCpu(), { processor: new Processor(MODELS['diamond-rapids'], []) });
}

const cpu = makeFp8Cpu();
configure(cpu, [16, 64], [16, 64], [16, 64]);
const view = new DataView(cpu.tiles.buffer, cpu.tiles.byteOffset, cpu.tiles.byteLength);

/** All 256 elements of a full product, given as bytes by row and column; the result by row and column. */
function multiply(
  { mnemonic }: Variant,
  elementC: (m: number, n: number) => number,
  byteA: (m: number, at: number) => number,
  byteB: (at: number, n: number) => number,
): (m: number, n: number) => number {
  for (let row = 0; row < 16; row++) {
    for (let column = 0; column < 16; column++) view.setUint32(64 * row + 4 * column, elementC(row, column), true);
    for (let at = 0; at < 64; at++) {
      view.setUint8(1024 + 64 * row + at, byteA(row, at));
      view.setUint8(2048 + 64 * row + at, byteB(4 * row + (at % 4), at >> 2));
    }
  }
  execute(cpu, mnemonic, tmm(0), tmm(1), tmm(2));
  return (m, n) => view.getUint32(64 * m + 4 * n, true);
}

describe('FP8 products', () => {
  for (const variant of VARIANTS) {
    const { mnemonic } = variant;

    it(`${mnemonic}: all 65536 products of two numbers are exact`, () => {
      for (let high = 0; high < 256; high += 16) {
        for (let low = 0; low < 256; low += 16) {
          const at = multiply(
            variant,
            () => 0,
            (m, k) => (k === 0 ? high + m : 0),
            (k, n) => (k === 0 ? low + n : 0),
          );
          for (let m = 0; m < 16; m++) {
            for (let n = 0; n < 16; n++) {
              const expected = reference(variant, 0, [high + m], [low + n]);
              assert.equal(at(m, n), expected, `${(high + m).toString(16)} * ${(low + n).toString(16)}`);
            }
          }
        }
      }
    });

    it(`${mnemonic}: sums of 64 products are rounded once, and once more with C`, () => {
      const random = new Random(variant.scale);
      for (const kind of KINDS) {
        const bytes = Array.from({ length: 4096 }, () => kind.byte(random));
        const at = {
          a: (m: number, k: number) => bytes[64 * m + k]!,
          b: (k: number, n: number) => bytes[1024 + 64 * n + k]!,
        };
        const cs = Array.from({ length: 256 }, () => kind.c(random));
        const result = multiply(variant, (m, n) => cs[16 * m + n]!, at.a, at.b);
        for (let m = 0; m < 16; m++) {
          for (let n = 0; n < 16; n++) {
            const all = Array.from({ length: 64 }, (_, k) => k);
            const [as, bs] = [all.map((k) => at.a(m, k)), all.map((k) => at.b(k, n))];
            const c = cs[16 * m + n]!;
            assert.equal(
              result(m, n),
              reference(variant, c, as, bs),
              `${kind.name}: C ${c.toString(16)}, A ${as}, B ${bs}`,
            );
          }
        }
      }
    });
  }

  it('keep the sign of a denormal C that is flushed, for it is not zero before', () => {
    const bf8s = VARIANTS[0]!;
    const result = multiply(
      bf8s,
      (_, n) => [0x80000001, 0x00000001, 0x807fffff, 0x80000000, 0x80800000, 0x80000001][n] ?? 0,
      () => 0,
      (_, n) => (n === 5 ? 0x80 : 0),
    );
    assert.deepEqual(
      [0, 1, 2, 3, 4, 5].map((n) => result(0, n)),
      [0x80000000, 0, 0x80000000, 0, 0x80800000, 0x80000000],
    );
  });

  it('give the one NaN for every NaN, infinity times zero and infinities of both signs', () => {
    const [inf, minusInf, nan, zero, one] = [0x7c, 0xfc, 0x7d, 0, 0x3c];
    const cases: readonly (readonly [c: number, as: number[], bs: number[], expected: number])[] = [
      [0, [inf], [one], 0x7f800000],
      [0, [inf], [minusInf], 0xff800000],
      [0, [inf], [zero], INDEFINITE],
      [0, [inf, minusInf], [one, one], INDEFINITE],
      [0, [nan], [one], INDEFINITE],
      [0, [zero], [0xff], INDEFINITE],
      [0x7fa12345, [one], [one], INDEFINITE],
      [0xffe00000, [inf], [one], INDEFINITE],
      [0xff800000, [inf], [one], INDEFINITE],
      [0x7f800000, [inf], [one], 0x7f800000],
      [0xff800000, [one], [one], 0xff800000],
      [0x7f7fffff, [0x7b], [0x7b], 0x7f7fffff],
    ];
    for (const [c, as, bs, expected] of cases) {
      const result = multiply(
        VARIANTS[0]!,
        () => c,
        (_, k) => as[k] ?? 0,
        (k) => bs[k] ?? 0,
      );
      assert.equal(result(3, 5), expected, `${as} * ${bs} + ${c.toString(16)}`);
    }
    // E4M3 has no infinity: 7Fh is NaN and 7Eh is 448.
    const hf8s = VARIANTS[3]!;
    assert.equal(
      multiply(
        hf8s,
        () => 0,
        (_, k) => (k ? 0 : 0x7f),
        () => 0,
      )(0, 0),
      INDEFINITE,
    );
    const largest = multiply(
      hf8s,
      () => 0,
      (_, k) => (k ? 0 : 0x7e),
      (k) => (k ? 0 : 0x7e),
    );
    assert.equal(largest(0, 0), reference(hf8s, 0, [0x7e], [0x7e]));
    assert.equal(largest(0, 0), 0x48440000, '448 * 448 = 200704 = 1.53125 * 2^17');
  });

  it('do not round between products: large ones cancel, and the small one is left', () => {
    // 57344^2 - 57344^2 + 2^-32, which a chain of binary32 additions would lose.
    const result = multiply(
      VARIANTS[0]!,
      () => 0,
      (_, k) => [0x7b, 0x01, 0xfb][k] ?? 0,
      (k) => [0x7b, 0x01, 0x7b][k] ?? 0,
    );
    assert.equal(result(0, 0), (127 - 32) * 2 ** 23);
  });

  it('see what lies 39 bits below a tie', () => {
    // 57344^2 = 49 * 2^26 has 2^8 for its last place; half of that and 2^-32 more or less decide about it.
    const half = 15 << 2; // 2^0, times 2^7
    const sums: readonly (readonly [tiny: number, expected: number])[] = [
      [0x00, 49 * 2 ** 26],
      [0x01, 49 * 2 ** 26 + 2 ** 8],
      [0x81, 49 * 2 ** 26],
    ];
    for (const [tiny, expected] of sums) {
      for (const sign of [0, 0x80]) {
        const result = multiply(
          VARIANTS[0]!,
          () => 0,
          (_, k) => [0x7b, half, tiny][k] ?? 0,
          (k) => [0x7b, 22 << 2, 0x01].map((byte) => byte | sign)[k] ?? 0,
        );
        view.setUint32(0, result(0, 0));
        assert.equal(view.getFloat32(0), sign ? -expected : expected);
      }
    }
  });

  it('use the configured part of the tiles only, zero the rest of C and start_row, and leave A and B', () => {
    const small = makeFp8Cpu();
    configure(small, [3, 8], [3, 12], [3, 8]);
    small.tiles.fill(0x3c); // 1.0 in BF8
    small.tilecfg[1] = 2;
    for (let row = 0; row < 3; row++) small.tiles.fill(0, 64 * row, 64 * row + 8);
    execute(small, 'tdpbf8ps', tmm(0), tmm(1), tmm(2));
    const expected = new Uint8Array(1024);
    const floats = new DataView(expected.buffer);
    for (let row = 0; row < 3; row++) for (const column of [0, 4]) floats.setFloat32(64 * row + column, 12, true);
    assert.deepEqual(small.tiles.slice(0, 1024), expected);
    assert.ok(small.tiles.subarray(1024, 3072).every((byte) => byte === 0x3c));
    assert.equal(small.tilecfg[1], 0);
  });
});

interface Kind {
  readonly name: string;
  readonly byte: (random: Random) => number;
  readonly c: (random: Random) => number;
}

const anyC = (random: Random) => random.pick([0, 0x80000000, 1, 0x80000003, random.next(), random.next()]);
/** Of about the size that sums have. */
const likelyC = (random: Random) => ((random.next() & 0x807fffff) | ((100 + random.below(60)) << 23)) >>> 0;

/** Where sums go wrong: ties, cancellation, wide gaps, the smallest and the largest numbers. */
const KINDS: readonly Kind[] = [
  { name: 'any bytes', byte: (random) => random.below(256), c: anyC },
  { name: 'no NaNs', byte: (random) => random.below(0x7c) | (random.below(2) << 7), c: likelyC },
  { name: 'large or tiny', byte: (random) => random.pick([0x7b, 0x7a, 0x01, 0x02, 0x81, 0xfb, 0xfa]), c: likelyC },
  {
    name: 'one large, many tiny',
    byte: (random) => (random.oneIn(12) ? 0x7b : random.pick([1, 2, 3, 0x81, 0])),
    c: anyC,
  },
  { name: 'denormals', byte: (random) => random.below(8) | (random.below(2) << 7), c: () => 0 },
  { name: 'powers of two, for ties', byte: (random) => (random.below(31) << 2) | (random.below(2) << 7), c: likelyC },
  {
    name: 'few infinities',
    byte: (random) => (random.oneIn(60) ? random.pick([0x7c, 0xfc]) : random.below(0x78)),
    c: anyC,
  },
  { name: 'all the largest', byte: () => 0x7b, c: likelyC },
  { name: 'zeros of both signs', byte: (random) => random.pick([0, 0x80]), c: anyC },
  ...Array.from(
    { length: 6 },
    (_, at): Kind => ({
      name: `exponents around ${4 * at}`,
      byte: (random) => Math.min(123, 16 * at + random.below(40)) | (random.below(2) << 7),
      c: likelyC,
    }),
  ),
];
