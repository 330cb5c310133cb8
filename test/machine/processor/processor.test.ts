import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { CR4 } from '../../../src/machine/architecture/bits';
import { COMPONENTS, type Component, hasBit, xfeatureMask } from '../../../src/machine/architecture/component';
import { FEATURE_NAMES, FEATURES, parseMachineFlag } from '../../../src/machine/architecture/feature';
import type { Layout } from '../../../src/machine/processor/area-layout';
import { CPU_MODELS } from '../../../src/machine/processor/models';
import type { CpuidResult, Processor } from '../../../src/machine/processor/processor';
import { processor } from '../bench-cpu';

const RESET = { xcr0: 1n, xss: 0n, cr4: 0n };

/** `[component, offset]`, as tables of offsets are written. */
function offsets({ placements }: Layout): [number, number][] {
  return placements.map(({ component, offset }) => [component, offset]);
}

/** Offsets in the standard format on every Intel processor, and in the compacted one without MPX. */
const INTEL: readonly [number, number][] = [
  [2, 0x240],
  [5, 0x440],
  [6, 0x480],
  [7, 0x680],
  [9, 0xa80],
  [17, 0xac0],
  [18, 0xb00],
];
const COMPACTED: readonly [number, number][] = [
  [2, 576],
  [5, 832],
  [6, 896],
  [7, 1408],
  [9, 2432],
  [17, 2496],
  [18, 2560],
];

/** The section that a Linux probe printed on an AMX machine; see the first comment of its test. */
function recordedLeaves(): { readonly leaf: number; readonly subleaf: number; readonly result: CpuidResult }[] {
  const file = path.join(import.meta.dirname, '../../fixtures/linux/cpuid.txt');
  const pattern = /cpuid (\w+)\.(\d+) eax=(\w+) ebx=(\w+) ecx=(\w+) edx=(\w+)/g;
  return [...readFileSync(file, 'utf8').matchAll(pattern)].map(([, leaf = '', subleaf = '', ...registers]) => ({
    leaf: Number.parseInt(leaf, 16),
    subleaf: Number(subleaf),
    result: registers.map((digits) => Number.parseInt(digits, 16)) as unknown as CpuidResult,
  }));
}

describe('CPUID of sapphire-rapids', () => {
  const cpu = processor('sapphire-rapids');

  it('answers leaves 0Dh, 1Dh and 1Eh as recorded under Linux', () => {
    // The recorded machine was a virtual one: no supervisor components, and no features that need them. Its leaf 1Eh
    // has a subleaf 1, which no dump of a real part has.
    const context = { xcr0: 0x602e7n, xss: 0n, cr4: CR4.OSXSAVE | CR4.PKE };
    const state = recordedLeaves().filter(({ leaf }) => [0xd, 0x1d, 0x1e].includes(leaf));
    assert.equal(state.length, 13);
    for (const { leaf, subleaf, result } of state) {
      const answer = [...cpu.cpuid(leaf, subleaf, context)];
      if (leaf === 0xd && subleaf === 1) answer[2] = 0;
      if (leaf === 0x1e && subleaf === 1) answer[0] = 3;
      assert.deepEqual(answer, result, `leaf ${leaf.toString(16)}.${subleaf}`);
    }
  });

  it('has every feature that was recorded under Linux', () => {
    const context = { xcr0: 0x602e7n, xss: 0n, cr4: CR4.OSXSAVE | CR4.PKE };
    const features = recordedLeaves().filter(({ leaf }) => leaf === 1 || leaf === 7);
    assert.equal(features.length, 4);
    for (const { leaf, subleaf, result } of features) {
      const answer = cpu.cpuid(leaf, subleaf, context);
      const missing = result.map((bits, register) => (bits & ~(answer[register] ?? 0)) >>> 0);
      assert.deepEqual(missing, [0, 0, 0, 0], `leaf ${leaf}.${subleaf}`);
    }
  });

  it('has the component of Processor Trace with Processor Trace, and not without', () => {
    const PT = 1n << 8n;
    assert.equal(cpu.xssSupported & PT, PT);
    const without = processor('sapphire-rapids', '-intel-pt');
    assert.equal(without.xssSupported, cpu.xssSupported & ~PT);
    assert.deepEqual(without.cpuid(0xd, 8, RESET), [0, 0, 0, 0]);
  });

  it('follows XCR0, IA32_XSS and CR4 where CPUID is live', () => {
    const off = { xcr0: 1n, xss: 0n, cr4: 0n };
    const on = { xcr0: 0x602e7n, xss: 0xdd00n, cr4: CR4.OSXSAVE | CR4.PKE };
    assert.equal((cpu.cpuid(1, 0, off)[2] >>> 27) & 1, 0);
    assert.equal((cpu.cpuid(1, 0, on)[2] >>> 27) & 1, 1);
    assert.equal((cpu.cpuid(7, 0, off)[2] >>> 4) & 1, 0);
    assert.equal((cpu.cpuid(7, 0, on)[2] >>> 4) & 1, 1);
    assert.equal(cpu.cpuid(0xd, 0, off)[1], 576);
    assert.equal(cpu.cpuid(0xd, 0, { ...on, xcr0: 0x2e7n })[1], 0xa88);
    assert.equal(cpu.cpuid(0xd, 0, on)[1], 0x2b00);
    assert.equal(cpu.cpuid(0xd, 1, off)[1], 576);
  });

  it('answers zeros for what it does not know', () => {
    for (const [leaf, subleaf] of [
      [0xd, 3],
      [0xd, 19],
      [7, 9],
      [0x1d, 2],
      [0x40000000, 0],
    ] as const) {
      assert.deepEqual(cpu.cpuid(leaf, subleaf, RESET), [0, 0, 0, 0]);
    }
  });

  it('ignores ECX for a leaf without subleaves', () => {
    assert.deepEqual(cpu.cpuid(1, 77, RESET), cpu.cpuid(1, 0, RESET));
  });

  it('settles which bits the registers accept', () => {
    assert.equal(cpu.xcr0Supported, 0x602e7n);
    assert.equal(cpu.xssSupported, 0xdd00n);
    assert.equal(cpu.xfdSupported, 0x40000n);
    assert.equal(cpu.mxcsrMask, 0xffff);
  });
});

describe('XSAVE layouts', () => {
  it('has the standard offsets of Intel processors', () => {
    const { placements, size } = processor('sapphire-rapids').standardLayout(0x602e7n);
    assert.deepEqual(
      placements.map(({ component, offset, size }) => [component, offset, size]),
      [
        [2, 0x240, 0x100],
        [5, 0x440, 0x40],
        [6, 0x480, 0x200],
        [7, 0x680, 0x400],
        [9, 0xa80, 8],
        [17, 0xac0, 0x40],
        [18, 0xb00, 0x2000],
      ],
    );
    assert.equal(size, 11008);
  });

  it('has the standard offsets of Zen 4, without a gap for MPX', () => {
    const layout = processor('zen4').standardLayout(0x2e7n);
    assert.deepEqual(offsets(layout), [
      [2, 0x240],
      [5, 0x340],
      [6, 0x380],
      [7, 0x580],
      [9, 0x980],
    ]);
    assert.equal(layout.size, 0x988);
  });

  it('compacts by XCOMP_BV, in use or not, as Linux prints it', () => {
    const layout = processor('sapphire-rapids').compactedLayout(0x602e7n);
    assert.deepEqual(offsets(layout), [
      [2, 576],
      [5, 832],
      [6, 896],
      [7, 1408],
      [9, 2432],
      [17, 2496],
      [18, 2560],
    ]);
    assert.equal(layout.size, 10752);
  });

  it('aligns tile components to 64 bytes and nothing else', () => {
    const cpu = processor('sapphire-rapids');
    const noPkru = cpu.compactedLayout(0x600e7n);
    assert.deepEqual(offsets(noPkru).slice(-2), [
      [17, 2432],
      [18, 2496],
    ]);
    assert.equal(noPkru.size, 10688);
    const tiles = cpu.compactedLayout(xfeatureMask('XTILECFG', 'XTILEDATA'));
    assert.deepEqual(offsets(tiles), [
      [17, 576],
      [18, 640],
    ]);
    assert.equal(tiles.size, 8832);
    assert.equal(cpu.compactedLayout(0x40000n).size, 8768);
    // 0x2D00 is what a production part answers with LBR in IA32_XSS: 808 bytes at 2432 push the tiles back.
    assert.equal(cpu.compactedLayout(0x602e7n | (1n << 15n)).size, 0x2d00);
    assert.equal(cpu.compactedLayout(0x602e7n | 0x400n).size, 10752);
  });

  it('ends a standard area where the furthest component ends, not the highest', () => {
    const cpu = processor('sapphire-rapids', '+apx-f');
    assert.equal(cpu.xcr0Supported, 0xe02e7n);
    assert.equal(cpu.standardLayout(0xe02e7n).size, 11008);
    assert.equal(cpu.standardLayout(0x80007n).size, 1088);
    assert.deepEqual(offsets(cpu.compactedLayout(0x80007n)), [
      [2, 576],
      [19, 832],
    ]);
    assert.equal(cpu.compactedLayout(0x80007n).size, 960);
    assert.equal(cpu.compactedLayout(0xe02e7n).size, 10880);
  });
});

describe('the models', () => {
  /** One row a model: what CPUID says of state as a whole, and where the components lie. */
  const MODELS: readonly {
    readonly name: string;
    readonly flags?: readonly string[];
    readonly xcr0: bigint;
    readonly features: number;
    readonly xss: bigint;
    readonly xfd: bigint;
    readonly standardSize: number;
    readonly compactedSize: number;
    readonly standard: readonly [number, number][];
    readonly compacted: readonly [number, number][];
  }[] = [
    {
      name: 'skylake-sp',
      xcr0: 0x2ffn,
      features: 0xf,
      xss: 0x100n,
      xfd: 0n,
      standardSize: 2696,
      compactedSize: 2568,
      standard: [...INTEL.slice(0, 1), [3, 0x3c0], [4, 0x400], ...INTEL.slice(1, 5)],
      compacted: [
        [2, 576],
        [3, 832],
        [4, 896],
        [5, 960],
        [6, 1024],
        [7, 1536],
        [9, 2560],
      ],
    },
    {
      name: 'skylake-sp',
      flags: ['-mpx'],
      xcr0: 0x2e7n,
      features: 0xf,
      xss: 0x100n,
      xfd: 0n,
      standardSize: 2696,
      compactedSize: 2440,
      standard: INTEL.slice(0, 5),
      compacted: COMPACTED.slice(0, 5),
    },
    ...['zen4', 'zen5'].map((name) => ({
      name,
      xcr0: 0x2e7n,
      features: 0xf,
      xss: 0x1800n,
      xfd: 0n,
      standardSize: 0x988,
      compactedSize: 2440,
      standard: [
        [2, 0x240],
        [5, 0x340],
        [6, 0x380],
        [7, 0x580],
        [9, 0x980],
      ] satisfies [number, number][],
      compacted: COMPACTED.slice(0, 5),
    })),
    {
      name: 'arrow-lake',
      xcr0: 0x207n,
      features: 0xf,
      xss: 0x1d900n,
      xfd: 0n,
      standardSize: 0xa88,
      compactedSize: 840,
      standard: [
        [2, 0x240],
        [9, 0xa80],
      ],
      compacted: [
        [2, 576],
        [9, 832],
      ],
    },
    ...['sapphire-rapids', 'emerald-rapids', 'granite-rapids'].map((name) => ({
      name,
      xcr0: 0x602e7n,
      features: 0x1f,
      xss: name === 'granite-rapids' ? 0x1dd00n : 0xdd00n,
      xfd: 0x40000n,
      standardSize: 11008,
      compactedSize: 10752,
      standard: INTEL,
      compacted: COMPACTED,
    })),
    {
      name: 'diamond-rapids',
      xcr0: 0xe02e7n,
      features: 0x1f,
      xss: 0x1dd00n,
      xfd: 0x40000n,
      standardSize: 11008,
      compactedSize: 10880,
      standard: [...INTEL, [19, 0x3c0]],
      compacted: [...COMPACTED, [19, 10752]],
    },
  ];

  for (const { name, flags = [], ...expected } of MODELS) {
    const cpu = processor(name, ...flags);
    const { xcr0, standardSize, compactedSize } = expected;

    it(`say what state ${[name, ...flags].join(' ')} has, and where`, () => {
      const standard = cpu.standardLayout(xcr0);
      const compacted = cpu.compactedLayout(xcr0);
      assert.deepEqual(
        {
          xcr0: cpu.xcr0Supported,
          features: cpu.cpuid(0xd, 1, RESET)[0],
          xss: cpu.xssSupported,
          xfd: cpu.xfdSupported,
          standardSize: standard.size,
          compactedSize: compacted.size,
          standard: offsets(standard),
          compacted: offsets(compacted),
        },
        expected,
      );
    });

    it(`answer leaf 0Dh of ${[name, ...flags].join(' ')} by what is enabled`, () => {
      const [eax, ebx, ecx, edx] = cpu.cpuid(0xd, 0, { ...RESET, xcr0 });
      assert.deepEqual([BigInt(eax), ebx, ecx, edx], [xcr0, standardSize, standardSize, 0]);
      assert.equal(cpu.cpuid(0xd, 1, { ...RESET, xcr0 })[1], compactedSize);
      assert.equal(cpu.cpuid(0xd, 0, { ...RESET, xcr0: 7n })[1], 832);
      assert.equal(cpu.cpuid(0xd, 1, { ...RESET, xcr0: 3n })[1], 576);
      for (const component of COMPONENTS.slice(2)) assertSubleaf(cpu, component);
    });
  }

  it('have AMX as it grew from one to the next', () => {
    const amx = FEATURE_NAMES.filter((name) => name.startsWith('AMX_'));
    const has = (name: string, ...flags: string[]) => amx.filter((feature) => processor(name, ...flags).has(feature));
    const first = ['AMX_BF16', 'AMX_TILE', 'AMX_INT8'];
    assert.deepEqual(has('skylake-sp'), []);
    assert.deepEqual(has('zen4'), []);
    assert.deepEqual(has('sapphire-rapids'), first);
    assert.deepEqual(has('granite-rapids'), [...first, 'AMX_FP16']);
    assert.deepEqual(has('granite-rapids', '+amx-complex'), [...first, 'AMX_FP16', 'AMX_COMPLEX']);
    assert.deepEqual(has('diamond-rapids'), amx);
    assert.deepEqual(processor('diamond-rapids').cpuid(0x1e, 1, RESET), [0x19f, 0, 0, 0]);
    assert.deepEqual(processor('granite-rapids').cpuid(0x1e, 1, RESET), [0, 0, 0, 0]);
  });

  it('have MPX or APX, whose components lie at the same place, but never both', () => {
    for (const { name } of CPU_MODELS) {
      const cpu = processor(name);
      assert.ok(!(cpu.has('MPX') && cpu.has('APX_F')), name);
    }
    const both = processor('skylake-sp', '+apx-f');
    assert.deepEqual([both.has('MPX'), both.has('APX_F'), both.xcr0Supported], [false, true, 0x802e7n]);
    assert.equal(both.cpuid(0xd, 19, RESET)[1], 0x3c0);
    const back = processor('diamond-rapids', '+mpx');
    assert.deepEqual([back.has('MPX'), back.has('APX_F'), back.xcr0Supported], [true, false, 0x602ffn]);
    assert.equal(back.cpuid(0xd, 3, RESET)[1], 0x3c0);
    assert.deepEqual(back.cpuid(0x29, 0, RESET), [0, 0, 0, 0]);
  });

  it('end an area where the furthest of their components ends', () => {
    const cpu = processor('diamond-rapids');
    assert.equal(cpu.standardLayout(0x80007n).size, 1088);
    assert.equal(cpu.standardLayout(0xe02e7n).size, 11008);
    assert.deepEqual(offsets(cpu.compactedLayout(0x80007n)), [
      [2, 576],
      [19, 832],
    ]);
    assert.equal(cpu.compactedLayout(0x80007n).size, 960);
  });
});

/**
 * What ECX of a component's subleaf of leaf 0Dh says beside bit 0, "supervisor" (Intel SDM vol. 1, 13.2): bit 1, the
 * compacted format aligns it to 64 bytes; bit 2, XFD can disable it. Others have neither.
 */
const SUBLEAF_ECX: Readonly<Record<string, number>> = { XTILECFG: 0b010, XTILEDATA: 0b110 };

function assertSubleaf(cpu: Processor, { id, index, kind, size }: Component): void {
  const [length, offset, ecx] = cpu.cpuid(0xd, index, RESET);
  const supervisor = kind === 'supervisor';
  const supported = hasBit(supervisor ? cpu.xssSupported : cpu.xcr0Supported, index);
  const flags = (SUBLEAF_ECX[id] ?? 0) | (supervisor ? 1 : 0);
  assert.deepEqual([length, ecx], supported ? [size, flags] : [0, 0], id);
  if (supervisor || !supported) assert.equal(offset, 0, id);
}

describe('machine flags', () => {
  it('are known by name, in any case', () => {
    assert.equal(parseMachineFlag('amx-bf16'), 'AMX_BF16');
    assert.equal(parseMachineFlag('XFD'), 'XFD');
    assert.equal(parseMachineFlag('amx-bf17'), undefined);
  });

  it('all have different names and bits', () => {
    const rows = FEATURE_NAMES.map((name) => FEATURES[name]);
    assert.equal(new Set(rows.map(({ flag }) => flag)).size, rows.length);
    assert.equal(new Set(rows.map(({ leaf, register, bit }) => `${leaf} ${register} ${bit}`)).size, rows.length);
  });

  it('take away the components of a feature that is gone', () => {
    const cpu = processor('sapphire-rapids', '-amx-tile');
    assert.equal(cpu.xcr0Supported, 0x2e7n);
    assert.equal(cpu.xfdSupported, 0n);
    assert.equal(cpu.has('XFD'), true);
    assert.equal(cpu.has('AMX_INT8'), false);
    assert.deepEqual(cpu.cpuid(0xd, 0, RESET), [0x2e7, 576, 0xa88, 0]);
    assert.deepEqual(cpu.cpuid(0xd, 17, RESET), [0, 0, 0, 0]);
    assert.deepEqual(cpu.cpuid(0x1d, 1, RESET), [0, 0, 0, 0]);
  });

  it('take away what IA32_XFD accepts with XFD', () => {
    const cpu = processor('sapphire-rapids', '-xfd');
    assert.equal(cpu.xfdSupported, 0n);
    assert.equal(cpu.xcr0Supported, 0x602e7n);
    assert.equal(cpu.cpuid(0xd, 1, RESET)[0], 0xf);
    assert.deepEqual(cpu.cpuid(0xd, 18, RESET), [0x2000, 0xb00, 2, 0]);
  });

  it('take away dependents: without XSAVE there is no AVX', () => {
    const cpu = processor('sapphire-rapids', '-xsave');
    assert.equal(cpu.xcr0Supported, 0n);
    assert.equal(cpu.xssSupported, 0n);
    for (const feature of ['XSAVEC', 'XSAVES', 'AVX', 'AVX512F', 'PKU', 'AMX_TILE'] as const) {
      assert.equal(cpu.has(feature), false, feature);
    }
    assert.deepEqual(cpu.cpuid(0xd, 0, RESET), [0, 0, 0, 0]);
    assert.deepEqual(cpu.cpuid(0xd, 1, RESET), [0, 0, 0, 0]);
  });

  it('take away IA32_XSS with XSAVES', () => {
    const cpu = processor('sapphire-rapids', '-xsaves');
    assert.equal(cpu.xssSupported, 0n);
    assert.equal(cpu.xcr0Supported, 0x602e7n);
    assert.deepEqual(cpu.cpuid(0xd, 10, RESET), [0, 0, 0, 0]);
  });

  it('bring a feature with what it needs, where Intel puts it or behind the rest', () => {
    const cpu = processor('zen4', '+amx-int8', '+xfd');
    assert.equal(cpu.has('AMX_TILE'), true);
    assert.equal(cpu.xcr0Supported, 0x602e7n);
    assert.equal(cpu.xfdSupported, 0x40000n);
    const layout = cpu.standardLayout(cpu.xcr0Supported);
    assert.equal(layout.size, 11008);
    for (const [index, { offset, size }] of layout.placements.entries()) {
      for (const other of layout.placements.slice(index + 1)) {
        assert.ok(offset + size <= other.offset || other.offset + other.size <= offset);
      }
    }
  });

  it('bring leaves that describe a feature, and the number of the last leaf', () => {
    const cpu = processor('sapphire-rapids', '+amx-fp8', '+apx-f');
    assert.equal(cpu.cpuid(0x1e, 0, RESET)[0], 1);
    assert.equal(cpu.cpuid(0x1e, 1, RESET)[0], 0b10011);
    assert.deepEqual(cpu.cpuid(0x29, 0, RESET), [0, 1, 0, 0]);
    assert.equal(cpu.cpuid(0, 0, RESET)[0], 0x29);
    assert.equal(processor('zen4', '+amx-tile').cpuid(0, 0, RESET)[0], 0x1e);
    const less = processor('diamond-rapids', '-avx512f', '-apx-f');
    assert.equal(less.cpuid(0x1e, 1, RESET)[0], 0x11f);
    assert.equal(less.has('AVX10'), false);
    for (const leaf of [0x24, 0x29]) assert.deepEqual(less.cpuid(leaf, 0, RESET), [0, 0, 0, 0]);
  });

  it('count in order: the last one wins', () => {
    assert.equal(processor('sapphire-rapids', '-amx-bf16', '+amx-bf16').has('AMX_BF16'), true);
    assert.equal(processor('sapphire-rapids', '+amx-bf16', '-amx-bf16').has('AMX_BF16'), false);
  });

  it('keep the copies of AMX features in leaf 1Eh true', () => {
    assert.equal(processor('diamond-rapids', '-amx-bf16').cpuid(0x1e, 1, RESET)[0], 0x19d);
    assert.equal(processor('sapphire-rapids', '+amx-fp16').cpuid(0x1e, 1, RESET)[0], 0);
    assert.equal(processor('sapphire-rapids', '+amx-movrs').cpuid(0x1e, 1, RESET)[0], 0x103);
  });

  for (const { name } of CPU_MODELS) {
    it(`that name what ${name} already has change nothing`, () => {
      const plain = processor(name);
      const present = FEATURE_NAMES.filter((feature) => plain.has(feature)).map(
        (feature) => `+${FEATURES[feature].flag}`,
      );
      const same = processor(name, ...present);
      for (const key of Object.keys(plain.model.leaves)) {
        const [leaf = 0, subleaf = 0] = key.split('.').map((digits) => Number.parseInt(digits, 16));
        assert.deepEqual(same.cpuid(leaf, subleaf, RESET), plain.cpuid(leaf, subleaf, RESET), key);
      }
    });
  }
});
