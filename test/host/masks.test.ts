/** Which comparisons run on which machine: on described ones, and on the one at hand under every mask. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { Feature } from '../../src/machine/architecture/feature';
import { type CpuidLeaves, changedLeaves } from '../../src/machine/processor/cpuid-leaves';
import { MODELS } from '../../src/machine/processor/models';
import { Processor, XTILE } from '../../src/machine/processor/processor';
import { TILE_FAMILIES, tileCasesOf } from '../machine/amx/tile-native-cases';
import { gnuBinutils } from '../machine/assembler/gnu-assembler';
import { integerProcessor } from '../machine/integer/integer-native';
import { CHOICES_BY_MAKER } from '../machine/makers';
import { vectorProcessor } from '../machine/vector/vector-native';
import { recordedEmeraldRapids, recordedZen4, recordedZen5 } from '../machine/xstate/recorded-processors';
import { compareCases } from '../machine/xstate/xsave-comparison';
import { type NativeProcessor, tileProcessor } from '../machine/xstate/xsave-native';
import { CHOICES, casesOf, FAMILY_NAMES, familyProcessor } from '../machine/xstate/xsave-native-cases';
import { type Host, hostUnder, processorOf } from './host';
import { chosenMask, MASKS } from './mask';
import { type Oracle, say, type Want } from './needs';

const ALL = chosenMask('all');

/** Every comparison with the machine that runs the tests. */
const COMPARISONS: Readonly<Record<string, (host: Host) => Oracle<unknown> | Want>> = {
  integer: integerProcessor,
  vector: vectorProcessor,
  'GNU binutils': gnuBinutils,
  tiles: tileProcessor,
  ...Object.fromEntries(FAMILY_NAMES.map((name) => [name, (host: Host) => familyProcessor(name, host)])),
};

/** What is wanting for each comparison; those that run are left out. */
function wants(host: Host): Readonly<Record<string, string>> {
  const found = Object.entries(COMPARISONS).map(([name, open]) => [name, open(host)] as const);
  return Object.fromEntries(found.flatMap(([name, each]) => ('want' in each ? [[name, each.want]] : [])));
}

function all(want: string, ...names: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(names.map((name) => [name, want]));
}

/** A machine with all programs and this processor. */
function machineWith(leaves: CpuidLeaves, xcr0: bigint, mask = ALL): Host {
  const processor = processorOf({ leaves, xcr0, pkru: undefined, linearBits: 48, tiles: xcr0 & XTILE }, mask);
  return { mask, processor, hasPrograms: () => true };
}

/** The same with features taken away, as `machine MODEL -flag` does it. */
function without(leaves: CpuidLeaves, ...features: readonly Feature[]): CpuidLeaves {
  return changedLeaves(
    leaves,
    features.map((feature) => ({ feature, present: false })),
  );
}

/** The words of leaf 0 that no processor of a known maker has. */
const NOBODY: CpuidLeaves = { '0.0': [0x20, 0x6f68_7373, 0x2020_6961, 0x6168_676e] };

const WANTS_AVX2 = 'a processor with AVX2, FMA and F16C';
const WANTS_XSAVEC = 'a processor with XSAVEC and XGETBV(1)';
const WANTS_AMX = 'a processor with AMX, on a system that permits tiles';
const WANTS_MAKER = 'a maker whose choices are recorded';

/** What a maker of whom nothing is recorded leaves out. */
const OPEN: Readonly<Record<string, string>> = all(WANTS_MAKER, ...CHOICES);

function nothing(want: string): Readonly<Record<string, string>> {
  return {
    ...all(want, ...Object.keys(COMPARISONS)),
    'GNU binutils': 'GNU binutils for x86-64 (as, objcopy, objdump)',
  };
}

/** Machines, and what is wanting on each. */
const MACHINES: readonly (readonly [title: string, Host, Readonly<Record<string, string>>])[] = [
  ['an Intel processor with AVX-512 and AMX', machineWith(MODELS['sapphire-rapids'].leaves, 0x602e7n), {}],
  [
    'an Intel processor with AVX-512 and MPX',
    machineWith(MODELS['skylake-sp'].leaves, 0x2ffn),
    all(WANTS_AMX, 'tiles'),
  ],
  [
    'an Intel processor with AVX2 only',
    machineWith(without(MODELS['sapphire-rapids'].leaves, 'AVX512F', 'AMX_TILE'), 0x207n),
    all(WANTS_AMX, 'tiles'),
  ],
  [
    'an Intel processor with AVX2 and without XSAVEC',
    machineWith(without(MODELS['sapphire-rapids'].leaves, 'AVX512F', 'AMX_TILE', 'XSAVEC', 'XGETBV1'), 0x7n),
    all(WANTS_XSAVEC, 'tiles', ...FAMILY_NAMES),
  ],
  ['an AMD processor', machineWith(MODELS.zen4.leaves, 0x2e7n), all(WANTS_AMX, 'tiles')],
  [
    'a processor without AVX',
    machineWith(without(MODELS['sapphire-rapids'].leaves, 'AVX'), 0x3n),
    { ...all(WANTS_AVX2, 'vector'), ...all(WANTS_AMX, 'tiles') },
  ],
  [
    'a processor without XSAVE',
    machineWith(without(MODELS['sapphire-rapids'].leaves, 'XSAVE'), 0n),
    { ...all(WANTS_AVX2, 'vector'), ...all(WANTS_XSAVEC, 'tiles', ...FAMILY_NAMES) },
  ],
  [
    'a processor of another maker',
    machineWith({ ...MODELS['sapphire-rapids'].leaves, ...NOBODY }, 0xe7n),
    { ...OPEN, ...all(WANTS_AMX, 'tiles') },
  ],
  ['a machine that is not x86-64', hostUnder(chosenMask('not-x86')), nothing('Linux on x86-64')],
  ['a machine without programs', hostUnder(chosenMask('no-compiler')), nothing('a C compiler')],
];

describe('what is compared', () => {
  for (const [title, host, expected] of MACHINES) {
    it(`on ${title}: ${expectation(expected)}`, () => {
      assert.deepEqual(wants(host), expected);
    });
  }

  it('on the machine at hand, leaves nothing out that its system says it has', function () {
    const { processor } = hostUnder(ALL);
    if ('want' in processor) this.skip();
    const flags = new Set(/^flags\s*:(.*)$/m.exec(readFileSync('/proc/cpuinfo', 'utf8'))?.[1]?.trim().split(' '));
    for (const [feature, flag] of CPUINFO) assert.equal(processor.has(feature), flags.has(flag), flag);
  });

  it('says so when there is no such mask', () => {
    assert.throws(() => chosenMask('avx-2'), /XTRACE_HOST=avx-2: there is no such mask\. Did you mean `avx2`\?/);
  });
});

/** Some names of Linux for what decides. */
const CPUINFO: readonly (readonly [Feature, string])[] = [
  ['AVX2', 'avx2'],
  ['FMA', 'fma'],
  ['F16C', 'f16c'],
  ['AVX512F', 'avx512f'],
  ['XSAVEC', 'xsavec'],
  ['XGETBV1', 'xgetbv1'],
];

function expectation(wanting: Readonly<Record<string, string>>): string {
  const count = Object.keys(COMPARISONS).length;
  const left = Object.keys(wanting).length;
  return left === 0 ? 'everything' : `${count - left} of ${count}, the others for want of what they need`;
}

/** Of each family, one case in so many. */
const SHARE = 12;

describe('the processor at hand', () => {
  for (const mask of MASKS) {
    it(`agrees as ${mask.title}`, function () {
      this.timeout(60_000);
      const host = hostUnder(mask);
      const found = FAMILY_NAMES.map((family) => ({ family, native: familyProcessor(family, host) }));
      const running = found.flatMap(({ family, native }) => ('use' in native ? [{ family, native }] : []));
      const [some] = [...running, ...found];
      if (some) say(`${running.length} of ${found.length} families on extended state, as ${mask.title}`, some.native);
      for (const { family, native } of running) {
        assert.deepEqual(compareCases(native.use, casesOf(family, native.use, SHARE)), [], family);
      }
      const tiles = tileProcessor(host);
      say(`${TILE_FAMILIES.length} families on tiles, as ${mask.title}`, tiles);
      if ('want' in tiles) return;
      for (const family of TILE_FAMILIES) {
        assert.deepEqual(compareCases(tiles.use, tileCasesOf(family, tiles.use, SHARE)), [], family);
      }
    });
  }

  it('agrees as one of an unknown maker, whichever choices the model has', function () {
    this.timeout(60_000);
    const host = hostUnder(chosenMask('unknown-maker'));
    for (const family of FAMILY_NAMES) {
      const native = familyProcessor(family, host);
      if ('want' in native) continue;
      for (const choices of Object.values(CHOICES_BY_MAKER)) {
        const processor = new Processor({ ...native.use.processor.model, choices });
        const either: NativeProcessor = { ...native.use, processor };
        assert.deepEqual(compareCases(either, casesOf(family, either, SHARE)), [], family);
      }
    }
  });
});

describe('processors that are not at hand', () => {
  for (const [title, open] of [
    ['an AMD Zen 4', recordedZen4],
    ['an AMD Zen 5', recordedZen5],
    ['an Intel Emerald Rapids', recordedEmeraldRapids],
  ] as const) {
    it(`agree: ${title}, by its recorded answers`, function () {
      this.timeout(60_000);
      const { native, cases } = open(ALL);
      say(`${cases.length} recorded cases`, { against: `recorded answers of ${native.host.signature}`, use: native });
      assert.deepEqual(compareCases(native, cases), []);
    });
  }

  it('differ from the choices of the other maker', function () {
    this.timeout(60_000);
    const { native, cases } = recordedEmeraldRapids(ALL);
    const other = new Processor({ ...native.processor.model, choices: CHOICES_BY_MAKER.AuthenticAMD });
    assert.ok(compareCases({ ...native, processor: other }, cases).length > 100);
  });
});
