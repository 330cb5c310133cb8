/** Products of integers and conversions that no processor under the tests may have, written down again with bigints. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Feature } from '../../../src/machine/architecture/feature';
import { bareCpu, DATA, executeLine, lanesOf, setLanes } from '../instructions/instruction-line';

const lanes = (bytes: number, count: number) =>
  fc.array(
    fc.oneof(fc.bigInt(0n, (1n << BigInt(8 * bytes)) - 1n), fc.constantFrom(0n, (1n << BigInt(8 * bytes - 1)) - 1n)),
    { minLength: count, maxLength: count },
  );

const clamp = (value: bigint, low: bigint, high: bigint) => (value < low ? low : value > high ? high : value);

/** Of elements of `bits` bits, by the letters of the mnemonic: VPDP, B or W, S or U of second and third, D, S. */
function expectedDot(name: string, sum: bigint, first: readonly bigint[], second: readonly bigint[]): bigint {
  const [, size = '', a = '', b = '', saturating = ''] = /^vpdp([bw])([su])([su])d(s?)$/.exec(name) ?? [];
  const bits = size === 'b' ? 8 : 16;
  const read = (value: bigint, letter: string) => (letter === 's' ? BigInt.asIntN(bits, value) : value);
  const unsigned = a === 'u' && b === 'u';
  const start = unsigned ? sum : BigInt.asIntN(32, sum);
  const total = first.reduce((t, value, i) => t + read(value, a) * read(second[i]!, b), start); // as many
  if (saturating === '') return BigInt.asUintN(32, total);
  return BigInt.asUintN(32, unsigned ? clamp(total, 0n, 2n ** 32n - 1n) : clamp(total, -(2n ** 31n), 2n ** 31n - 1n));
}

const NAMES = ['bss', 'bsu', 'bus', 'buu', 'wss', 'wsu', 'wus', 'wuu'].flatMap((kind) => [
  `vpdp${kind}d`,
  `vpdp${kind}ds`,
]);
const FEATURES: readonly Feature[] = ['AVX_VNNI', 'AVX_VNNI_INT8', 'AVX_VNNI_INT16', 'AVX_IFMA', 'AVX_NE_CONVERT'];

describe('dot products of integers', () => {
  it('multiply, add and saturate by the signs in their names', () => {
    for (const name of NAMES) {
      const bytes = name[4] === 'b' ? 1 : 2;
      const per = 4 / bytes;
      fc.assert(
        fc.property(lanes(4, 8), lanes(bytes, 8 * per), lanes(bytes, 8 * per), (sums, first, second) => {
          const cpu = bareCpu(...FEATURES);
          setLanes(cpu, 0, 4, sums);
          setLanes(cpu, 1, bytes, first);
          setLanes(cpu, 2, bytes, second);
          executeLine(cpu, `${name} ymm0, ymm1, ymm2`);
          const part = (values: readonly bigint[], lane: number) => values.slice(per * lane, per * (lane + 1));
          assert.deepEqual(
            lanesOf(cpu, 0, 4, 32),
            sums.map((sum, lane) => expectedDot(name, sum, part(first, lane), part(second, lane))),
            name,
          );
        }),
        { numRuns: 30 },
      );
    }
  });

  it('of 52 bits add a half of the product, without AVX-512 too', () => {
    fc.assert(
      fc.property(lanes(8, 4), lanes(8, 4), lanes(8, 4), (sums, first, second) => {
        for (const [name, half] of [
          ['vpmadd52luq', (product: bigint) => product % 2n ** 52n],
          ['vpmadd52huq', (product: bigint) => product / 2n ** 52n],
        ] as const) {
          const cpu = bareCpu(...FEATURES);
          for (const [register, values] of [sums, first, second].entries()) setLanes(cpu, register, 8, values);
          executeLine(cpu, `{vex} ${name} ymm0, ymm1, ymm2`);
          const low = (value: bigint) => value % 2n ** 52n;
          assert.deepEqual(
            lanesOf(cpu, 0, 8, 32),
            sums.map((sum, i) => BigInt.asUintN(64, sum + half(low(first[i]!) * low(second[i]!)))),
          );
        }
      }),
      { numRuns: 30 },
    );
  });
});

describe('conversions without MXCSR', () => {
  it('widen even, odd or single elements of memory', () => {
    const cpu = bareCpu(...FEATURES);
    cpu.mxcsr = 0;
    // 1, -2, the smallest denormal, a signaling NaN; as halves and as bfloat16.
    const halves = new Uint16Array([0x3c00, 0xc000, 0x0001, 0x7d01, 0x7bff, 0xfc00, 0x8000, 0x3555]);
    const bfloats = new Uint16Array([0x3f80, 0xc000, 0x0001, 0x7f81, 0x7f7f, 0xff80, 0x8000, 0x3eaa]);
    cpu.gpr[0] = BigInt(DATA);
    const resultOf = (line: string) => {
      executeLine(cpu, line);
      return lanesOf(cpu, 0, 4, 16).map((value) => value.toString(16));
    };
    cpu.memory.poke(0, DATA, new Uint8Array(halves.buffer));
    assert.deepEqual(resultOf('vcvtneeph2ps xmm0, [rax]'), ['3f800000', '33800000', '477fe000', '80000000']);
    assert.deepEqual(resultOf('vcvtneoph2ps xmm0, [rax]'), ['c0000000', '7fe02000', 'ff800000', '3eaaa000']);
    assert.deepEqual(resultOf('vbcstnesh2ps xmm0, [rax+2]'), new Array(4).fill('c0000000'));
    cpu.memory.poke(0, DATA, new Uint8Array(bfloats.buffer));
    assert.deepEqual(resultOf('vcvtneebf162ps xmm0, [rax]'), ['3f800000', '10000', '7f7f0000', '80000000']);
    assert.deepEqual(resultOf('vcvtneobf162ps xmm0, [rax]'), ['c0000000', '7f810000', 'ff800000', '3eaa0000']);
    assert.deepEqual(resultOf('vbcstnebf162ps xmm0, [rax+2]'), new Array(4).fill('c0000000'));
    assert.equal(cpu.mxcsr, 0);
  });
});
