/** The machine that runs the tests, as far as a mask lets them see it: what programs it can run, and its processor. */
import { execFileSync, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import type { ModelChoices } from '../../src/machine/architecture/choices';
import type { Feature } from '../../src/machine/architecture/feature';
import type { CpuidLeaves, CpuidResult } from '../../src/machine/processor/cpuid-leaves';
import { familyAndModel, type Maker, makerOf, vendorText } from '../../src/machine/processor/maker';
import { DEFAULT_MODEL, kinOf } from '../../src/machine/processor/models';
import { Processor, XTILE } from '../../src/machine/processor/processor';
import { chosenMask, type Mask } from './mask';
import { compiled } from './program';

/** A processor by what it says of itself. */
export interface HostProcessor {
  /** `GenuineIntel 6-106-6`: vendor, family, model, stepping. */
  readonly signature: string;
  /** Whose recorded choices it is held to; undefined where nobody recorded any, or a mask hides who it is. */
  readonly maker: Maker | undefined;
  /** Those of the recorded processor that is most like it; Intel's where nobody knows its maker. */
  readonly choices: ModelChoices;
  /** What CPUID answered, and what a monitor has hidden there in vain. */
  readonly leaves: CpuidLeaves;
  readonly xcr0: bigint;
  /** The components of XCR0 that cases may use. */
  readonly allowed: bigint;
  /** The components of tiles where the system lets programs use them that ask for them; else 0. */
  readonly tiles: bigint;
  /** Undefined where the system does without protection keys. */
  readonly pkru: number | undefined;
  /** Bits of a linear address: 48, or 57 with CR4.LA57. */
  readonly linearBits: number;
  /** Whether it has a feature that the mask does not hide. */
  readonly has: (feature: Feature) => boolean;
}

export interface Host {
  readonly mask: Mask;
  /** The processor, where C programs can be compiled for it and run; else what is wanting. */
  readonly processor: HostProcessor | { readonly want: string };
  /** Programs that can be called, by name. */
  readonly hasPrograms: (...names: readonly string[]) => boolean;
}

/** Components that programs may use without asking, on every operating system: all but tiles and protection keys. */
const PLAIN = 0xffn;

let described: string | undefined;
const found = new Map<string, boolean>();

/** The host under a mask: the one that `XTRACE_HOST` names, or another. */
export function hostUnder(mask: Mask = chosenMask()): Host {
  const hasPrograms = (...names: readonly string[]) => !mask.runsNothing && names.every(isThere);
  return { mask, hasPrograms, processor: openProcessor(mask, hasPrograms) };
}

function openProcessor(mask: Mask, hasPrograms: Host['hasPrograms']): Host['processor'] {
  if (mask.runsNothing) return { want: mask.runsNothing };
  if (process.platform !== 'linux' || process.arch !== 'x64') return { want: 'Linux on x86-64' };
  if (!hasPrograms('gcc')) return { want: 'gcc' };
  described ??= execFileSync(compiled(join(__dirname, 'describe.c')), { encoding: 'utf8' });
  return describedProcessor(described, mask);
}

/** What a machine monitor may hide in CPUID while programs see it all the same: the bit of CPUID that tells of it. */
const NOT_HIDDEN = [
  ['fip', 57, '7.0', 2, 16],
  ['xsaves', 1, 'd.1', 0, 3],
] as const;

function withBit([eax, ebx, ecx, edx]: CpuidResult, register: number, bit: number): CpuidResult {
  const registers: [number, number, number, number] = [eax, ebx, ecx, edx];
  registers[register]! |= 1 << bit; // one of the four
  return registers;
}

function isThere(program: string): boolean {
  let there = found.get(program);
  if (there === undefined) {
    there = spawnSync(program, ['--version']).status === 0;
    found.set(program, there);
  }
  return there;
}

/** Reads what `describe.c` printed: a name or `leaf.subleaf` in each line, and words in hexadecimal. */
function describedProcessor(text: string, mask: Mask): HostProcessor {
  const leaves: Record<string, CpuidResult> = {};
  const named = new Map<string, CpuidResult>();
  for (const line of text.trim().split('\n')) {
    const [key = '', ...digits] = line.split(' ');
    const [eax = 0, ebx = 0, ecx = 0, edx = 0] = digits.map((word) => Number.parseInt(word, 16));
    if (key.includes('.')) leaves[key] = [eax, ebx, ecx, edx];
    else named.set(key, [eax, ebx, ecx, edx]);
  }
  const [low, high] = named.get('xcr0') ?? [0, 0];
  const xcr0 = (BigInt(high) << 32n) | BigInt(low);
  const tiles = named.has('tiles') ? XTILE : 0n;
  const linearBits = named.get('linear')?.[0] ?? 48;
  for (const [fact, value, leaf, register, bit] of NOT_HIDDEN) {
    const known = leaves[leaf];
    if (known && named.get(fact)?.[0] === value) leaves[leaf] = withBit(known, register, bit);
  }
  return processorOf({ leaves, xcr0, pkru: named.get('pkru')?.[0], linearBits, tiles }, mask);
}

/** A processor of which these facts are known, under a mask. */
export function processorOf(
  facts: Pick<HostProcessor, 'leaves' | 'xcr0' | 'pkru' | 'linearBits' | 'tiles'>,
  mask: Mask,
): HostProcessor {
  const { leaves, xcr0, tiles } = facts;
  const maker = mask.hidesMaker ? undefined : makerOf(leaves);
  const vendor = maker ?? 'GenuineIntel';
  const [family, model] = familyAndModel(leaves['1.0']);
  const choices = (kinOf(maker, family) ?? DEFAULT_MODEL).choices;
  const seen = new Processor(
    { name: 'host', title: 'the host', documentation: '', vendor, choices, leaves },
    (mask.hides ?? []).map((feature) => ({ feature, present: false })),
  );
  return {
    ...facts,
    signature: `${vendorText(leaves)} ${family}-${model}-${(leaves['1.0']?.[0] ?? 0) & 0xf}`,
    maker,
    choices,
    allowed: xcr0 & PLAIN & (mask.components ?? PLAIN),
    tiles: xcr0 & tiles & (mask.components ?? tiles),
    has: (feature) => seen.has(feature),
  };
}
