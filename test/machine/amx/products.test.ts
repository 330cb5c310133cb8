import assert from 'node:assert/strict';
import type { Cpu } from '../../../src/machine/cpu/cpu';
import { configure, execute, image, loadImage, makeComplexCpu, rowOf, tmm } from './machine';

const PRODUCTS = ['tdpbssd', 'tdpbsud', 'tdpbusd', 'tdpbuud', 'tdpbf16ps', 'tdpfp16ps', 'tcmmrlfp16ps', 'tcmmimfp16ps'];

/** The binary32 pattern of a number. */
function f32(value: number): number {
  return new Uint32Array(new Float32Array([value]).buffer)[0]!;
}

function bf16(value: number): number {
  return f32(value) >>> 16;
}

function pair(first: number, second: number): number {
  return ((second << 16) | first) >>> 0;
}

function setWord(cpu: Cpu, tile: number, row: number, column: number, value: number): void {
  cpu.tiles32[256 * tile + 16 * row + column] = value;
}

/** C[0][0] after one product of 1 x 4K by 4K x 1, from the pairs of A's row and B's column. */
function oneElement(mnemonic: string, c: number, a: readonly number[], b: readonly number[]): string {
  const cpu = makeComplexCpu();
  configure(cpu, [1, 4], [1, 4 * a.length], [a.length, 4]);
  setWord(cpu, 0, 0, 0, c);
  for (const [k, value] of a.entries()) setWord(cpu, 1, 0, k, value);
  for (const [k, value] of b.entries()) setWord(cpu, 2, k, 0, value);
  execute(cpu, mnemonic, tmm(0), tmm(1), tmm(2));
  return (cpu.tiles32[0]! >>> 0).toString(16).padStart(8, '0');
}

describe('Every tile product', () => {
  for (const mnemonic of PRODUCTS) {
    it(`${mnemonic} makes C zero outside its shape, uses none of what was there, and resets start_row`, () => {
      const cpu = makeComplexCpu();
      loadImage(cpu, image(200, [2, 8], [2, 4], [1, 8]));
      cpu.tiles.fill(0x11, 0, 3 * 1024);
      for (const tile of [0, 1, 2]) for (let row = 0; row < 2; row++) rowOf(cpu, tile, row).fill(0, 0, 8);
      execute(cpu, mnemonic, tmm(0), tmm(1), tmm(2));
      assert(cpu.tiles.subarray(0, 1024).every((byte) => byte === 0));
      assert.equal(cpu.tilecfg[1], 0);
    });

    it(`${mnemonic} leaves A, B and the other tiles alone`, () => {
      const cpu = makeComplexCpu();
      configure(cpu, [16, 64], [16, 64], [16, 64], [16, 64]);
      for (let at = 0; at < 8192; at++) cpu.tiles[at] = at % 251;
      const before = cpu.tiles.slice();
      execute(cpu, mnemonic, tmm(3), tmm(2), tmm(1));
      for (const tile of [0, 1, 2, 4, 5, 6, 7]) {
        const range = [1024 * tile, 1024 * (tile + 1)] as const;
        assert.deepEqual(cpu.tiles.subarray(...range), before.subarray(...range), `tmm${tile}`);
      }
    });
  }
});

describe('Products of bytes', () => {
  const bytes = 0x80_ff_7f_01; // 1, 127, then -1 or 255, then -128 or 128
  const sums: readonly [string, number][] = [
    ['tdpbssd', 1 * 1 + 127 * 127 + -1 * -1 + -128 * -128],
    ['tdpbsud', 1 * 1 + 127 * 127 + -1 * 255 + -128 * 128],
    ['tdpbusd', 1 * 1 + 127 * 127 + 255 * -1 + 128 * -128],
    ['tdpbuud', 1 * 1 + 127 * 127 + 255 * 255 + 128 * 128],
  ];
  for (const [mnemonic, sum] of sums) {
    it(`${mnemonic} takes the first letter for A and the second for B`, () => {
      assert.equal(Number.parseInt(oneElement(mnemonic, 0, [bytes], [bytes]), 16) | 0, sum);
    });
  }

  it('tell A from B: TDPBSUD of -1 and 255 is -255, the other way round 255 * -1 comes from B', () => {
    assert.equal(oneElement('tdpbsud', 0, [0xff], [0x02]), 'fffffffe');
    assert.equal(oneElement('tdpbusd', 0, [0xff], [0x02]), '000001fe');
    assert.equal(oneElement('tdpbsud', 0, [0x02], [0xff]), '000001fe');
    assert.equal(oneElement('tdpbusd', 0, [0x02], [0xff]), 'fffffffe');
  });

  it('wrap at 32 bits and do not saturate', () => {
    assert.equal(oneElement('tdpbuud', 0xffffffff, [0x01], [0x01]), '00000000');
    assert.equal(oneElement('tdpbssd', 0x7fffffff, [0x01], [0x01]), '80000000');
    const ones = Array.from({ length: 16 }, () => 0xffffffff);
    assert.equal(
      oneElement('tdpbuud', 0xfff00000, ones, ones),
      (0xfff00000 + 64 * 255 * 255 - 2 ** 32).toString(16).padStart(8, '0'),
    );
  });
});

describe('TDPBF16PS', () => {
  it('is two chains of fused steps, not an exact dot product', () => {
    const big = bf16(2 ** 24);
    const one = bf16(1);
    const minusBig = f32(-(2 ** 24));
    assert.equal(oneElement('tdpbf16ps', minusBig, [pair(big, one)], [pair(one, one)]), '00000000');
    const a = [pair(big, 0), pair(one, 0)];
    assert.equal(oneElement('tdpbf16ps', minusBig, a, [pair(one, 0), pair(one, 0)]), '00000000');
  });

  it('takes denormal inputs for zeros, in A, B and C', () => {
    const denormal = 0x007f;
    assert.equal(oneElement('tdpbf16ps', 0, [pair(denormal, 0)], [pair(bf16(2 ** 100), 0)]), '00000000');
    assert.equal(oneElement('tdpbf16ps', 0, [pair(bf16(2 ** 100), 0)], [pair(denormal, 0)]), '00000000');
    assert.equal(oneElement('tdpbf16ps', 0x007fffff, [0], [0]), '00000000');
  });

  it('flushes tiny results to a zero of their sign', () => {
    const small = bf16(2 ** -64);
    assert.equal(oneElement('tdpbf16ps', 0, [pair(small, 0)], [pair(small, 0)]), '00000000');
    // -0 survives only where nothing positive is added: C = -0 plus chains that start at +0 is +0.
    assert.equal(oneElement('tdpbf16ps', 0x80000000, [0], [0]), '00000000');
    // 2^-126 * 1.5 - 2^-126 is below the normal range.
    assert.equal(
      oneElement('tdpbf16ps', f32(-(2 ** -126)), [pair(bf16(1.5), 0)], [pair(bf16(2 ** -126), 0)]),
      '00000000',
    );
  });

  it('keeps the smallest normal number', () => {
    assert.equal(oneElement('tdpbf16ps', 0, [pair(bf16(2 ** -63), 0)], [pair(bf16(2 ** -63), 0)]), '00800000');
  });

  it('gives the indefinite NaN for infinity times zero and infinity minus infinity', () => {
    const infinity = bf16(Number.POSITIVE_INFINITY);
    assert.equal(oneElement('tdpbf16ps', 0, [pair(infinity, 0)], [pair(0, 0)]), 'ffc00000');
    assert.equal(
      oneElement('tdpbf16ps', f32(Number.NEGATIVE_INFINITY), [pair(infinity, 0)], [pair(bf16(1), 0)]),
      'ffc00000',
    );
    assert.equal(oneElement('tdpbf16ps', 0, [pair(infinity, infinity)], [pair(bf16(1), bf16(-1))]), 'ffc00000');
    // A denormal times infinity is zero times infinity.
    assert.equal(oneElement('tdpbf16ps', 0, [pair(infinity, 0)], [pair(0x0001, 0)]), 'ffc00000');
  });

  it('makes a NaN quiet and takes A’s before B’s, and C’s before that of the products', () => {
    assert.equal(oneElement('tdpbf16ps', 0, [pair(0x7f81, 0)], [pair(0xff82, 0)]), '7fc10000');
    assert.equal(oneElement('tdpbf16ps', 0, [pair(bf16(1), 0)], [pair(0xff82, 0)]), 'ffc20000');
    assert.equal(oneElement('tdpbf16ps', 0xff800003, [pair(0x7f81, 0)], [pair(0x7f82, 0)]), 'ffc00003');
  });
});

describe('TDPFP16PS', () => {
  it('keeps binary16 denormals, unlike TDPBF16PS', () => {
    const one = 0x3c00;
    assert.equal(oneElement('tdpfp16ps', 0, [pair(0x0001, 0)], [pair(one, 0)]), '33800000'); // 2^-24
    assert.equal(oneElement('tdpfp16ps', 0, [pair(0x83ff, 0)], [pair(one, 0)]), 'b87fc000'); // -1023 * 2^-24
    assert.equal(oneElement('tdpfp16ps', 0x00000001, [pair(0x0001, 0)], [pair(one, 0)]), '33800000');
  });

  it('multiplies the second numbers of the pairs too', () => {
    assert.equal(
      oneElement('tdpfp16ps', f32(10), [pair(0x4000, 0x4200)], [pair(0x4400, 0x4500)]),
      f32(10 + 8 + 15).toString(16),
    );
  });
});

describe('Complex products', () => {
  const a = pair(0x4000, 0x4200); // 2 + 3i
  const b = pair(0x4400, 0x4500); // 4 + 5i
  it('TCMMRLFP16PS adds the real part', () => {
    assert.equal(oneElement('tcmmrlfp16ps', f32(100), [a], [b]), f32(100 + 2 * 4 - 3 * 5).toString(16));
  });
  it('TCMMIMFP16PS adds the imaginary part', () => {
    assert.equal(oneElement('tcmmimfp16ps', f32(100), [a], [b]), f32(100 + 3 * 4 + 2 * 5).toString(16));
  });
});
