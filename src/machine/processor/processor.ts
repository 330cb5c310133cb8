/**
 * What one CPU model offers, derived from its CPUID leaves and nothing else: features, legal register bits,
 * XSAVE layouts (Intel SDM vol. 1, 13.2, 13.4 and 13.5).
 */

import { CR4 } from '../architecture/bits';
import { answersOf, type Choices, type ModelChoices } from '../architecture/choices';
import {
  COMPONENTS,
  type ComponentSet,
  componentSet,
  componentsIn,
  hasBit,
  xfeatureMask,
} from '../architecture/component';
import type { Feature, FeatureChange } from '../architecture/feature';
import { EXTENDED_OFFSET } from '../architecture/xsave-format';
import { Layout, type Placement } from './area-layout';
import {
  COMPONENT_FLAG,
  type CpuidLeaves,
  type CpuidResult,
  changedLeaves,
  hasFeature,
  type LeafKey,
  NO_LEAF,
} from './cpuid-leaves';
import { type CpuidDistortion, distorted } from './distorted-cpuid';
import type { Maker } from './maker';

export type { CpuidResult } from './cpuid-leaves';

export interface CpuModel {
  readonly name: string;
  readonly title: string;
  /** A line on what it has, and since when. */
  readonly documentation: string;
  readonly vendor: Maker;
  readonly leaves: CpuidLeaves;
  /** What it does where the manuals leave it open. */
  readonly choices: ModelChoices;
}

/** Leaves whose answer depends on ECX; an unlisted subleaf of theirs is all zeros. The others ignore ECX. */
const LEAVES_WITH_SUBLEAVES: readonly number[] = [
  0x4, 0x7, 0xb, 0xd, 0xf, 0x10, 0x12, 0x14, 0x18, 0x1d, 0x1e, 0x1f, 0x20, 0x24, 0x29,
];

const MXCSR_MASK = 0xffff;
/** MXCSR.MM: misaligned exception mask. */
const MXCSR_MM = 1 << 17;

const LEAF1_ECX_OSXSAVE = 1 << 27;
const LEAF7_ECX_OSPKE = 1 << 4;

/** The registers that CPUID's live fields depend on. */
export interface CpuidContext {
  readonly xcr0: bigint;
  readonly xss: bigint;
  readonly cr4: bigint;
}

export class Processor {
  readonly name: string;
  /** Bits that XSETBV accepts in XCR0. */
  readonly xcr0Supported: bigint;
  /** Bits that WRMSR accepts in IA32_XSS. */
  readonly xssSupported: bigint;
  /** Bits that WRMSR accepts in IA32_XFD and IA32_XFD_ERR. */
  readonly xfdSupported: bigint;
  /** Bits that LDMXCSR and XRSTOR accept (MXCSR_MASK). */
  readonly mxcsrMask: number;
  readonly choices: Choices;
  private readonly leaves: CpuidLeaves;
  private readonly features = new Map<Feature, boolean>();
  private readonly standardLayouts = new Map<ComponentSet, Layout>();
  private readonly compactedLayouts = new Map<ComponentSet, Layout>();
  /** Of the last compacted layout that was asked for: saves and restores ask for the same again and again. */
  private lastCompacted: { readonly set: ComponentSet; readonly layout: Layout } | undefined;

  /** @param changes in the order in which they were written: a later one wins. */
  constructor(
    readonly model: CpuModel,
    private readonly changes: readonly FeatureChange[] = [],
    private readonly distortions: readonly CpuidDistortion[] = [],
  ) {
    this.name = model.name;
    this.choices = answersOf(model.choices);
    this.leaves = changedLeaves(model.leaves, changes);
    const [user, , , userHigh] = this.leaf('d.0');
    const [, , supervisor, supervisorHigh] = this.leaf('d.1');
    this.xcr0Supported = join(userHigh, user);
    this.xssSupported = join(supervisorHigh, supervisor);
    this.xfdSupported = this.has('XFD')
      ? COMPONENTS.reduce(
          (mask, { index }) =>
            index >= 2 && this.componentLeaf(index)[2] & COMPONENT_FLAG.XFD ? mask | (1n << BigInt(index)) : mask,
          0n,
        )
      : 0n;
    this.mxcsrMask = this.has('MISALIGNED_SSE') ? MXCSR_MASK | MXCSR_MM : MXCSR_MASK;
  }

  has(feature: Feature): boolean {
    let has = this.features.get(feature);
    if (has === undefined) {
      has = hasFeature(this.leaves, feature);
      this.features.set(feature, has);
    }
    return has;
  }

  /** CPUID(leaf, subleaf), with the fields that follow XCR0, IA32_XSS and CR4 filled in from `context`. */
  cpuid(leaf: number, subleaf: number, context: CpuidContext): CpuidResult {
    const key: LeafKey = `${leaf.toString(16)}.${LEAVES_WITH_SUBLEAVES.includes(leaf) ? subleaf.toString(16) : '0'}`;
    let [eax, ebx, ecx, edx] = this.leaf(key);
    const xsave = this.has('XSAVE');
    if (key === '1.0') ecx = setBit(ecx, LEAF1_ECX_OSXSAVE, xsave && (context.cr4 & CR4.OSXSAVE) !== 0n);
    if (key === '7.0') ecx = setBit(ecx, LEAF7_ECX_OSPKE, (context.cr4 & CR4.PKE) !== 0n);
    if (key === 'd.0' && xsave) ebx = this.standardLayout(context.xcr0).size;
    if (key === 'd.1' && this.has('XSAVEC')) ebx = this.compactedLayout(context.xcr0 | context.xss).size;
    return [eax, ebx, ecx, edx];
  }

  /** What the instruction CPUID answers: the same, as far as no monitor distorts it. */
  toldCpuid(leaf: number, subleaf: number, context: CpuidContext): CpuidResult {
    return distorted(this.cpuid(leaf, subleaf, context), leaf, subleaf, this.distortions);
  }

  /** The same processor under a monitor that distorts its CPUID. */
  distortedBy(distortions: readonly CpuidDistortion[]): Processor {
    return distortions.length === 0 ? this : new Processor(this.model, this.changes, distortions);
  }

  /** Whether another one is the same model with the same changes. */
  isSameAs({ model, changes, distortions }: Processor): boolean {
    return (
      model === this.model &&
      distortions === this.distortions &&
      changes.length === this.changes.length &&
      changes.every(({ feature, present }, at) => {
        const own = this.changes[at];
        return own?.feature === feature && own.present === present;
      })
    );
  }

  /** Leaf and subleaf of each answer that is not all zeros, ascending. */
  get leafNumbers(): readonly (readonly [number, number])[] {
    return Object.keys(this.leaves)
      .map((key): [number, number] => {
        const [leaf = 0, subleaf = 0] = key.split('.').map((digits) => Number.parseInt(digits, 16));
        return [leaf, subleaf];
      })
      .sort(([leaf, subleaf], [other, otherSubleaf]) => leaf - other || subleaf - otherSubleaf);
  }

  /** The fixed layout of an area that holds `mask`; ends where the last of its components ends. */
  standardLayout(mask: bigint | ComponentSet): Layout {
    return cached(this.standardLayouts, componentSet(mask), (set) => {
      const placements = componentsIn(BigInt(set))
        .filter(({ index, kind }) => index >= 2 && kind === 'user' && this.componentLeaf(index)[0] > 0)
        .map(({ index }) => ({
          component: index,
          offset: this.componentLeaf(index)[1],
          size: this.componentLeaf(index)[0],
        }));
      const size = Math.max(EXTENDED_OFFSET, ...placements.map(({ offset, size }) => offset + size));
      return new Layout('standard', placements, size);
    });
  }

  /** The layout that XCOMP_BV[62:0] = `mask` selects: every bit takes space, in use or not. */
  compactedLayout(mask: bigint | ComponentSet): Layout {
    const set = componentSet(mask);
    const { lastCompacted } = this;
    return lastCompacted?.set === set ? lastCompacted.layout : this.otherCompacted(set);
  }

  private otherCompacted(set: ComponentSet): Layout {
    const layout = cached(this.compactedLayouts, set, () => this.makeCompacted(set));
    this.lastCompacted = { set, layout };
    return layout;
  }

  private makeCompacted(set: ComponentSet): Layout {
    let end = EXTENDED_OFFSET;
    const placements: Placement[] = [];
    for (const { index } of componentsIn(BigInt(set))) {
      const [size, , flags] = this.componentLeaf(index);
      if (index < 2 || size === 0) continue;
      if (flags & COMPONENT_FLAG.ALIGN64) end = (end + 63) & ~63;
      placements.push({ component: index, offset: end, size });
      end += size;
    }
    return new Layout('compacted', placements, end);
  }

  /** Whether IA32_XFD can disable component `index` on this processor. */
  isXfdCapable(index: number): boolean {
    return hasBit(this.xfdSupported, index);
  }

  private leaf(key: LeafKey): CpuidResult {
    return this.leaves[key] ?? NO_LEAF;
  }

  private componentLeaf(index: number): CpuidResult {
    return this.leaf(`d.${index.toString(16)}`);
  }
}

function cached(layouts: Map<ComponentSet, Layout>, set: ComponentSet, make: (set: ComponentSet) => Layout): Layout {
  let layout = layouts.get(set);
  if (!layout) {
    layout = make(set);
    layouts.set(set, layout);
  }
  return layout;
}

/** All tile state: what the AMX instructions need enabled. */
export const XTILE = xfeatureMask('XTILECFG', 'XTILEDATA');

function join(high: number, low: number): bigint {
  return (BigInt(high) << 32n) | BigInt(low);
}

function setBit(value: number, bit: number, set: boolean): number {
  return (set ? value | bit : value & ~bit) >>> 0;
}
