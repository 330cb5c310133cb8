/** A processor described by its CPUID leaves: what `xtrace cpuid` prints, as text or as JSON. */

import { CR4 } from '../../../machine/architecture/bits';
import { COMPONENTS, hasBit } from '../../../machine/architecture/component';
import { FEATURE_NAMES, FEATURES } from '../../../machine/architecture/feature';
import type { Layout } from '../../../machine/processor/area-layout';
import { COMPONENT_FLAG, type CpuidResult } from '../../../machine/processor/cpuid-leaves';
import { lintCpuid } from '../../../machine/processor/cpuid-lint';
import type { Processor } from '../../../machine/processor/processor';

interface LeafReport {
  readonly leaf: number;
  readonly subleaf: number;
  readonly result: CpuidResult;
}

export interface ComponentReport {
  readonly index: number;
  readonly id: string;
  readonly kind: 'user' | 'supervisor';
  readonly size: number;
  readonly align64: boolean;
  readonly xfd: boolean;
  /** Bytes from the start of the area; null where it has no place in that layout, or lies in the legacy region. */
  readonly standard: number | null;
  readonly compacted: number | null;
  readonly compactedAll: number | null;
}

export interface ProcessorReport {
  readonly processor: Processor;
  /** The flags as `machine` spells them. */
  readonly features: readonly string[];
  /** With all user components enabled in XCR0, none in IA32_XSS, and CR4.OSXSAVE and CR4.PKE set. */
  readonly leaves: readonly LeafReport[];
  readonly components: readonly ComponentReport[];
  readonly standardSize: number;
  /** Bytes of the compacted format: with all user components, and with those of supervisors as well. */
  readonly compactedSize: number;
  readonly compactedAllSize: number;
  /** Contradictions between the leaves. Shipped models have none. */
  readonly problems: readonly string[];
}

export function describeProcessor(processor: Processor): ProcessorReport {
  const { xcr0Supported, xssSupported } = processor;
  const context = { xcr0: xcr0Supported, xss: 0n, cr4: CR4.OSXSAVE | CR4.PKE };
  const standard = processor.standardLayout(xcr0Supported);
  const compacted = processor.compactedLayout(xcr0Supported);
  const all = processor.compactedLayout(xcr0Supported | xssSupported);
  return {
    processor,
    features: FEATURE_NAMES.filter((feature) => processor.has(feature)).map((feature) => FEATURES[feature].flag),
    leaves: processor.leafNumbers.map(([leaf, subleaf]) => ({
      leaf,
      subleaf,
      result: processor.cpuid(leaf, subleaf, context),
    })),
    components: COMPONENTS.filter(({ index }) => hasBit(xcr0Supported | xssSupported, index)).map(
      ({ index, id, kind, size }) => ({
        index,
        id,
        kind,
        size,
        align64: index >= 2 && (processor.cpuid(0xd, index, context)[2] & COMPONENT_FLAG.ALIGN64) !== 0,
        xfd: processor.isXfdCapable(index),
        standard: offsetIn(standard, index),
        compacted: offsetIn(compacted, index),
        compactedAll: offsetIn(all, index),
      }),
    ),
    standardSize: standard.size,
    compactedSize: compacted.size,
    compactedAllSize: all.size,
    problems: lintCpuid(processor.model.leaves),
  };
}

function offsetIn({ placements }: Layout, index: number): number | null {
  return placements.find(({ component }) => component === index)?.offset ?? null;
}
