import assert from 'node:assert/strict';
import { CR0, CR4 } from '../../../src/machine/architecture/bits';
import type { Feature } from '../../../src/machine/architecture/feature';
import { buildTilecfg } from '../../../src/machine/architecture/tilecfg';
import type { Cpu } from '../../../src/machine/cpu/cpu';
import type { Operand } from '../../../src/machine/cpu/instruction';
import { AMX_INSTRUCTIONS } from '../../../src/machine/instructions/amx';
import { MODELS } from '../../../src/machine/processor/models';
import { Processor } from '../../../src/machine/processor/processor';
import { Random } from '../random';
import { configure, execute, faultOf, loadImage, makeCpu, pattern, tmm } from './machine';

const MNEMONICS = ['tilemovrow', 'tcvtrowd2ps', 'tcvtrowps2phh', 'tcvtrowps2phl', 'tcvtrowps2bf16h', 'tcvtrowps2bf16l'];

function makeRowCpu(without: readonly Feature[] = []): Cpu {
  const changes = without.map((feature) => ({ feature, present: false }));
  return Object.assign(makeCpu(), { processor: new Processor(MODELS['diamond-rapids'], changes) });
}

function zmm(index: number): Operand {
  return { kind: 'register', register: { file: 'zmm', index, size: 64 } };
}

const ecx: Operand = { kind: 'register', register: { file: 'gpr', index: 1, size: 4 } };

function imm(value: number): Operand {
  return { kind: 'immediate', value: BigInt(value), size: 1 };
}

/** By its row in the instruction or, with `inRegister`, in ECX; the rows of both forms have the same mnemonic. */
function moveRow(cpu: Cpu, mnemonic: string, row: number, inRegister = false, target = 17): Uint32Array {
  const form = AMX_INSTRUCTIONS.find(
    (each) => each.mnemonic === mnemonic && /_r32$/.test(each.forms[0]!) === inRegister,
  );
  assert(form, mnemonic);
  if (inRegister) cpu.gpr[1] = BigInt(row);
  const operands = [zmm(target), tmm(0), inRegister ? ecx : imm(row)];
  form.compile({ address: 0, bytes: new Uint8Array(), mnemonic, operands, operandSize: 4, form: form.forms[0]! })(cpu);
  return new Uint32Array(cpu.zmm.slice(64 * target, 64 * (target + 1)).buffer);
}

/** Sixteen elements converted at once. */
function converted(cpu: Cpu, mnemonic: string, elements: readonly number[]): number[] {
  new Uint32Array(cpu.tiles.buffer, cpu.tiles.byteOffset + 64 * 9, 16).set(elements);
  return [...moveRow(cpu, mnemonic, 9)];
}

describe('Rows of tiles to vectors', () => {
  it('are those that the low four bits of the index name, in both forms', () => {
    for (const inRegister of [false, true]) {
      const cpu = makeRowCpu();
      configure(cpu, [16, 64]);
      cpu.tiles.set(pattern(1024));
      for (let row = 0; row < 16; row++) {
        const expected = new Uint32Array(cpu.tiles.slice(64 * row, 64 * row + 64).buffer);
        for (const high of inRegister ? [0, 0x10, 0xfffffff0, 0x80000000_0000] : [0, 0x10, 0xf0]) {
          assert.deepEqual(moveRow(cpu, 'tilemovrow', row + high, inRegister), expected, `${row + high}`);
        }
      }
    }
  });

  it('are zero behind the row’s end, and all zero where the tile has no such row; start_row becomes 0', () => {
    for (const mnemonic of MNEMONICS) {
      for (const [rows, colsb, row, elements] of [
        [5, 12, 4, 3],
        [5, 12, 5, 0],
        [5, 12, 15, 0],
        [1, 4, 0, 1],
        [16, 64, 15, 16],
      ] as const) {
        const cpu = makeRowCpu();
        loadImage(cpu, buildTilecfg({ palette: 1, startRow: 200, tiles: [{ rows, colsb }] }));
        new Uint32Array(cpu.tiles.buffer, cpu.tiles.byteOffset, 2048).fill(0x40000000);
        cpu.zmm.fill(0xaa);
        const before = cpu.tiles.slice();
        const result = moveRow(cpu, mnemonic, row);
        assert.deepEqual(
          [...result].map((element) => element !== 0),
          Array.from({ length: 16 }, (_, at) => at < elements),
          `${mnemonic} row ${row} of ${rows}x${colsb}`,
        );
        assert.equal(cpu.tilecfg[1], 0);
        assert.deepEqual(cpu.tiles, before);
        assert.ok(cpu.zmm.subarray(0, 64 * 17).every((byte) => byte === 0xaa));
        assert.ok(cpu.zmm.subarray(64 * 18).every((byte) => byte === 0xaa));
      }
    }
  });

  it('leave MXCSR alone, whatever it says', () => {
    const cpu = makeRowCpu();
    configure(cpu, [16, 64]);
    cpu.mxcsr = 0xe000; // nothing masked, toward zero
    assert.equal(converted(cpu, 'tcvtrowps2bf16l', [0x3f80ffff])[0], 0x3f81);
    assert.equal(converted(cpu, 'tcvtrowps2phl', [0x7f800001])[0], 0x7e00);
    assert.equal(converted(cpu, 'tcvtrowd2ps', [0x7fffffff])[0], 0x4f000000);
    assert.equal(cpu.mxcsr, 0xe000);
  });
});

/** All non-negative finite values of a format, in order: pattern p has the value at p. */
function valuesOf(fractionBits: number, exponentBits: number): number[] {
  const bias = 2 ** (exponentBits - 1) - 1;
  return Array.from({ length: (2 ** exponentBits - 1) * 2 ** fractionBits }, (_, p) => {
    const exponent = Math.floor(p / 2 ** fractionBits);
    const fraction = p % 2 ** fractionBits;
    return (
      (exponent === 0 ? fraction : fraction + 2 ** fractionBits) * 2 ** (Math.max(exponent, 1) - bias - fractionBits)
    );
  });
}

/**
 * The nearest of all values, by search: between two neighbours the one on the same side of their middle (which a double
 * holds exactly), in the middle the even pattern. Past the last there would be another, which stands for infinity.
 */
function nearest(values: readonly number[], magnitude: number): number {
  let [low, high] = [0, values.length];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (values[middle]! <= magnitude) low = middle;
    else high = middle;
  }
  const step = values[low]! - (values[low - 1] ?? 0);
  const next = values[low + 1] ?? values[low]! + step;
  const middle = (values[low]! + next) / 2;
  return magnitude > middle || (magnitude === middle && low % 2 === 1) ? low + 1 : low;
}

const FORMATS = {
  ph: { values: valuesOf(10, 5), fractionBits: 10, signBit: 0x8000, infinity: 0x7c00 },
  bf16: { values: valuesOf(7, 8), fractionBits: 7, signBit: 0x8000, infinity: 0x7f80 },
} as const;

function reference(format: keyof typeof FORMATS, single: number): number {
  const { values, fractionBits, signBit, infinity } = FORMATS[format];
  const sign = single >>> 31 ? signBit : 0;
  const magnitude = single & 0x7fffffff;
  if (magnitude > 0x7f800000) {
    const payload = (magnitude & 0x7fffff) >> (23 - fractionBits);
    return sign | infinity | payload | (1 << (fractionBits - 1));
  }
  if (magnitude < 0x00800000) return sign;
  const view = new DataView(new ArrayBuffer(4));
  view.setUint32(0, magnitude);
  const value = view.getFloat32(0);
  return sign | (value === Infinity ? infinity : nearest(values, value));
}

/** Ends and middles of what the formats hold, with their neighbours: every rounding, overflow and denormal. */
function edges(): number[] {
  const singles = [
    0, 1, 0x7fffff, 0x800000, 0x3f800000, 0x7f7fffff, 0x7f800000, 0x7f800001, 0x7fbfffff, 0x7fc00000, 0x7fffffff,
  ];
  const view = new DataView(new ArrayBuffer(4));
  for (const { values } of Object.values(FORMATS)) {
    for (let p = 0; p < values.length; p += values.length > 32000 ? 97 : 41) {
      for (const value of [values[p]!, (values[p]! + (values[p + 1] ?? 65536)) / 2]) {
        view.setFloat32(0, value);
        singles.push(view.getUint32(0));
      }
    }
  }
  for (const value of [
    65504,
    65519.99,
    65520,
    65536,
    2 ** -14,
    2 ** -24,
    2 ** -25,
    2 ** -26,
    1.5 * 2 ** -25,
    1023.5 * 2 ** -24,
  ]) {
    view.setFloat32(0, value);
    singles.push(view.getUint32(0));
  }
  const near = singles
    .flatMap((single) => [single - 1, single, single + 1])
    .filter((single) => single >= 0 && single < 2 ** 31);
  return near.flatMap((single) => [single, single + 2 ** 31]);
}

describe('Conversions of rows', () => {
  const random = new Random(5);
  const singles = [...edges(), ...Array.from({ length: 8000 }, () => random.next())];
  /** Binary32 with exponents that binary16 has. */
  for (let count = 0; count < 8000; count++)
    singles.push(((random.next() & 0x80ffffff) | ((100 + random.below(46)) << 23)) >>> 0);

  for (const [mnemonic, format, shift] of [
    ['tcvtrowps2phh', 'ph', 16],
    ['tcvtrowps2phl', 'ph', 0],
    ['tcvtrowps2bf16h', 'bf16', 16],
    ['tcvtrowps2bf16l', 'bf16', 0],
  ] as const) {
    it(`${mnemonic} gives the nearest number, in the ${shift ? 'high' : 'low'} half`, () => {
      const cpu = makeRowCpu();
      configure(cpu, [16, 64]);
      for (let at = 0; at < singles.length; at += 16) {
        const batch = singles.slice(at, at + 16);
        const expected = batch.map((single) => (reference(format, single) << shift) >>> 0);
        assert.deepEqual(converted(cpu, mnemonic, batch).slice(0, batch.length), expected);
      }
    });
  }

  it('tcvtrowd2ps rounds integers to 24 bits, ties to even', () => {
    const cpu = makeRowCpu();
    configure(cpu, [16, 64]);
    const near = [
      0,
      1,
      2 ** 24,
      2 ** 25,
      2 ** 26,
      2 ** 30,
      2 ** 31,
      0x01000001,
      0x01000003,
      0x7fffffbf,
      0x7fffffc0,
      0x80000040,
    ];
    const integers = near.flatMap((value) => [value - 1, value, value + 1, -value]).map((value) => value >>> 0);
    integers.push(...Array.from({ length: 4096 }, () => random.next() >>> random.below(32)));
    for (let at = 0; at < integers.length; at += 16) {
      const batch = integers.slice(at, at + 16);
      const expected = batch.map(nearestSingle);
      assert.deepEqual(converted(cpu, 'tcvtrowd2ps', batch).slice(0, batch.length), expected);
    }
  });
});

/** The pattern of a 32-bit integer with a sign, from its binary digits. */
function nearestSingle(pattern: number): number {
  const value = BigInt.asIntN(32, BigInt(pattern));
  if (value === 0n) return 0;
  const magnitude = value < 0n ? -value : value;
  const digits = magnitude.toString(2);
  const exponent = 127 + digits.length - 1;
  let fraction = Number.parseInt(digits.slice(0, 24).padEnd(24, '0'), 2) - 2 ** 23;
  const rest = digits.slice(24);
  if (/^1.*1/.test(rest) || (/^10*$/.test(rest) && fraction % 2 === 1)) fraction++;
  return (value < 0n ? 2 ** 31 : 0) + exponent * 2 ** 23 + fraction;
}

describe('Exceptions of AMX-E7 and AMX-E8', () => {
  const ready = (): Cpu => {
    const cpu = makeRowCpu();
    configure(cpu, [16, 64]);
    return cpu;
  };

  /** From the last that is looked at to the first; each breaks one more rule, and its own must win. */
  const steps: readonly (readonly [name: string, break_: (cpu: Cpu) => void, why: RegExp])[] = [
    ['XFD', (cpu) => Object.assign(cpu, { xfd: 0x40000n }), /^#NM: IA32_XFD\[18\] is set and \w+ reads XTILEDATA/],
    ['a row length that is no multiple of 4', (cpu) => configure(cpu, [16, 63]), /^#UD: tmm0 has 63 bytes in a row/],
    ['a tile without a shape', (cpu) => configure(cpu, [0, 0], [16, 64]), /^#UD: tmm0 has no shape/],
    ['no configuration', (cpu) => execute(cpu, 'tilerelease'), /^#UD: no tile is configured/],
    ['CR0.TS', (cpu) => Object.assign(cpu, { cr0: cpu.cr0 | CR0.TS }), /^#NM: CR0.TS is set/],
    [
      'XCR0[7:5]',
      (cpu) => Object.assign(cpu, { xcr0: 0x60007n }),
      /^#UD: XCR0 is 0x60007: \w+ needs bits 1, 2, 5, 6 and 7/,
    ],
    ['XCR0[18:17]', (cpu) => Object.assign(cpu, { xcr0: 0xe7n }), /^#UD: XCR0\[18:17\] is 00b/],
    ['CR4.OSXSAVE', (cpu) => Object.assign(cpu, { cr4: cpu.cr4 & ~CR4.OSXSAVE }), /^#UD: CR4.OSXSAVE is 0/],
    ['64-bit mode', (cpu) => Object.assign(cpu, { efer: 0n }), /^#UD: \w+ exists in 64-bit mode only/],
  ];

  for (const mnemonic of MNEMONICS) {
    it(`of ${mnemonic}: all of them, in order, and nothing changes but IA32_XFD_ERR`, () => {
      for (const inRegister of [false, true]) {
        const cpu = ready();
        moveRow(cpu, mnemonic, 3, inRegister);
        for (const [name, break_, why] of steps) {
          break_(cpu);
          cpu.gpr[1] = 3n;
          cpu.xfdErr = 0n;
          const before = cpu.snapshot();
          assert.throws(() => moveRow(cpu, mnemonic, 3, inRegister), { message: why }, name);
          assert.equal(cpu.xfdErr, name === 'XFD' ? 0x40000n : 0n, name);
          cpu.xfdErr = 0n;
          assert.deepEqual(cpu.snapshot(), before, name);
        }
      }
    });
  }

  it('of XCR0 alone: every bit of SSE, AVX and AVX-512 is needed', () => {
    for (const missing of [2n, 4n, 0x20n, 0x40n, 0x80n]) {
      const cpu = ready();
      cpu.xcr0 &= ~missing;
      assert.match(faultOf(cpu, 'tilemovrow', zmm(0), tmm(0), ecx).message, /^#UD: XCR0 is /);
    }
  });

  it('not of start_row, which they do not look at, nor of CR0.EM', () => {
    const cpu = ready();
    cpu.tilecfg[1] = 77;
    cpu.cr0 |= CR0.EM;
    moveRow(cpu, 'tilemovrow', 0);
    assert.equal(cpu.tilecfg[1], 0);
  });

  it('of a processor without AMX-AVX512, AMX-FP8 or AMX-MOVRS', () => {
    const cpu = makeRowCpu(['AMX_AVX512', 'AMX_FP8', 'AMX_MOVRS']);
    configure(cpu, [16, 64], [16, 64], [16, 64]);
    for (const mnemonic of MNEMONICS) {
      assert.match(
        faultOf(cpu, mnemonic, zmm(0), tmm(0), ecx).message,
        /^#UD: diamond-rapids has no amx-avx512, which T/,
      );
    }
    for (const mnemonic of ['tdpbf8ps', 'tdpbhf8ps', 'tdphbf8ps', 'tdphf8ps']) {
      assert.match(faultOf(cpu, mnemonic, tmm(0), tmm(1), tmm(2)).message, /^#UD: diamond-rapids has no amx-fp8/);
    }
    for (const mnemonic of ['tileloaddrs', 'tileloaddrst1']) {
      const memory: Operand = { kind: 'memory', memory: { scale: 1, displacement: 0x10000, size: 0 } };
      assert.match(faultOf(cpu, mnemonic, tmm(0), memory).message, /^#UD: diamond-rapids has no amx-movrs/);
    }
  });
});
