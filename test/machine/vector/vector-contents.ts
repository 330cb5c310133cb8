/** What vector registers and memory hold in comparisons: bytes of all kinds, with numbers that floating point finds special. */
import fc from 'fast-check';

const SINGLES = [
  ...[0, 0x80000000, 1, 0x807fffff, 0x00800000, 0x3f800000, 0xbf800000, 0x7f800000, 0xff800000, 0x7fc00001, 0xffa00000],
  ...[0x7f7fffff, 0x4b000001, 0x4effffff, 0x4f000000, 0xcf000000, 0x5f000000, 0x3f000000, 0x40200000, 0x33800001],
  ...[0x477fefff, 0x477ff000, 0x38800000, 0x387fffff, 0x33000000, 0x33000001, 0x7f800001, 0x00000003, 0x1f000001],
];
const DOUBLES = [
  ...[0n, 1n << 63n, 1n, 0x800fffffffffffffn, 0x0010000000000000n, 0x3ff0000000000000n, 0xbff0000000000000n],
  ...[0x7ff0000000000000n, 0xfff0000000000000n, 0x7ff8000000000001n, 0xfff4000000000000n, 0x7fefffffffffffffn],
  ...[0x41e0000000000000n, 0x41dfffffffe00000n, 0xc1e0000000200000n, 0x43e0000000000000n, 0x36a0000000000000n],
  ...[0x3810000000000000n, 0x380fffffe0000000n, 0x47efffffe0000000n, 0x47efffffefffffffn, 0x3ff0000010000000n],
];
const HALVES = [0x0001, 0x03ff, 0x0400, 0x3c00, 0x7bff, 0x7c00, 0x7c01, 0x7e00, 0x8000, 0xfc00, 0x8001];

const bytes4 = (value: number) => [...new Uint8Array(new Uint32Array([value]).buffer)];
const bytes8 = (value: bigint) => [...new Uint8Array(new BigUint64Array([value]).buffer)];
export const eightBytes = fc.uint8Array({ minLength: 8, maxLength: 8 }).map((bytes) => [...bytes]);
/** Numbers of similar size, so that sums cancel and round. */
const nearOne = fc.tuple(fc.nat(0xffffff), fc.nat(40), fc.boolean()).map(([fraction, exponent, negative]) => {
  const value = (1 + fraction / 2 ** 24) * 2 ** (exponent - 20) * (negative ? -1 : 1);
  return [...new Uint8Array(new Float64Array([value]).buffer)];
});
const nearOnes = fc
  .tuple(fc.nat(0x7fffff), fc.nat(30), fc.nat(0x7fffff), fc.nat(30), fc.nat(3))
  .map(([a, ea, b, eb, s]) => [
    ...bytes4((((s & 1) << 31) | ((ea + 112) << 23) | a) >>> 0),
    ...bytes4((((s & 2) << 30) | ((eb + 112) << 23) | b) >>> 0),
  ]);
/** Eight bytes. */
export const piece = fc.oneof(
  eightBytes,
  fc.tuple(fc.constantFrom(...SINGLES), fc.constantFrom(...SINGLES)).map((pair) => pair.flatMap(bytes4)),
  fc.constantFrom(...DOUBLES).map(bytes8),
  fc
    .array(fc.constantFrom(...HALVES), { minLength: 4, maxLength: 4 })
    .map((four) => [...new Uint8Array(new Uint16Array(four).buffer)]),
  nearOne,
  nearOnes,
  fc.array(fc.nat(255), { minLength: 2, maxLength: 2 }).map(([a = 0, b = 0]) => [a, b, a, b, a, a, b, b]),
  fc.array(fc.nat(31), { minLength: 8, maxLength: 8 }),
  // Indices of gathers that lead to data.
  fc.tuple(fc.integer({ min: -4, max: 24 }), fc.integer({ min: -4, max: 24 })).map((pair) => pair.flatMap(bytes4)),
  fc.bigInt(-4n, 24n).map((index) => bytes8(BigInt.asUintN(64, index))),
);
export const content = (size: number) =>
  fc.array(piece, { minLength: size / 8, maxLength: size / 8 }).map((pieces) => new Uint8Array(pieces.flat()));

export const MXCSR = [
  0x1f80, 0x1f80, 0x1f80, 0x1fc0, 0x9f80, 0x9fc0, 0x3f80, 0x5f80, 0x7f80, 0x0f80, 0x1700, 0x1000, 0x0000,
];
