/** What no processor under the tests may have: AVX-512 on bits and places, against the manual's words written down again. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { bareCpu, DATA, END, executeLine, faultOfLine, lanesOf, setLanes } from '../instructions/instruction-line';

const vectors = (bytes: number) =>
  fc.array(
    fc.oneof(
      fc.bigInt(0n, (1n << BigInt(8 * bytes)) - 1n),
      fc.bigInt(0n, 3n),
      fc.nat(8 * bytes - 1).map((bit) => 1n << BigInt(bit)),
    ),
    { minLength: 64 / bytes, maxLength: 64 / bytes },
  );

/** Lane by lane: `expected` from those of zmm0 (the destination before), zmm1 and zmm2. */
function eachLane(bytes: number, line: string, expected: (a: bigint, b: bigint, c: bigint) => bigint): void {
  const wrap = (value: bigint) => BigInt.asUintN(8 * bytes, value);
  fc.assert(
    fc.property(vectors(bytes), vectors(bytes), vectors(bytes), (a, b, c) => {
      const cpu = bareCpu();
      for (const [register, values] of [a, b, c].entries()) setLanes(cpu, register, bytes, values);
      executeLine(cpu, line);
      assert.deepEqual(
        lanesOf(cpu, 0, bytes),
        a.map((value, i) => wrap(expected(value, b[i]!, c[i]!))),
        line,
      );
    }),
    { numRuns: 20 },
  );
}

const SUFFIXES = { 1: 'b', 2: 'w', 4: 'd', 8: 'q' } as const;
const binary = (value: bigint, bits: number) => value.toString(2).padStart(bits, '0');

describe('AVX-512 on bits', () => {
  it('counts ones and leading zeros', () => {
    for (const bytes of [1, 2, 4, 8] as const) {
      eachLane(bytes, `vpopcnt${SUFFIXES[bytes]} zmm0, zmm1`, (_, b) =>
        BigInt(binary(b, 64).replaceAll('0', '').length),
      );
      if (bytes < 4) continue;
      eachLane(bytes, `vplzcnt${SUFFIXES[bytes]} zmm0, zmm1`, (_, b) =>
        BigInt(b === 0n ? 8 * bytes : binary(b, 8 * bytes).indexOf('1')),
      );
    }
  });

  it('finds equal elements below', () => {
    const cpu = bareCpu();
    setLanes(cpu, 1, 4, [7n, 7n, 1n, 7n, 1n, ...Array.from({ length: 11 }, (_, i) => BigInt(100 + i))]);
    executeLine(cpu, 'vpconflictd zmm0, zmm1');
    assert.deepEqual(lanesOf(cpu, 0, 4), [0n, 1n, 0n, 0b11n, 0b100n, ...new Array(11).fill(0n)]);
  });

  it('shifts pairs of elements, by the immediate or by a vector', () => {
    const textShift = (high: bigint, low: bigint, bits: number, by: number) =>
      BigInt(`0b${(binary(high, bits) + binary(low, bits)).slice(by, by + bits)}`);
    for (const bytes of [2, 4, 8] as const) {
      const [bits, suffix] = [8 * bytes, SUFFIXES[bytes]];
      for (const count of [0, 1, 13, bits - 1, bits + 3, 255]) {
        const by = count % bits;
        eachLane(bytes, `vpshld${suffix} zmm0, zmm1, zmm2, ${count}`, (_, b, c) => textShift(b, c, bits, by));
        eachLane(bytes, `vpshrd${suffix} zmm0, zmm1, zmm2, ${count}`, (_, b, c) => textShift(c, b, bits, bits - by));
      }
      eachLane(bytes, `vpshldv${suffix} zmm0, zmm1, zmm2`, (a, b, c) =>
        textShift(a, b, bits, Number(c % BigInt(bits))),
      );
      eachLane(bytes, `vpshrdv${suffix} zmm0, zmm1, zmm2`, (a, b, c) =>
        textShift(b, a, bits, bits - Number(c % BigInt(bits))),
      );
    }
  });

  it('multiplies 52-bit integers', () => {
    const low52 = (value: bigint) => value % (1n << 52n);
    eachLane(8, 'vpmadd52luq zmm0, zmm1, zmm2', (a, b, c) => a + low52(low52(b) * low52(c)));
    eachLane(8, 'vpmadd52huq zmm0, zmm1, zmm2', (a, b, c) => a + (low52(b) * low52(c)) / (1n << 52n));
  });

  it('takes eight bits of a quadword from any place, or a single one', () => {
    fc.assert(
      fc.property(vectors(1), vectors(8), (control, quads) => {
        const cpu = bareCpu();
        setLanes(cpu, 1, 1, control);
        setLanes(cpu, 2, 8, quads);
        executeLine(cpu, 'vpmultishiftqb zmm0, zmm1, zmm2');
        executeLine(cpu, 'vpshufbitqmb k1, zmm2, zmm1');
        const around = (i: number) => [...binary(quads[i >> 3]!, 64)].reverse().join('').repeat(2);
        const at = (i: number) => Number(control[i]! % 64n);
        assert.deepEqual(
          lanesOf(cpu, 0, 1),
          control.map((_, i) => BigInt(`0b${[...around(i).slice(at(i), at(i) + 8)].reverse().join('')}`)),
        );
        const bits = control.map((_, i) => around(i)[at(i)]).reverse();
        assert.equal(cpu.opmask[1], BigInt(`0b${bits.join('')}`));
      }),
      { numRuns: 20 },
    );
  });

  it('looks up bytes in one table and in two', () => {
    fc.assert(
      fc.property(vectors(1), vectors(1), vectors(1), (a, b, c) => {
        const results = ['vpermb zmm0, zmm1, zmm2', 'vpermi2b zmm0, zmm1, zmm2', 'vpermt2b zmm0, zmm1, zmm2'].map(
          (line) => {
            const cpu = bareCpu();
            for (const [register, values] of [a, b, c].entries()) setLanes(cpu, register, 1, values);
            executeLine(cpu, line);
            return lanesOf(cpu, 0, 1);
          },
        );
        assert.deepEqual(results, [
          b.map((index) => c[Number(index % 64n)]),
          a.map((index) => [...b, ...c][Number(index % 128n)]),
          b.map((index) => [...a, ...c][Number(index % 128n)]),
        ]);
      }),
      { numRuns: 20 },
    );
  });

  it('sums differences against a shuffled source', () => {
    fc.assert(
      fc.property(vectors(1), vectors(1), fc.nat(255), (a, b, immediate) => {
        const cpu = bareCpu();
        setLanes(cpu, 1, 1, a);
        setLanes(cpu, 2, 1, b);
        executeLine(cpu, `vdbpsadbw zmm0, zmm1, zmm2, ${immediate}`);
        const shuffled = b.map((_, i) => b[(i & ~15) + 4 * ((immediate >> (2 * ((i >> 2) & 3))) & 3) + (i & 3)]!);
        const sum = (x: number, y: number) =>
          [0, 1, 2, 3].reduce((total, i) => total + Math.abs(Number(a[x + i]! - shuffled[y + i]!)), 0);
        const expected = Array.from({ length: 8 }, (_, q) => [
          ...[sum(8 * q, 8 * q), sum(8 * q, 8 * q + 1), sum(8 * q + 4, 8 * q + 2), sum(8 * q + 4, 8 * q + 3)],
        ]);
        assert.deepEqual(lanesOf(cpu, 0, 2), expected.flat().map(BigInt));
      }),
      { numRuns: 20 },
    );
  });

  it('multiplies in GF(2^8), as AES does', () => {
    const cpu = bareCpu();
    const bytes = Array.from({ length: 64 }, (_, i) => BigInt(i + 0x40));
    setLanes(cpu, 1, 1, bytes);
    setLanes(cpu, 2, 8, new Array(8).fill(0xf1e3c78f1f3e7cf8n));
    executeLine(cpu, 'vgf2p8affineinvqb zmm0, zmm1, zmm2, 0x63');
    // The S-box of FIPS 197, from 40h on.
    const box =
      '09832c1a1b6e5aa0523bd6b329e32f8453d100ed20fcb15b6acbbe394a4c58cfd0efaafb434d338545f9027f503c9fa851a3408f929d38f5bcb6da2110fff3d2';
    assert.equal(Buffer.from(lanesOf(cpu, 0, 1).map(Number)).toString('hex'), box);
    setLanes(cpu, 2, 8, new Array(8).fill(0x0102040810204080n));
    executeLine(cpu, 'vgf2p8affineqb zmm0, zmm1, zmm2, 0');
    assert.deepEqual(lanesOf(cpu, 0, 1), bytes, 'the matrix of ones');
    setLanes(cpu, 2, 1, new Array(64).fill(0x83n));
    setLanes(cpu, 1, 1, new Array(64).fill(0x57n));
    executeLine(cpu, 'vgf2p8mulb zmm0, zmm1, zmm2');
    assert.equal(lanesOf(cpu, 0, 1)[0], 0xc1n, 'the example of FIPS 197, 4.2');
  });
});

describe('compression and expansion', () => {
  const MASK = 0b1000_0000_1010_0110n;
  const numbers = Array.from({ length: 16 }, (_, i) => BigInt(i + 1));

  it('bring selected elements together, and take them apart', () => {
    const cpu = bareCpu();
    cpu.opmask[1] = MASK;
    setLanes(cpu, 1, 4, numbers);
    setLanes(cpu, 0, 4, new Array(16).fill(99n));
    executeLine(cpu, 'vpcompressd zmm0{k1}, zmm1');
    assert.deepEqual(lanesOf(cpu, 0, 4), [2n, 3n, 6n, 8n, 16n, ...new Array(11).fill(99n)]);
    executeLine(cpu, 'vcompressps zmm0{k1}{z}, zmm1');
    assert.deepEqual(lanesOf(cpu, 0, 4), [2n, 3n, 6n, 8n, 16n, ...new Array(11).fill(0n)]);
    executeLine(cpu, 'vpexpandd zmm2{k1}{z}, zmm0');
    assert.deepEqual(
      lanesOf(cpu, 2, 4),
      numbers.map((value) => ([2n, 3n, 6n, 8n, 16n].includes(value) ? value : 0n)),
    );
  });

  it('touch no memory beyond the selected elements', () => {
    const cpu = bareCpu();
    cpu.opmask[1] = MASK;
    cpu.gpr[0] = BigInt(END - 20);
    setLanes(cpu, 1, 4, numbers);
    executeLine(cpu, 'vpcompressd ZMMWORD PTR [rax]{k1}, zmm1');
    executeLine(cpu, 'vpexpandd zmm2{k1}{z}, ZMMWORD PTR [rax]');
    assert.deepEqual(
      lanesOf(cpu, 2, 4).filter((value) => value !== 0n),
      [2n, 3n, 6n, 8n, 16n],
    );
    cpu.gpr[0] = BigInt(END - 16);
    assert.equal(faultOfLine(cpu, 'vpexpandd zmm2{k1}{z}, ZMMWORD PTR [rax]'), '#PF');
    assert.equal(faultOfLine(cpu, 'vpcompressd ZMMWORD PTR [rax]{k1}, zmm1'), '#PF');
    cpu.opmask[1] = 0n;
    assert.equal(faultOfLine(cpu, 'vpexpandd zmm2{k1}{z}, ZMMWORD PTR [rax]'), 'none');
  });
});

describe('gathers and scatters', () => {
  it('stop at a fault with the elements below done, and go on from there', () => {
    const cpu = bareCpu();
    for (let i = 0; i < 16; i++) cpu.memory.poke(0, END - 64 + 4 * i, new Uint8Array([i + 1, 0, 0, 0]));
    cpu.gpr[0] = BigInt(END - 64);
    cpu.opmask[1] = 0b1111n;
    setLanes(cpu, 1, 4, [3n, 0n, 16n, 5n]);
    setLanes(cpu, 0, 4, new Array(16).fill(99n));
    assert.equal(faultOfLine(cpu, 'vpgatherdd zmm0{k1}, [rax+zmm1*4]'), '#PF');
    assert.equal(cpu.opmask[1], 0b1100n);
    assert.deepEqual(lanesOf(cpu, 0, 4).slice(0, 5), [4n, 1n, 99n, 99n, 99n]);
    setLanes(cpu, 1, 4, [0n, 0n, 15n, 5n]);
    executeLine(cpu, 'vpgatherdd zmm0{k1}, [rax+zmm1*4]');
    assert.equal(cpu.opmask[1], 0n);
    assert.deepEqual(lanesOf(cpu, 0, 4).slice(0, 5), [4n, 1n, 16n, 6n, 99n]);
  });

  it('scatter in order, so that the highest element wins, and only what the mask selects', () => {
    const cpu = bareCpu();
    cpu.gpr[0] = BigInt(DATA);
    cpu.opmask[2] = 0b0111_0000_0000_1011n;
    setLanes(cpu, 1, 4, [...[0n, 1n, 2n, 0xffff_ffffn], ...new Array(12).fill(4n)]);
    setLanes(
      cpu,
      0,
      4,
      Array.from({ length: 16 }, (_, i) => BigInt(i + 1)),
    );
    assert.equal(faultOfLine(cpu, 'vpscatterdd [rax+zmm1*4]{k2}, zmm0'), '#PF', 'index -1 is below the page');
    assert.equal(cpu.opmask[2], 0b0111_0000_0000_1000n);
    setLanes(cpu, 1, 4, [0n, 1n, 2n, 3n]);
    executeLine(cpu, 'vpscatterdd [rax+zmm1*4]{k2}, zmm0');
    assert.equal(cpu.opmask[2], 0n);
    const words = new Uint32Array(cpu.memory.peek(0, DATA, 24)!.slice().buffer); // mapped
    assert.deepEqual([...words], [1, 2, 0, 4, 15, 0]);
  });

  it('take 64-bit indices as they are, and 32-bit ones as signed', () => {
    const cpu = bareCpu();
    cpu.memory.poke(0, DATA, new Uint8Array([1, 2, 3, 4, 5, 6, 7, 8]));
    cpu.gpr[0] = BigInt(DATA + 8);
    cpu.opmask[1] = 1n;
    setLanes(cpu, 1, 8, [0xffff_ffff_ffff_ffffn]);
    executeLine(cpu, 'vpgatherqq zmm0{k1}, [rax+zmm1*8]');
    assert.equal(lanesOf(cpu, 0, 8)[0], 0x0807060504030201n);
    cpu.opmask[1] = 1n;
    executeLine(cpu, 'vpgatherdd xmm2{k1}, [rax+xmm1*4]');
    assert.equal(lanesOf(cpu, 2, 4)[0], 0x08070605n);
    cpu.opmask[1] = 1n;
    setLanes(cpu, 1, 8, [1n << 60n]);
    assert.equal(faultOfLine(cpu, 'vpgatherqq zmm0{k1}, [rax+zmm1*8]'), '#GP', 'not canonical');
  });
});

describe('VDPBF16PS', () => {
  it('adds the odd product first, then the even one, each rounded once', () => {
    const cpu = bareCpu();
    const [ONE, BIG] = [0x3f80n, 0x4b80n]; // 1 and 2^24
    setLanes(cpu, 0, 4, [0xcb800000n]); // -2^24
    setLanes(cpu, 1, 2, [ONE, BIG]);
    setLanes(cpu, 2, 2, [ONE, ONE]);
    executeLine(cpu, 'vdpbf16ps zmm0, zmm1, zmm2');
    assert.equal(lanesOf(cpu, 0, 4)[0], 0x3f800000n, '(-2^24 + 2^24) + 1');
    setLanes(cpu, 0, 4, [0xcb800000n]);
    setLanes(cpu, 1, 2, [BIG, ONE]);
    executeLine(cpu, 'vdpbf16ps zmm0, zmm1, zmm2');
    assert.equal(lanesOf(cpu, 0, 4)[0], 0x3f800000n, '(-2^24 + 1 is exact) + 2^24');
    setLanes(cpu, 0, 4, [0x4b800000n]);
    setLanes(cpu, 1, 2, [0xcb80n, ONE]);
    executeLine(cpu, 'vdpbf16ps zmm0, zmm1, zmm2');
    assert.equal(lanesOf(cpu, 0, 4)[0], 0n, '2^24 + 1 is rounded to 2^24');
    assert.equal(cpu.mxcsr, 0x1f80);
  });
});
