/** Leaf 0DH as dumps of real processors have it, and the sizes of buffers that kernels derive from it. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { CR4 } from '../../../src/machine/architecture/bits';
import type { CpuidLeaves, CpuidResult } from '../../../src/machine/processor/cpuid-leaves';
import { type CpuModel, Processor } from '../../../src/machine/processor/processor';
import { needs } from '../../host/needs';
import { processor } from '../bench-cpu';
import { CHOICES_BY_MAKER } from '../makers';
import { xsaveProcessor } from '../xstate/xsave-native';

/** Rows of a dump: subleaf, then EAX, EBX, ECX; EDX is 0. */
type Dump = readonly (readonly [subleaf: number, eax: number, ebx: number, ecx: number])[];

const XSAVE = 1 << 26;

/** A processor of which only leaf 0DH is known. */
function dumped(name: string, vendor: CpuModel['vendor'], dump: Dump): Processor {
  const leaves: Record<string, CpuidResult> = { '1.0': [0, 0, XSAVE, 0] };
  for (const [subleaf, eax, ebx, ecx] of dump) leaves[`d.${subleaf.toString(16)}`] = [eax, ebx, ecx, 0];
  return new Processor({
    name,
    title: name,
    documentation: '',
    vendor,
    choices: CHOICES_BY_MAKER[vendor],
    leaves: leaves satisfies CpuidLeaves,
  });
}

const SAPPHIRE_RAPIDS: Dump = [
  [0x0, 0x602e7, 0x2b00, 0x2b00],
  [0x1, 0x1f, 0x2d00, 0xdd00],
  [0x2, 0x100, 0x240, 0],
  [0x5, 0x40, 0x440, 0],
  [0x6, 0x200, 0x480, 0],
  [0x7, 0x400, 0x680, 0],
  [0x8, 0x80, 0, 1],
  [0x9, 0x8, 0xa80, 0],
  [0xa, 0x8, 0, 1],
  [0xb, 0x10, 0, 1],
  [0xc, 0x18, 0, 1],
  [0xe, 0x30, 0, 1],
  [0xf, 0x328, 0, 1],
  [0x11, 0x40, 0xac0, 2],
  [0x12, 0x2000, 0xb00, 6],
];

/**
 * Leaves of production parts, as public dumps have them (InstLatx64): those that anything is derived from. What follows
 * XCR0, IA32_XSS, CR4 and the number of the processor is of no account.
 */
const DUMPS = JSON.parse(readFileSync(path.join(__dirname, '../../fixtures/cpuid/dumps.json'), 'utf8')) as Record<
  string,
  Record<string, readonly string[]>
>;

const LIVE: Readonly<Record<string, readonly [register: number, mask: number]>> = {
  '1.0': [2, 1 << 27],
  '7.0': [2, 1 << 4],
  // Intel's processors have SYSCALL in 64-bit mode only; most dumps were taken in another.
  '80000001.0': [3, 1 << 11],
};

/** Leaf 1 EBX is the number of the processor; 0Dh.0 EBX and 0Dh.1 EBX are the size of what is enabled. */
const PASSED_OVER: ReadonlySet<string> = new Set(['1.0 1', 'd.0 1', 'd.1 1']);

function fixed(key: string, result: CpuidResult): number[] {
  const [live, mask] = LIVE[key] ?? [0, 0];
  return result.map((value, register) => {
    if (PASSED_OVER.has(`${key} ${register}`)) return 0;
    return (register === live ? value & ~mask : value) >>> 0;
  });
}

/** Of \`sapphire-rapids\`, whose leaf 7 is that of another stepping than the dump's. */
const OTHER_STEPPING: ReadonlySet<string> = new Set(['sapphire-rapids 7.0', 'sapphire-rapids 80000001.0']);

describe('a model', () => {
  for (const [name, dump] of Object.entries(DUMPS)) {
    it(`answers as the dump of a real part has it: ${name}`, () => {
      const cpu = processor(name);
      const context = { xcr0: 1n, xss: 0n, cr4: 0n };
      for (const [key, registers] of Object.entries(dump)) {
        if (OTHER_STEPPING.has(`${name} ${key}`)) continue;
        const [leaf = 0, subleaf = 0] = key.split('.').map((digits) => Number.parseInt(digits, 16));
        const recorded = registers.map(Number) as unknown as CpuidResult;
        assert.deepEqual(fixed(key, cpu.cpuid(leaf, subleaf, context)), fixed(key, recorded), `leaf ${key}`);
      }
    });
  }
});

describe('leaf 0DH of CPUID', () => {
  it('is that of a Sapphire Rapids with last branch records enabled, in every subleaf', () => {
    const cpu = processor('sapphire-rapids');
    const context = { xcr0: 0x602e7n, xss: 0x8000n, cr4: CR4.OSXSAVE };
    for (let subleaf = 0; subleaf < 64; subleaf++) {
      const row = SAPPHIRE_RAPIDS.find(([number]) => number === subleaf);
      const expected = row ? [row[1], row[2], row[3], 0] : [0, 0, 0, 0];
      assert.deepEqual(cpu.cpuid(0xd, subleaf, context), expected, `subleaf ${subleaf}`);
    }
  });

  it('gives the size that an Ice Lake of a notebook has with control-flow enforcement', () => {
    const cpu = dumped('ice-lake', 'GenuineIntel', [
      ...SAPPHIRE_RAPIDS.filter(([subleaf]) => [2, 5, 6, 7, 8].includes(subleaf)),
      [0x0, 0x2e7, 0xa88, 0xa88],
      [0x1, 0xf, 0x998, 0x3900],
      [0x9, 0x8, 0xa80, 0],
      [0xb, 0x10, 0, 1],
      [0xc, 0x18, 0, 1],
      [0xd, 0x8, 0, 1],
    ]);
    assert.deepEqual(cpu.cpuid(0xd, 0, { xcr0: 0x2e7n, xss: 0n, cr4: 0n }), [0x2e7, 0xa88, 0xa88, 0]);
    assert.equal(cpu.compactedLayout(0x2e7n | 0x800n).size, 0x998);
    assert.equal(cpu.compactedLayout(0x2e7n).size, 2440);
  });

  it('gives the sizes that a Zen 3 has', () => {
    const cpu = dumped('zen3', 'AuthenticAMD', [
      [0x0, 0x207, 0x988, 0x988],
      [0x1, 0xf, 0x348, 0x1800],
      [0x2, 0x100, 0x240, 0],
      [0x9, 0x8, 0x980, 0],
      [0xb, 0x10, 0, 1],
      [0xc, 0x18, 0, 1],
    ]);
    assert.deepEqual(cpu.cpuid(0xd, 0, { xcr0: 0x207n, xss: 0n, cr4: 0n }), [0x207, 0x988, 0x988, 0]);
    assert.equal(cpu.compactedLayout(0x207n).size, 0x348);
  });

  it('gives the sizes that the processor here has', function () {
    const { processor, host } = needs(this, xsaveProcessor());
    const { leaves, xcr0 } = host;
    const supervisors = [0n, processor.xssSupported, ...Array.from({ length: 64 }, (_, bit) => 1n << BigInt(bit))];
    const answers = (subleaf: number, xss: bigint) => processor.cpuid(0xd, subleaf, { xcr0, xss, cr4: CR4.OSXSAVE });
    assert.deepEqual(answers(0, 0n), leaves['d.0']);
    // The system does not tell what IA32_XSS is.
    const sizes = supervisors.filter((xss) => (xss & ~processor.xssSupported) === 0n).map((xss) => answers(1, xss)[1]);
    assert.ok(sizes.includes(leaves['d.1']?.[1] ?? 0), `${leaves['d.1']?.[1]} is none of ${sizes.join(', ')}`);
  });
});

describe('the sizes of buffers', () => {
  it('are those that Linux finds on an AMX machine: 2560 and 10752 for the kernel, 2816 and 11008 for programs', () => {
    const cpu = processor('sapphire-rapids');
    const [all, byDefault] = [0x602e7n, 0x202e7n];
    assert.equal(cpu.compactedLayout(byDefault).size, 2560);
    assert.equal(cpu.compactedLayout(all).size, 10752);
    assert.equal(cpu.standardLayout(byDefault).size, 2816);
    assert.equal(cpu.standardLayout(all).size, 11008);
  });
});
