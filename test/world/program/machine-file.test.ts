/** `machine from "FILE"`. */
import assert from 'node:assert/strict';
import type { CpuidLeaves, CpuidResult, LeafKey } from '../../../src/machine/processor/cpuid-leaves';
import { lintCpuid } from '../../../src/machine/processor/cpuid-lint';
import { CPU_MODELS, MODELS } from '../../../src/machine/processor/models';
import '../../../src/main/iced-on-node';
import { loadProgram } from '../../../src/world/program/load-program';

const hex = (value: number): string => value.toString(16).padStart(8, '0');

function numbersOf(key: string): readonly [number, number] {
  const [leaf = 0, subleaf = 0] = key.split('.').map((digits) => Number.parseInt(digits, 16));
  return [leaf, subleaf];
}

/** The three formats, written as the programs that make them do. */
const FORMATS: Readonly<Record<string, (leaves: CpuidLeaves) => string>> = {
  'cpuid -r': (leaves) =>
    `CPU 0:\n${Object.entries(leaves)
      .map(([key, registers]) => {
        const [leaf, subleaf] = numbersOf(key);
        const [eax, ebx, ecx, edx] = registers.map(hex);
        return `   0x${hex(leaf)} 0x${subleaf.toString(16).padStart(2, '0')}: eax=0x${eax} ebx=0x${ebx} ecx=0x${ecx} edx=0x${edx}`;
      })
      .join('\n')}\n`,
  InstLatx64: (leaves) =>
    `------[ CPUID Registers / Logical CPU #0 ]------\r\n\r\n${Object.entries(leaves)
      .map(([key, registers]) => {
        const [leaf, subleaf] = numbersOf(key);
        const level = `[SL ${subleaf.toString(16).toUpperCase().padStart(2, '0')}]`;
        return `CPUID ${hex(leaf)}: ${registers.map(hex).join('-')} ${level} [whatever]`.toUpperCase();
      })
      .join('\r\n')}\r\n`,
  'a template': (leaves) =>
    JSON.stringify({
      cpuid_modifiers: Object.entries(leaves).map(([key, registers]) => {
        const [leaf, subleaf] = numbersOf(key);
        const modifiers = ['eax', 'ebx', 'ecx', 'edx'].map((register, at) => ({
          register,
          bitmap: `0b${(registers[at] ?? 0).toString(2).padStart(32, '0')}`,
        }));
        return { leaf: `0x${leaf.toString(16)}`, subleaf: `0x${subleaf.toString(16)}`, flags: 0, modifiers };
      }),
      msr_modifiers: [],
    }),
};

const dump = FORMATS['cpuid -r'] as (leaves: CpuidLeaves) => string; // the first of them

function load(text: string, file: string) {
  const bytes = new TextEncoder().encode(file);
  const files = { sizeOf: () => bytes.length, read: () => bytes };
  return loadProgram(`xtrace 1\n${text}\n`, { files });
}

/** The code and the message of the only problem. */
function problemOf(text: string, file: string): string {
  const { diagnostics } = load(text, file);
  assert.equal(diagnostics.length, 1, JSON.stringify(diagnostics));
  return `${diagnostics[0]?.code}: ${diagnostics[0]?.message}`;
}

describe('a machine from a file', () => {
  for (const [format, write] of Object.entries(FORMATS)) {
    it(`has the leaves of ${format}`, () => {
      for (const model of [MODELS['sapphire-rapids'], MODELS.zen4]) {
        const { program, diagnostics } = load('machine from "a/dump.txt" cpus=2', write(model.leaves));
        assert.deepEqual(diagnostics, []);
        assert.deepEqual(program?.processor.model.leaves, model.leaves);
        assert.deepEqual(program?.processor.choices.inUse, model.choices.inUse.value);
        assert.deepEqual([program?.processor.name, program?.cpuCount], ['a/dump.txt', 2]);
      }
    });
  }

  it('runs a trace, with features taken away as from a model', () => {
    const { program } = load(
      'machine from "d" -amx-tile\nkernel none\n    tilezero tmm0 => #UD',
      dump(MODELS['sapphire-rapids'].leaves),
    );
    assert.equal(program?.processor.has('AMX_TILE'), false);
  });

  it('takes the first processor of a dump, and its name', () => {
    const brand: Record<string, CpuidResult> = {
      // "Some CPU", as leaf 80000002h has it: four letters a register, the first in the lowest byte.
      '80000002.0': [0x656d6f53, 0x55504320, 0, 0],
    };
    const { program } = load(
      'machine from "d"',
      dump({ ...MODELS['sapphire-rapids'].leaves, ...brand }) + dump(MODELS.zen4.leaves),
    );
    assert.equal(program?.processor.model.title, 'Some CPU');
    assert.equal(program?.processor.model.vendor, 'GenuineIntel');
  });

  it('says what is wrong with a file', () => {
    const wrong = (file: string): string => problemOf('machine from "d"', file);
    assert.match(wrong('hello'), /^bad-cpuid-dump: "d" cannot be used\. It has no leaf 0/);
    assert.match(wrong('CPUID 00000000: 12'), /Line 1 begins as a leaf/);
    assert.match(wrong('{'), /begins as JSON and is none/);
    assert.match(wrong('{}'), /without a list `cpuid_modifiers`/);
    const template = (modifier: object): string => wrong(JSON.stringify({ cpuid_modifiers: [modifier] }));
    assert.match(template({ leaf: 0, subleaf: 0, modifiers: [{ register: 'eax', bitmap: '0b1x' }] }), /the host's/);
    assert.match(template({ leaf: 0, subleaf: 0, modifiers: [{ register: 'efx' }] }), /one of eax/);
    assert.match(template({ leaf: 0, subleaf: 0, modifiers: [{ register: 'eax', bitmap: 7 }] }), /a bitmap is/);
    assert.match(template({ leaf: -1, subleaf: 0, modifiers: [] }), /`leaf` is a number/);
    const other: CpuidResult = [1, 0x746e6543, 0x736c7561, 0x48727561]; // CentaurHauls
    assert.match(wrong(dump({ '0.0': other })), /^bad-cpuid-dump: .*"CentaurHauls"/);
  });

  it('is read from beside the trace only', () => {
    assert.match(problemOf('machine from "../d"', ''), /^path-outside:/);
    assert.equal(loadProgram('xtrace 1\nmachine from "d"\n').diagnostics[0]?.code, 'no-files');
  });

  it('leaves a model that is called so alone', () => {
    assert.equal(loadProgram('xtrace 1\nmachine from\n').diagnostics[0]?.code, 'unknown-machine');
  });
});

/** Sapphire Rapids with one register changed. */
function changed(leaf: LeafKey, register: number, value: number): CpuidLeaves {
  const result = [...(MODELS['sapphire-rapids'].leaves[leaf] ?? [0, 0, 0, 0])];
  result[register] = value;
  return { ...MODELS['sapphire-rapids'].leaves, [leaf]: result as unknown as CpuidResult };
}

describe('leaves that do not fit together', () => {
  it('are those of no shipped model', () => {
    for (const { name, leaves } of CPU_MODELS) assert.deepEqual(lintCpuid(leaves), [], name);
  });

  // What Linux 6.12 does with each: arch/x86/kernel/fpu/xstate.c.
  const cases: readonly (readonly [what: string, leaves: CpuidLeaves, says: RegExp])[] = [
    ['no SSE in XCR0', changed('d.0', 0, 0x602e5), /"FP\/SSE not present".*fpu__init_disable_system_xstate/],
    [
      'a size that is none',
      changed('d.2', 0, 0x80),
      /0xd\.2 EAX gives AVX 128 bytes, and it has 256: `check_xstate_against_struct`/,
    ],
    ['too few tiles', changed('1d.1', 1, 0x00040040), /4 tiles of 1024 bytes.*8192: `check_xtile_data_against_struct`/],
    ['tiles of another size', changed('1d.1', 0, 0x02002000), /gives a tile 512 bytes, and it has 1024/],
    ['no palette', changed('1d.0', 0, 0), /0x1d\.0 EAX has no palette/],
    ['no XFD', changed('d.1', 0, 0xf), /0xd\.1 EAX not XFD: `fpu__init_system_xstate` leaves AMX out/],
    ['tiles that XFD cannot disable', changed('d.12', 2, 2), /#GP in `fpu__init_cpu_xstate`/],
    ['instructions without their component', changed('d.0', 0, 0x600e7), /`pku`.*not PKRU/],
    ['a component without its instructions', changed('7.0', 2, 0xfb417ff6), /has PKRU and not `pku`/],
    ['components in each other', changed('d.9', 1, 0xa00), /puts PKRU at 2560, into HI16_ZMM, which end at 2688/],
    [
      'an area that is too small',
      changed('d.0', 2, 0x2a00),
      /10752 bytes, and they end at 11008.*"size != kernel_size"/,
    ],
    ['no TMUL', changed('1e.0', 1, 0), /0x1e\.0 EBX/],
  ];
  for (const [what, leaves, says] of cases) {
    it(`are told of: ${what}`, () => {
      assert.ok(
        lintCpuid(leaves).some((message) => says.test(message)),
        JSON.stringify(lintCpuid(leaves)),
      );
      const { program, diagnostics } = load('machine from "d"', dump(leaves));
      assert.ok(program);
      assert.ok(diagnostics.every(({ code, severity }) => code === 'inconsistent-cpuid' && severity === 'warning'));
      assert.ok(diagnostics.length > 0);
    });
  }
});
