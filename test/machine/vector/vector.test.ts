import assert from 'node:assert/strict';
import fc from 'fast-check';
import { CR0, CR4 } from '../../../src/machine/architecture/bits';
import { Fault } from '../../../src/machine/architecture/exception';
import { assemble } from '../../../src/machine/assembler/assemble';
import { formByName } from '../../../src/machine/assembler/form';
import { toInstruction } from '../../../src/machine/assembler/to-instruction';
import { Cpu } from '../../../src/machine/cpu/cpu';
import { Memory } from '../../../src/machine/cpu/memory';
import { registerByName } from '../../../src/machine/cpu/register-names';
import { type AssemblerOperand, isAssemblyError } from '../../../src/machine/encoding/operand';
import { compileInstruction } from '../../../src/machine/instructions/execute';
import { VECTOR_INSTRUCTIONS } from '../../../src/machine/instructions/vector';
import { DEFAULT_MODEL } from '../../../src/machine/processor/models';
import { Processor } from '../../../src/machine/processor/processor';

const DATA = 0x10000;
const END = DATA + 0x1000;
/** With what came to VEX after AVX-512 had it. */
const processor = new Processor(
  DEFAULT_MODEL,
  (['AVX_IFMA', 'AVX_NE_CONVERT'] as const).map((feature) => ({ feature, present: true })),
);

function machine(): Cpu {
  const memory = new Memory();
  memory.map(0, DATA, 0x1000);
  const cpu = new Cpu(0, processor, memory);
  cpu.cr4 |= CR4.OSXSAVE;
  cpu.xcr0 = 0xe7n;
  return cpu;
}

/** `zmm1`, `zmm1{k1}`, `zmm1{k1}{z}`, a number, or `[rax]` and `[rax]{1to16}` with an optional size before it. */
function operand(text: string): AssemblerOperand {
  if (/^\d/.test(text)) return { kind: 'immediate', value: BigInt(text) };
  const mask = /\{k(\d)\}/.exec(text)?.[1];
  const masking = { ...(mask && { mask: Number(mask) }), ...(text.includes('{z}') && { zeroing: true }) };
  const name = text.replace(/\{.*/, '');
  const register = registerByName(name);
  if (register) return { kind: 'register', register, ...masking };
  const size = /^(\d+)/.exec(name)?.[1];
  const copies = /\{1to(\d+)\}/.exec(text)?.[1];
  const base = registerByName('rax')!; // exists
  return {
    kind: 'memory',
    base,
    scale: 1,
    displacement: 0,
    ...(size && { size: Number(size) }),
    ...(copies && { broadcast: Number(copies) }),
    ...masking,
  };
}

function run(cpu: Cpu, mnemonic: string, ...operands: readonly string[]): void {
  execute(cpu, mnemonic, operands.map(operand));
}

function execute(cpu: Cpu, mnemonic: string, operands: readonly AssemblerOperand[]): void {
  const assembled = assemble(mnemonic, [], operands, 0);
  if (isAssemblyError(assembled)) assert.fail(assembled.message);
  compileInstruction(assembled.instruction, processor)(cpu);
}

function faultOf(act: () => void): string {
  try {
    act();
  } catch (error) {
    if (error instanceof Fault) return error.mnemonic;
    throw error;
  }
  return 'none';
}

const dwords = (cpu: Cpu, register: number) => [
  ...new Uint32Array(cpu.zmm.slice(64 * register, 64 * register + 64).buffer),
];

describe('vector instructions', () => {
  it('write the elements that the mask selects, and keep or zero the others', () => {
    const cpu = machine();
    cpu.zmm.fill(0x11, 0, 64).fill(0x22, 64, 128);
    cpu.opmask[1] = 0b1010_0000_0000_0001n;
    run(cpu, 'vmovdqa32', 'zmm0{k1}', 'zmm1');
    const expected = (other: number) => dwords(cpu, 0).map((_, i) => ([0, 13, 15].includes(i) ? 0x22222222 : other));
    assert.deepEqual(dwords(cpu, 0), expected(0x11111111));
    run(cpu, 'vmovdqa32', 'zmm0{k1}{z}', 'zmm1');
    assert.deepEqual(dwords(cpu, 0), expected(0));
  });

  it('clear the rest of the register with VEX and EVEX, and leave it without', () => {
    const cpu = machine();
    const above = () => dwords(cpu, 0).slice(4, 16);
    cpu.zmm.fill(0xff, 0, 64);
    run(cpu, 'movaps', 'xmm0', 'xmm1');
    assert.deepEqual(above(), new Array(12).fill(0xffffffff));
    run(cpu, 'vmovaps', 'xmm0', 'xmm1');
    assert.deepEqual(above(), new Array(12).fill(0));
    cpu.zmm.fill(0xff, 0, 64);
    cpu.opmask[1] = 0n;
    run(cpu, 'vmovaps', 'xmm0{k1}', 'xmm1');
    assert.deepEqual(dwords(cpu, 0), [...new Array(4).fill(0xffffffff), ...new Array(12).fill(0)]);
  });

  it('read one element for a broadcast', () => {
    const cpu = machine();
    cpu.gpr[0] = BigInt(END - 4);
    cpu.memory.poke(0, END - 4, new Uint8Array([1, 2, 3, 4]));
    cpu.zmm.fill(0xff, 64, 128);
    run(cpu, 'vpandd', 'zmm20', 'zmm1', '[rax]{1to16}');
    assert.deepEqual(dwords(cpu, 20), new Array(16).fill(0x04030201));
  });

  it('do not fault on elements that the mask leaves out', () => {
    const cpu = machine();
    cpu.gpr[0] = BigInt(END - 8);
    cpu.zmm.fill(0x77, 0, 64);
    assert.equal(
      faultOf(() => run(cpu, 'vmovdqu32', 'zmm1', '[rax]')),
      '#PF',
    );
    cpu.opmask[1] = 0b11n;
    run(cpu, 'vmovdqu32', 'zmm1{k1}{z}', '[rax]');
    run(cpu, 'vmovdqu32', '[rax]{k1}', 'zmm0');
    assert.deepEqual([...cpu.memory.peek(0, END - 8, 8)!], new Array(8).fill(0x77)); // mapped
    cpu.opmask[1] = 0b111n;
    assert.equal(
      faultOf(() => run(cpu, 'vmovdqu32', 'zmm1{k1}{z}', '[rax]')),
      '#PF',
    );
    cpu.zmm.fill(0x55, 0, 64);
    assert.equal(
      faultOf(() => run(cpu, 'vmovdqu32', '[rax]{k1}', 'zmm0')),
      '#PF',
    );
    assert.deepEqual([...cpu.memory.peek(0, END - 8, 8)!], new Array(8).fill(0x77)); // mapped
  });

  it('want alignment where they say so', () => {
    const cpu = machine();
    cpu.gpr[0] = BigInt(DATA + 16);
    assert.equal(
      faultOf(() => run(cpu, 'movaps', 'xmm0', '[rax]')),
      'none',
    );
    assert.equal(
      faultOf(() => run(cpu, 'vmovaps', 'ymm0', '[rax]')),
      '#GP',
    );
    assert.equal(
      faultOf(() => run(cpu, 'vmovups', 'ymm0', '[rax]')),
      'none',
    );
    assert.equal(
      faultOf(() => run(cpu, 'vmovdqa64', '[rax]', 'zmm0')),
      '#GP',
    );
    cpu.gpr[0] = BigInt(DATA + 8);
    assert.equal(
      faultOf(() => run(cpu, 'andps', 'xmm0', '[rax]')),
      '#GP',
    );
    assert.equal(
      faultOf(() => run(cpu, 'vandps', 'xmm0', 'xmm0', '[rax]')),
      'none',
    );
  });

  it('need what their encoding needs', () => {
    const cases: [string, readonly string[], (cpu: Cpu) => void, string][] = [
      ['movaps', ['xmm0', 'xmm1'], (cpu) => (cpu.cr0 |= CR0.TS), '#NM'],
      ['movaps', ['xmm0', 'xmm1'], (cpu) => (cpu.cr0 |= CR0.EM | CR0.TS), '#UD'],
      ['movaps', ['xmm0', 'xmm1'], (cpu) => (cpu.cr4 &= ~CR4.OSFXSR), '#UD'],
      ['movaps', ['xmm0', 'xmm1'], (cpu) => (cpu.cr4 &= ~CR4.OSXSAVE), 'none'],
      ['vmovaps', ['xmm0', 'xmm1'], (cpu) => (cpu.cr0 |= CR0.EM), 'none'],
      ['vmovaps', ['xmm0', 'xmm1'], (cpu) => (cpu.cr4 &= ~CR4.OSXSAVE), '#UD'],
      ['vmovaps', ['ymm0', 'ymm1'], (cpu) => (cpu.xcr0 = 3n), '#UD'],
      ['vmovaps', ['ymm0', 'ymm1'], (cpu) => (cpu.xcr0 = 7n), 'none'],
      ['vmovaps', ['ymm0', 'ymm1'], (cpu) => (cpu.cr0 |= CR0.TS), '#NM'],
      ['vmovaps', ['zmm0', 'zmm1'], (cpu) => (cpu.xcr0 = 7n), '#UD'],
      ['vmovaps', ['xmm16', 'xmm1'], (cpu) => (cpu.xcr0 = 7n), '#UD'],
      ['kandw', ['k1', 'k2', 'k3'], (cpu) => (cpu.xcr0 = 7n), '#UD'],
      ['kandw', ['k1', 'k2', 'k3'], (cpu) => (cpu.cr0 |= CR0.TS), '#NM'],
    ];
    for (const [mnemonic, operands, prepare, expected] of cases) {
      const cpu = machine();
      prepare(cpu);
      assert.equal(
        faultOf(() => run(cpu, mnemonic, ...operands)),
        expected,
        `${mnemonic} ${operands} ${prepare}`,
      );
    }
  });

  it('refuse masks and broadcasts that no encoding has', () => {
    const refused = (mnemonic: string, ...operands: readonly string[]) =>
      isAssemblyError(assemble(mnemonic, [], operands.map(operand), 0));
    assert.ok(refused('vmovaps', 'zmm1{k0}', 'zmm2'));
    assert.ok(refused('vmovaps', 'zmm1{z}', 'zmm2'));
    assert.ok(refused('vmovaps', '[rax]{k1}{z}', 'zmm2'));
    assert.ok(refused('vmovaps', 'zmm1', 'zmm2{k1}'));
    assert.ok(refused('vmovdqa', 'ymm1{k1}', 'ymm2'));
    assert.ok(refused('vpandd', 'zmm1', 'zmm2', '[rax]{1to8}'));
    assert.ok(refused('movaps', 'xmm16', 'xmm1'));
    assert.ok(!refused('vmovaps', '[rax]{k1}', 'zmm2'));
  });
});

describe('instructions that only AVX-512 has', () => {
  /** ZMM1 to ZMM3 filled with one doubleword each, or with several in turn. */
  const prepared = (...values: readonly (readonly number[])[]) => {
    const cpu = machine();
    for (const [index, list] of values.entries()) {
      const lanes = Uint32Array.from({ length: 16 }, (_, i) => list[i % list.length]!); // within the list
      cpu.zmm.set(new Uint8Array(lanes.buffer), 64 * (index + 1));
    }
    return cpu;
  };

  it('look up every bit of three sources in the immediate', () => {
    const cpu = prepared([0xff00ff00], [0xf0f0f0f0], [0xcccccccc]);
    run(cpu, 'vpternlogd', 'zmm1', 'zmm2', 'zmm3', '150'); // 96h: the parity
    assert.deepEqual(dwords(cpu, 1), new Array(16).fill((0xff00ff00 ^ 0xf0f0f0f0 ^ 0xcccccccc) >>> 0));
    run(cpu, 'vpternlogd', 'zmm1', 'zmm2', 'zmm3', '240'); // F0h: the first source itself
    assert.deepEqual(dwords(cpu, 1), new Array(16).fill((0xff00ff00 ^ 0xf0f0f0f0 ^ 0xcccccccc) >>> 0));
    run(cpu, 'vpternlogd', 'zmm1', 'zmm2', 'zmm3', '172'); // ACh: third where first is 0, else second
    const first = (0xff00ff00 ^ 0xf0f0f0f0 ^ 0xcccccccc) >>> 0;
    assert.deepEqual(dwords(cpu, 1), new Array(16).fill(((first & 0xcccccccc) | (~first & 0xf0f0f0f0)) >>> 0));
  });

  it('accumulate products of unsigned by signed bytes, with and without saturation', () => {
    const cpu = prepared([0x7fffffff, 0x80000000, 10], [0xffffffff], [0x7f7f7f7f, 0x80808080, 0x01ff01ff]);
    run(cpu, 'vpdpbusd', 'zmm1', 'zmm2', 'zmm3');
    const sums = [0x7fffffff + 4 * 255 * 127, 0x80000000 - 4 * 255 * 128, 10].map((sum) => sum >>> 0);
    assert.deepEqual(dwords(cpu, 1).slice(0, 3), sums);
    const other = prepared([0x7fffffff, 0x80000000, 10], [0xffffffff], [0x7f7f7f7f, 0x80808080, 0x01ff01ff]);
    run(other, 'vpdpbusds', 'zmm1', 'zmm2', 'zmm3');
    assert.deepEqual(dwords(other, 1).slice(0, 3), [0x7fffffff, 0x80000000, 10]);
  });

  it('round to bfloat16 to nearest even, with denormals as zeros and NaNs quiet', () => {
    const cases: readonly [single: number, bfloat: number][] = [
      [0x3f800000, 0x3f80],
      [0x3f808000, 0x3f80],
      [0x3f808001, 0x3f81],
      [0x3f818000, 0x3f82],
      [0x7f7fffff, 0x7f80],
      [0xff800000, 0xff80],
      [0x007fffff, 0x0000],
      [0x80000001, 0x8000],
      [0x7f800001, 0x7fc0],
      [0xffc12345, 0xffc1],
    ];
    const cpu = prepared(cases.map(([single]) => single));
    run(cpu, 'vcvtneps2bf16', 'ymm2', 'zmm1');
    const words = new Uint16Array(cpu.zmm.slice(128, 128 + 2 * cases.length).buffer);
    assert.deepEqual(
      [...words],
      cases.map(([, bfloat]) => bfloat),
    );
    assert.equal(cpu.mxcsr, 0x1f80);
  });

  it('compare into opmasks, of the selected elements only', () => {
    const cpu = prepared([1, 0xffffffff, 3, 4], [2]);
    run(cpu, 'vpcmpud', 'k2', 'zmm1', 'zmm2', '1');
    assert.equal(cpu.opmask[2], 0x1111n);
    run(cpu, 'vpcmpd', 'k2', 'zmm1', 'zmm2', '1');
    assert.equal(cpu.opmask[2], 0x3333n);
    cpu.opmask[1] = 0x00ffn;
    run(cpu, 'vpcmpd', 'k2{k1}', 'zmm1', 'zmm2', '5');
    assert.equal(cpu.opmask[2], 0x00ccn);
  });

  it('narrow with and without saturation, and permute across the vector', () => {
    const cpu = prepared([0x1ff, 0xffffff00, 5]);
    const bytes = () => [...cpu.zmm.slice(128, 131)];
    run(cpu, 'vpmovdb', 'xmm2', 'zmm1');
    assert.deepEqual(bytes(), [0xff, 0x00, 5]);
    run(cpu, 'vpmovsdb', 'xmm2', 'zmm1');
    assert.deepEqual(bytes(), [0x7f, 0x80, 5]);
    run(cpu, 'vpmovusdb', 'xmm2', 'zmm1');
    assert.deepEqual(bytes(), [0xff, 0xff, 5]);
    const tables = prepared([0, 17, 15, 31], [100, 101, 102, 103], [200, 201, 202, 203]);
    run(tables, 'vpermi2d', 'zmm1', 'zmm2', 'zmm3');
    assert.deepEqual(dwords(tables, 1).slice(0, 4), [100, 201, 103, 203]);
    run(tables, 'valignd', 'zmm4', 'zmm2', 'zmm3', '14');
    assert.deepEqual(dwords(tables, 4).slice(0, 4), [202, 203, 100, 101]);
  });

  it('raise #XM, with the flags set and nothing written, for what MXCSR does not mask', () => {
    const cpu = prepared([0x7f800001], [0x3f800000]);
    cpu.mxcsr = 0x1f00;
    assert.equal(
      faultOf(() => run(cpu, 'vaddps', 'zmm1', 'zmm2', 'zmm1')),
      '#XM',
    );
    assert.equal(cpu.mxcsr, 0x1f01);
    assert.equal(dwords(cpu, 1)[0], 0x7f800001);
    cpu.opmask[1] = 0n;
    assert.equal(
      faultOf(() => run(cpu, 'vaddps', 'zmm1{k1}', 'zmm2', 'zmm1')),
      'none',
    );
    cpu.cr4 &= ~CR4.OSXMMEXCPT;
    assert.equal(
      faultOf(() => run(cpu, 'vaddps', 'zmm1', 'zmm2', 'zmm1')),
      '#UD',
    );
  });
});

describe('opmask instructions', () => {
  it('compute in their width and clear the bits above', () => {
    const cpu = machine();
    cpu.opmask[1] = 0xf0f0_f0f0_f0f0_f0f0n;
    cpu.opmask[2] = 0xff00_ff00_ff00_ff0fn;
    const value = (mnemonic: string, ...sources: readonly string[]) => {
      run(cpu, mnemonic, 'k0', ...sources);
      return cpu.opmask[0];
    };
    assert.equal(value('kandb', 'k1', 'k2'), 0n);
    assert.equal(value('kandw', 'k1', 'k2'), 0xf000n);
    assert.equal(value('kandnw', 'k1', 'k2'), 0x0f0fn);
    assert.equal(value('kxnord', 'k1', 'k2'), 0xf00f_f000n);
    assert.equal(value('knotq', 'k1'), 0x0f0f_0f0f_0f0f_0f0fn);
    assert.equal(value('kshiftlw', 'k1', '4'), 0x0f00n);
    assert.equal(value('kshiftrw', 'k1', '4'), 0x0f0fn);
    assert.equal(value('kshiftrw', 'k1', '16'), 0n);
    assert.equal(value('kunpckbw', 'k1', 'k2'), 0xf00fn);
    assert.equal(value('kaddb', 'k1', 'k2'), 0xffn);
    assert.equal(value('kmovd', 'k1'), 0xf0f0_f0f0n);
    run(cpu, 'kmovw', 'eax', 'k1');
    assert.equal(cpu.gpr[0], 0xf0f0n);
  });

  it('test with ZF and CF', () => {
    const cpu = machine();
    const flags = () => cpu.rflags & 0x41;
    cpu.opmask[1] = 0xff00n;
    cpu.opmask[2] = 0x00ffn;
    run(cpu, 'kortestw', 'k1', 'k2');
    assert.equal(flags(), 1);
    run(cpu, 'kortestb', 'k1', 'k1');
    assert.equal(flags(), 0x40);
    run(cpu, 'ktestw', 'k1', 'k2');
    assert.equal(flags(), 0x40);
    run(cpu, 'ktestw', 'k2', 'k2');
    assert.equal(flags(), 1);
  });
});

/** Registers for the forms of a law: the same number in every length. */
const NUMBERS: readonly number[] = [1, 2, 3, 4];

interface Lawful {
  readonly mnemonic: string;
  readonly form: string;
}

/** EVEX forms of vector registers only, with a vector as their destination; VPBLENDM uses the mask in another way. */
const MASKABLE: readonly Lawful[] = VECTOR_INSTRUCTIONS.flatMap(({ mnemonic, forms }) =>
  forms
    .filter(
      (form) =>
        /^EVEX_V\w+?_[xyz]mm(m\d+)?_k1z_/.test(form) && !/_[rm]\d+(_|$)|_kr|_0F11|blendm|compress|expand/.test(form),
    )
    .map((form) => ({ mnemonic, form })),
);

function registerOperands(form: string, masking: object, immediate: bigint): AssemblerOperand[] | undefined {
  const patterns = formByName(form)?.operands ?? [];
  const operands = patterns.map(({ file, immediate: bytes }, index): AssemblerOperand | undefined => {
    if (bytes !== undefined) return { kind: 'immediate', value: immediate };
    const register = file && registerByName(`${file}${NUMBERS[index]}`);
    return register && { kind: 'register', register, ...(index === 0 && masking) };
  });
  return operands.every((each) => each !== undefined) ? operands : undefined;
}

function filled(bytes: Uint8Array): Cpu {
  const cpu = machine();
  cpu.zmm.set(bytes);
  return cpu;
}

const contents = fc.uint8Array({ minLength: 64 * 6, maxLength: 64 * 6 });

describe('masking', () => {
  it('takes each element from the whole result or, by kind, from before or from zero', () => {
    for (const { mnemonic, form } of MASKABLE) {
      fc.assert(
        fc.property(contents, fc.bigInt({ min: 0n, max: (1n << 64n) - 1n }), fc.nat(255), (bytes, mask, immediate) => {
          const result = (masking: object) => {
            const operands = registerOperands(form, masking, BigInt(immediate));
            assert.ok(operands, form);
            const cpu = filled(bytes);
            cpu.opmask[1] = mask;
            execute(cpu, mnemonic, operands);
            return cpu.zmm.slice(64, 128);
          };
          const [whole, merged, zeroed] = [result({}), result({ mask: 1 }), result({ mask: 1, zeroing: true })];
          const old = bytes.subarray(64, 128);
          for (let i = 0; i < 64; i++) {
            const fromMerge = merged[i] === whole[i] && (zeroed[i] === whole[i] || zeroed[i] === 0);
            const kept = merged[i] === old[i] && zeroed[i] === 0;
            if (!fromMerge && !kept) assert.fail(`${form} byte ${i}: ${whole[i]} ${merged[i]} ${zeroed[i]} ${old[i]}`);
          }
        }),
        { numRuns: 5 },
      );
    }
  });
});

describe('AVX-512', () => {
  it('computes in 128 and 256 bits what AVX computes', () => {
    const plain = (form: string) => form.replace(/^E?VEX_/, '').replace(/_k1z|_er|_sae|b32|b64/g, '');
    const vex = new Map(
      VECTOR_INSTRUCTIONS.flatMap(({ forms }) => forms)
        .filter((form) => form.startsWith('VEX_'))
        .map((form) => [plain(form), form]),
    );
    let compared = 0;
    for (const { mnemonic, form } of MASKABLE) {
      const older = vex.get(plain(form));
      if (older === undefined) continue;
      compared++;
      fc.assert(
        fc.property(contents, fc.nat(255), (bytes, immediate) => {
          const [evex, avx] = [form, older].map((name) => {
            const operands = registerOperands(name, {}, BigInt(immediate));
            assert.ok(operands, name);
            const cpu = filled(bytes);
            const form = formByName(name);
            assert.ok(form, name);
            const instruction = toInstruction({ mnemonic, form, operands, prefixes: [] }, 0, new Uint8Array(6));
            compileInstruction(instruction, processor)(cpu);
            return [Buffer.from(cpu.zmm.slice(64, 128)).toString('hex'), cpu.mxcsr];
          });
          assert.deepEqual(evex, avx, form);
        }),
        { numRuns: 4 },
      );
    }
    assert.ok(compared > 300, `${compared} forms`);
  });

  it('computes the low lanes of 512 bits as those of 256', () => {
    const forms = new Map(MASKABLE.map((each) => [each.form, each]));
    // Not where lanes cross from one half to the other, nor where the result is shorter.
    const crossing = /perm[bdqpwit]|align[dq]|shuf[fi]|insert|extract|pmov|cvt(?!dq2ps|t?ps2u?dq_)|broadcast/;
    let compared = 0;
    for (const { mnemonic, form } of MASKABLE) {
      const shorter = forms.get(
        form
          .replaceAll('zmm', 'ymm')
          .replace('m512', 'm256')
          .replace(/_er$|_sae$/, ''),
      );
      if (!form.includes('zmm') || !shorter || crossing.test(form.toLowerCase())) continue;
      compared++;
      fc.assert(
        fc.property(contents, fc.nat(255), (bytes, immediate) => {
          const [long, short] = [form, shorter.form].map((name) => {
            const operands = registerOperands(name, { mask: 1 }, BigInt(immediate));
            assert.ok(operands, name);
            const cpu = filled(bytes);
            cpu.opmask[1] = 0x55aa_0ff0_3333_6c93n;
            execute(cpu, mnemonic, operands);
            return Buffer.from(cpu.zmm.slice(64, 96)).toString('hex');
          });
          assert.equal(long, short, form);
        }),
        { numRuns: 3 },
      );
    }
    assert.ok(compared > 150, `${compared} forms`);
  });
});
