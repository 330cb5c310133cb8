/** The machine that runs the tests, as far as a mask lets them see it: what programs it can run, and its processor. */
import { execFileSync, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import type { Feature } from '../../src/machine/architecture/feature';
import type { CpuidLeaves, CpuidResult } from '../../src/machine/processor/cpuid-leaves';
import { type CpuModel, Processor, XTILE } from '../../src/machine/processor/processor';
import { CHOICES_BY_MAKER } from '../machine/makers';
import { chosenMask, type Mask } from './mask';
import { compiled } from './program';

export type Maker = CpuModel['vendor'];

/** A processor by what it says of itself. */
export interface HostProcessor {
  /** `GenuineIntel 6-106-6`: vendor, family, model, stepping. */
  readonly signature: string;
  /** Whose recorded choices it is held to; undefined where nobody recorded any, or a mask hides who it is. */
  readonly maker: Maker | undefined;
  /** What CPUID answered. */
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

const MAKERS: readonly Maker[] = ['GenuineIntel', 'AuthenticAMD'];

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
  return processorOf({ leaves, xcr0, pkru: named.get('pkru')?.[0], linearBits, tiles }, mask);
}

/** A processor of which these facts are known, under a mask. */
export function processorOf(
  facts: Pick<HostProcessor, 'leaves' | 'xcr0' | 'pkru' | 'linearBits' | 'tiles'>,
  mask: Mask,
): HostProcessor {
  const { leaves, xcr0, tiles } = facts;
  const name = vendorOf(leaves);
  const maker = mask.hidesMaker ? undefined : MAKERS.find((each) => each === name);
  const vendor = maker ?? 'GenuineIntel';
  const seen = new Processor(
    { name: 'host', title: 'the host', documentation: '', vendor, choices: CHOICES_BY_MAKER[vendor], leaves },
    (mask.hides ?? []).map((feature) => ({ feature, present: false })),
  );
  return {
    ...facts,
    signature: `${name} ${familyModelStepping(leaves['1.0']?.[0] ?? 0).join('-')}`,
    maker,
    allowed: xcr0 & PLAIN & (mask.components ?? PLAIN),
    tiles: xcr0 & tiles & (mask.components ?? tiles),
    has: (feature) => seen.has(feature),
  };
}

function vendorOf(leaves: CpuidLeaves): string {
  const [, ebx = 0, ecx = 0, edx = 0] = leaves['0.0'] ?? [];
  return Buffer.from(Uint32Array.of(ebx, edx, ecx).buffer).toString('latin1');
}

/** Family, model and stepping in EAX of leaf 1, with their extensions (Intel SDM vol. 2, CPUID). */
function familyModelStepping(eax: number): readonly number[] {
  const family = (eax >>> 8) & 0xf;
  const model = (eax >>> 4) & 0xf;
  const extended = (eax >>> 16) & 0xf;
  return [
    family === 0xf ? family + ((eax >>> 20) & 0xff) : family,
    family === 6 || family === 0xf ? (extended << 4) | model : model,
    eax & 0xf,
  ];
}
