/**
 * What one CPU model offers, derived from its CPUID leaves and nothing else: features, legal register bits,
 * XSAVE layouts (Intel SDM vol. 1, 13.2, 13.4 and 13.5).
 */
import { COMPONENTS, componentsIn, hasBit, xfeatureMask } from './component';
import { FEATURES, type Feature } from './feature';

/** EAX, EBX, ECX, EDX. */
export type CpuidResult = readonly [number, number, number, number];

export interface CpuModel {
  readonly name: string;
  readonly title: string;
  readonly vendor: 'GenuineIntel' | 'AuthenticAMD';
  /** By `leaf.subleaf`, both in lower-case hex without a prefix: `d.12`. */
  readonly leaves: Readonly<Record<string, CpuidResult>>;
}

export interface Placement {
  readonly component: number;
  readonly offset: number;
  readonly size: number;
}

export interface Layout {
  readonly format: 'standard' | 'compacted';
  /** Components 2 and up, ascending by component number; X87 and SSE lie in the legacy region. */
  readonly placements: readonly Placement[];
  /** Bytes from the start of the area to its end. */
  readonly size: number;
}

export const LEGACY_SIZE = 512;
export const HEADER_OFFSET = 512;
export const EXTENDED_OFFSET = 576;

const CR4_OSXSAVE = 1n << 18n;
const CR4_PKE = 1n << 22n;
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
  readonly mxcsrMask = 0xffff;
  private readonly layouts = new Map<string, Layout>();

  constructor(
    readonly model: CpuModel,
    private readonly changes: readonly { readonly feature: Feature; readonly present: boolean }[] = [],
  ) {
    this.name = model.name;
    const [user, , , userHigh] = this.leaf('d.0');
    const [, , supervisor, supervisorHigh] = this.leaf('d.1');
    this.xcr0Supported = join(userHigh, user);
    this.xssSupported = join(supervisorHigh, supervisor);
    this.xfdSupported = this.has('XFD')
      ? COMPONENTS.reduce(
          (mask, { index }) => (this.componentLeaf(index)[2] & 4 ? mask | (1n << BigInt(index)) : mask),
          0n,
        )
      : 0n;
  }

  has(feature: Feature): boolean {
    const changed = this.changes.findLast((change) => change.feature === feature);
    if (changed) return changed.present;
    const { leaf, register, bit } = FEATURES[feature];
    return ((this.leaf(leaf)[register] >>> bit) & 1) === 1;
  }

  /** CPUID(leaf, subleaf), with the fields that follow XCR0, IA32_XSS and CR4 filled in from `context`. */
  cpuid(leaf: number, subleaf: number, context: CpuidContext): CpuidResult {
    const key = `${leaf.toString(16)}.${subleaf.toString(16)}`;
    let [eax, ebx, ecx, edx] = this.model.leaves[key] ?? this.leaf(`${leaf.toString(16)}.0`);
    if (leaf === 0xd && !this.model.leaves[key]) [eax, ebx, ecx, edx] = [0, 0, 0, 0];
    for (const { feature, present } of this.changes) {
      const row = FEATURES[feature];
      if (row.leaf !== key) continue;
      const registers: [number, number, number, number] = [eax, ebx, ecx, edx];
      registers[row.register] = present
        ? (registers[row.register] | (1 << row.bit)) >>> 0
        : (registers[row.register] & ~(1 << row.bit)) >>> 0;
      [eax, ebx, ecx, edx] = registers;
    }
    if (key === '1.0') ecx = setBit(ecx, LEAF1_ECX_OSXSAVE, (context.cr4 & CR4_OSXSAVE) !== 0n);
    if (key === '7.0') ecx = setBit(ecx, LEAF7_ECX_OSPKE, (context.cr4 & CR4_PKE) !== 0n);
    if (key === 'd.0') ebx = this.standardLayout(context.xcr0).size;
    if (key === 'd.1') ebx = this.compactedLayout(context.xcr0 | context.xss).size;
    return [eax, ebx, ecx, edx];
  }

  /** The fixed layout of an area that holds `mask`; ends where the last of its components ends. */
  standardLayout(mask: bigint): Layout {
    return this.cached(`s${mask}`, () => {
      const placements = componentsIn(mask)
        .filter(({ index, kind }) => index >= 2 && kind === 'user')
        .map(({ index }) => ({
          component: index,
          offset: this.componentLeaf(index)[1],
          size: this.componentLeaf(index)[0],
        }));
      const size = Math.max(EXTENDED_OFFSET, ...placements.map(({ offset, size }) => offset + size));
      return { format: 'standard', placements, size };
    });
  }

  /** The layout that XCOMP_BV[62:0] = `mask` selects: every bit takes space, in use or not. */
  compactedLayout(mask: bigint): Layout {
    return this.cached(`c${mask}`, () => {
      let end = EXTENDED_OFFSET;
      const placements: Placement[] = [];
      for (const { index } of componentsIn(mask)) {
        if (index < 2) continue;
        const [size, , flags] = this.componentLeaf(index);
        if (flags & 2) end = (end + 63) & ~63;
        placements.push({ component: index, offset: end, size });
        end += size;
      }
      return { format: 'compacted', placements, size: end };
    });
  }

  /** Whether IA32_XFD can disarm component `index` on this processor. */
  isXfdCapable(index: number): boolean {
    return hasBit(this.xfdSupported, index);
  }

  private leaf(key: string): CpuidResult {
    return this.model.leaves[key] ?? [0, 0, 0, 0];
  }

  private componentLeaf(index: number): CpuidResult {
    return this.leaf(`d.${index.toString(16)}`);
  }

  private cached(key: string, make: () => Layout): Layout {
    let layout = this.layouts.get(key);
    if (!layout) {
      layout = make();
      this.layouts.set(key, layout);
    }
    return layout;
  }
}

/** All tile state: what the AMX instructions need enabled. */
export const XTILE = xfeatureMask('XTILECFG', 'XTILEDATA');

function join(high: number, low: number): bigint {
  return (BigInt(high) << 32n) | BigInt(low);
}

function setBit(value: number, bit: number, set: boolean): number {
  return (set ? value | bit : value & ~bit) >>> 0;
}
