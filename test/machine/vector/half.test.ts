/** Half precision against a table of all its numbers: an exact result goes to the nearest of them. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { bareCpu, executeLine, faultOfLine, lanesOf, setLanes } from '../instructions/instruction-line';

function numberOf(pattern: number): number {
  const [sign, exponent, fraction] = [pattern & 0x8000 ? -1 : 1, (pattern >> 10) & 31, pattern & 0x3ff];
  if (exponent === 31) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY;
  return sign * (exponent === 0 ? fraction : fraction + 0x400) * 2 ** (Math.max(exponent, 1) - 25);
}

/** Magnitudes by pattern: in order, and those with an even last bit are the even patterns. */
const MAGNITUDES = Array.from({ length: 0x7c00 }, (_, pattern) => numberOf(pattern));
/** What the next number after the largest would be: from halfway to it on, results are infinite. */
const BEYOND = 65536;

function nearest(x: number): number {
  if (Number.isNaN(x)) return 0x7e00;
  const sign = x < 0 || Object.is(x, -0) ? 0x8000 : 0;
  const magnitude = Math.abs(x);
  let [low, high] = [0, MAGNITUDES.length];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (MAGNITUDES[middle]! <= magnitude) low = middle;
    else high = middle;
  }
  const [below, above] = [MAGNITUDES[low]!, MAGNITUDES[low + 1] ?? BEYOND];
  const twice = 2 * magnitude - below - above;
  return sign | (twice > 0 || (twice === 0 && low & 1) ? low + 1 : low);
}

const half = fc.oneof(
  fc.nat(0xffff),
  fc.constantFrom(0, 0x8000, 1, 0x3ff, 0x400, 0x3c00, 0xbc00, 0x7bff, 0x7c00, 0xfc00, 0x7e00, 0xfe01),
  fc.integer({ min: 0x3800, max: 0x4400 }),
);
const halves = fc.array(half, { minLength: 32, maxLength: 32 });
/** Between 2^-7 and 2^8: three of them multiply and add without rounding in a double. */
const moderate = fc.array(
  fc.integer({ min: 0x2000, max: 0x5bff }).map((pattern, index = pattern & 1) => pattern | (index ? 0x8000 : 0)),
  { minLength: 32, maxLength: 32 },
);

function check(
  line: string,
  inputs: typeof halves,
  compute: (a: number, b: number, c: number) => number,
  isNaNFree = true,
): void {
  fc.assert(
    fc.property(inputs, inputs, inputs, (a, b, c) => {
      const cpu = bareCpu();
      cpu.mxcsr = 0x9fc0; // DAZ and FTZ: they mean nothing here
      for (const [register, values] of [a, b, c].entries()) setLanes(cpu, register, 2, values.map(BigInt));
      executeLine(cpu, line);
      const result = lanesOf(cpu, 3, 2).map(Number);
      for (const [i, pattern] of result.entries()) {
        const [x, y, z] = [numberOf(a[i]!), numberOf(b[i]!), numberOf(c[i]!)];
        const expected = compute(x, y, z);
        const text = `${line}: ${x} ${y} ${z}`;
        if (Number.isNaN(expected) && isNaNFree) assert.ok(Number.isNaN(numberOf(pattern)), text);
        else assert.equal(pattern, nearest(expected), text);
      }
    }),
    { numRuns: 40 },
  );
}

describe('half precision', () => {
  it('is rounded once to the nearest, denormals and all', () => {
    check('vaddph zmm3, zmm0, zmm1', halves, (a, b) => a + b);
    check('vsubph zmm3, zmm0, zmm1', halves, (a, b) => a - b);
    check('vmulph zmm3, zmm0, zmm1', halves, (a, b) => a * b);
    check('vdivph zmm3, zmm0, zmm1', halves, (a, b) => a / b);
    check('vsqrtph zmm3, zmm0', halves, (a) => Math.sqrt(a));
    check('vminph zmm3, zmm0, zmm1', halves, (a, b) => (a < b ? a : b));
    check('vmaxph zmm3, zmm0, zmm1', halves, (a, b) => (a > b ? a : b));
  });

  it('is multiplied and added with one rounding', () => {
    for (const [order, pick] of [
      ['132', (d: number, a: number, b: number) => [d, b, a]],
      ['213', (d: number, a: number, b: number) => [a, d, b]],
      ['231', (d: number, a: number, b: number) => [a, b, d]],
    ] as const) {
      for (const [name, product, sum] of [
        ['vfmadd', 1, 1],
        ['vfmsub', 1, -1],
        ['vfnmadd', -1, 1],
        ['vfnmsub', -1, -1],
      ] as const) {
        fc.assert(
          fc.property(moderate, moderate, moderate, (d, a, b) => {
            const cpu = bareCpu();
            for (const [register, values] of [d, a, b].entries()) setLanes(cpu, register, 2, values.map(BigInt));
            executeLine(cpu, `${name}${order}ph zmm0, zmm1, zmm2`);
            const expected = d.map((_, i) => {
              const [x = 0, y = 0, z = 0] = pick(numberOf(d[i]!), numberOf(a[i]!), numberOf(b[i]!));
              return nearest(product * x * y + sum * z);
            });
            assert.deepEqual(lanesOf(cpu, 0, 2).map(Number), expected, name + order);
          }),
          { numRuns: 10 },
        );
      }
    }
  });

  it('becomes integers and comes from them', () => {
    fc.assert(
      fc.property(halves, (values) => {
        const cpu = bareCpu();
        setLanes(cpu, 1, 2, values.map(BigInt));
        const numbers = values.map(numberOf);
        const whole = (x: number, low: number, high: number, bad: number) =>
          Math.trunc(x) >= low && Math.trunc(x) <= high ? Math.trunc(x) + 0 : bad;
        executeLine(cpu, 'vcvttph2w zmm0, zmm1');
        const words = new Int16Array(cpu.zmm.slice(0, 64).buffer);
        assert.deepEqual(
          [...words],
          numbers.map((x) => whole(x, -32768, 32767, -32768)),
        );
        executeLine(cpu, 'vcvttph2uqq zmm0, xmm1');
        const quads = new BigUint64Array(cpu.zmm.slice(0, 64).buffer);
        assert.deepEqual(
          [...quads],
          numbers
            .slice(0, 8)
            .map((x) => (Math.trunc(x) >= 0 && x < 2 ** 20 ? BigInt(Math.trunc(x)) : (1n << 64n) - 1n)),
        );
        executeLine(cpu, 'vcvtw2ph zmm0, zmm1');
        const signed = new Int16Array(Uint16Array.from(values).buffer);
        assert.deepEqual(
          lanesOf(cpu, 0, 2).map(Number),
          [...signed].map(nearest).map((p) => p),
        );
        executeLine(cpu, 'vcvtph2pd zmm0, xmm1');
        const doubles = new Float64Array(cpu.zmm.slice(0, 64).buffer);
        assert.deepEqual([...doubles], numbers.slice(0, 8));
        executeLine(cpu, 'vcvtpd2ph xmm2, zmm0');
        assert.deepEqual(
          lanesOf(cpu, 2, 2)
            .slice(0, 8)
            .map((p) => numberOf(Number(p))),
          numbers.slice(0, 8),
        );
      }),
      { numRuns: 40 },
    );
  });

  it('rounds longer numbers once', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -70000, max: 70000, noNaN: true }), { minLength: 8, maxLength: 8 }),
        (values) => {
          const cpu = bareCpu();
          cpu.zmm.set(new Uint8Array(Float64Array.from(values).buffer), 64);
          executeLine(cpu, 'vcvtpd2ph xmm0, zmm1');
          assert.deepEqual(lanesOf(cpu, 0, 2).slice(0, 8).map(Number), values.map(nearest));
        },
      ),
      { numRuns: 100 },
    );
  });

  it('has scalars, moves, comparisons and a predicate in the mnemonic', () => {
    const cpu = bareCpu();
    setLanes(cpu, 1, 2, [0x3c00n, 7n, 8n]); // 1
    setLanes(cpu, 2, 2, [0x4000n, 9n, 10n]); // 2
    executeLine(cpu, 'vaddsh xmm0, xmm1, xmm2');
    assert.deepEqual(lanesOf(cpu, 0, 2).slice(0, 3), [0x4200n, 7n, 8n]);
    executeLine(cpu, 'vmovw eax, xmm0');
    assert.equal(cpu.gpr[0], 0x4200n);
    executeLine(cpu, 'vmovsh xmm3, xmm1, xmm2');
    assert.deepEqual(lanesOf(cpu, 3, 2).slice(0, 3), [0x4000n, 7n, 8n]);
    executeLine(cpu, 'vcmpltph k1, zmm1, zmm2');
    assert.equal(cpu.opmask[1]! & 0b11n, 0b11n);
    executeLine(cpu, 'vucomish xmm1, xmm2');
    assert.equal(cpu.rflags & 0x45, 1);
    executeLine(cpu, 'vcvttsh2si ecx, xmm2');
    assert.equal(cpu.gpr[1], 2n);
    cpu.mxcsr = 0x1f80;
    executeLine(cpu, 'vcvtsi2sh xmm4, xmm1, ecx');
    assert.equal(lanesOf(cpu, 4, 2)[0], 0x4000n);
    assert.equal(faultOfLine(cpu, 'vaddph zmm0, zmm1, [rax]{1to32}'), '#PF');
  });
});
