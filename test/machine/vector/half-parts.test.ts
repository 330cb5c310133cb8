/** Half precision beyond arithmetic, which no processor under the tests may have: by numbers that are exact. */
import assert from 'node:assert/strict';
import { bareCpu, executeLine, lanesOf, setLanes } from '../instructions/instruction-line';

/** Small numbers as halves: a sign, an integral significand, a power of two. */
function half(value: number): bigint {
  if (value === 0) return Object.is(value, -0) ? 0x8000n : 0n;
  const exponent = Math.floor(Math.log2(Math.abs(value)));
  const fraction = (Math.abs(value) / 2 ** exponent - 1) * 1024;
  assert.ok(Number.isInteger(fraction) && exponent > -15 && exponent < 16, String(value));
  return BigInt((value < 0 ? 0x8000 : 0) | ((exponent + 15) << 10) | fraction);
}

const halves = (...values: readonly number[]) => values.map(half);

describe('complex numbers of halves', () => {
  const result = (line: string) => {
    const cpu = bareCpu();
    setLanes(cpu, 0, 2, halves(100, 200, 0.5, -0.25));
    setLanes(cpu, 1, 2, halves(1, 2, 3, -1));
    setLanes(cpu, 2, 2, halves(3, 4, 0.5, 2));
    executeLine(cpu, line);
    return lanesOf(cpu, 0, 2).slice(0, 4);
  };

  it('are multiplied, by the conjugate too, and added', () => {
    assert.deepEqual(result('vfmulcph xmm0, xmm1, xmm2'), halves(-5, 10, 3.5, 5.5));
    assert.deepEqual(result('vfcmulcph xmm0, xmm1, xmm2'), halves(11, 2, -0.5, -6.5));
    assert.deepEqual(result('vfmaddcph xmm0, xmm1, xmm2'), halves(95, 210, 4, 5.25));
    assert.deepEqual(result('vfcmaddcph xmm0, xmm1, xmm2'), halves(111, 202, 0, -6.75));
  });

  it('leave the rest of a register as the scalar instructions say', () => {
    assert.deepEqual(result('vfmulcsh xmm0, xmm1, xmm2'), halves(-5, 10, 3, -1));
    assert.deepEqual(result('vfmaddcsh xmm0, xmm1, xmm2'), halves(95, 210, 0.5, -0.25));
  });

  it('round each of the two steps once', () => {
    const cpu = bareCpu();
    // (1 + 2^-10) * (1 + 2^-10) rounds to 1 + 2^-9; what is lost there is not there for the second step.
    setLanes(cpu, 1, 2, [0x3c01n, 0x3c00n]);
    setLanes(cpu, 2, 2, [0x3c01n, 0x3c00n]);
    executeLine(cpu, 'vfmulcph xmm0, xmm1, xmm2');
    assert.deepEqual(lanesOf(cpu, 0, 2).slice(0, 2), [half(2 ** -9), 0x4001n]);
  });
});

describe('parts of halves', () => {
  const unary = (line: string, ...values: readonly bigint[]) => {
    const cpu = bareCpu();
    setLanes(cpu, 1, 2, values);
    executeLine(cpu, line);
    return lanesOf(cpu, 0, 2).slice(0, values.length);
  };
  const [INFINITY, NEGATIVE_INFINITY, TINY] = [0x7c00n, 0xfc00n, 0x0001n];

  it('are exponents, significands, scales and remainders', () => {
    assert.deepEqual(unary('vgetexpph xmm0, xmm1', half(6), half(0), NEGATIVE_INFINITY, TINY), [
      half(2),
      NEGATIVE_INFINITY,
      INFINITY,
      half(-24),
    ]);
    assert.deepEqual(unary('vgetmantph xmm0, xmm1, 0', half(6), half(-6), TINY), halves(1.5, -1.5, 1));
    assert.deepEqual(unary('vgetmantph xmm0, xmm1, 6', half(6), half(-6)), halves(0.75, 0.75));
    assert.deepEqual(unary('vreduceph xmm0, xmm1, 0x13', half(2.25), half(-2.25)), halves(0.25, -0.25));
    const cpu = bareCpu();
    setLanes(cpu, 1, 2, halves(1.5, 3));
    setLanes(cpu, 2, 2, halves(2.75, -1.5));
    executeLine(cpu, 'vscalefph xmm0, xmm1, xmm2');
    assert.deepEqual(lanesOf(cpu, 0, 2).slice(0, 2), halves(6, 0.75));
  });

  it('are told apart', () => {
    const cpu = bareCpu();
    setLanes(cpu, 1, 2, [0x7e00n, half(0), 0x8000n, INFINITY, NEGATIVE_INFINITY, TINY, half(-1), 0x7d00n]);
    for (let bit = 0; bit < 8; bit++) {
      executeLine(cpu, `vfpclassph k1, xmm1, ${1 << bit}`);
      assert.equal(cpu.opmask[1], BigInt(1 << bit), `bit ${bit}`);
    }
  });

  it('have reciprocals and reciprocal roots, exact for powers of two', () => {
    const quarter = half(0.25);
    assert.deepEqual(unary('vrcpph xmm0, xmm1', half(4), half(0), NEGATIVE_INFINITY), [quarter, INFINITY, 0x8000n]);
    assert.deepEqual(unary('vrsqrtph xmm0, xmm1', half(16), INFINITY, half(-1)), [quarter, 0n, 0xfe00n]);
    // 1 / 3 and 1 / sqrt(3), to nearest.
    assert.deepEqual(
      [unary('vrcpph xmm0, xmm1', half(3)), unary('vrsqrtph xmm0, xmm1', half(3))],
      [[0x3555n], [0x389en]],
    );
  });
});

describe('RCPPS and RSQRTPS', () => {
  it('give what Intel processors give', () => {
    const cpu = bareCpu();
    setLanes(cpu, 1, 4, [0x3f800000n, 0x40400000n, 0x00000001n, 0x7f800000n]);
    executeLine(cpu, 'rcpps xmm0, xmm1');
    assert.deepEqual(lanesOf(cpu, 0, 4).slice(0, 4), [0x3f7ff000n, 0x3eaaa000n, 0x7f800000n, 0n]);
    executeLine(cpu, 'rsqrtps xmm0, xmm1');
    assert.deepEqual(lanesOf(cpu, 0, 4).slice(2, 4), [0x7f800000n, 0n]);
  });

  it('stay within the error that the manual allows', () => {
    const cpu = bareCpu();
    const numbers = Array.from({ length: 4000 }, (_, i) => Math.fround(2 ** ((i % 40) - 20) * (1 + i / 4001)));
    for (const number of numbers) {
      new DataView(cpu.zmm.buffer, cpu.zmm.byteOffset).setFloat32(64, number, true);
      for (const [line, exact] of [
        ['rcpps xmm0, xmm1', 1 / number],
        ['rsqrtps xmm0, xmm1', 1 / Math.sqrt(number)],
      ] as const) {
        executeLine(cpu, line);
        const result = new DataView(cpu.zmm.buffer, cpu.zmm.byteOffset).getFloat32(0, true);
        assert.ok(Math.abs(result / exact - 1) <= 1.5 * 2 ** -12, `${line} of ${number}`);
      }
    }
  });
});
