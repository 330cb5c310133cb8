/**
 * Layouts of an XSAVE area (Intel SDM vol. 1, 13.4): where the components lie in it, and which runs of bytes a set of
 * its parts makes up.
 */
import { COMPONENTS, type ComponentSet, lowestIn } from './component';
import { COMPONENT_STATES, componentState, MXCSR_OFFSET } from './component-state';
import { EXTENDED_OFFSET } from './cpuid-leaves';

export const LEGACY_SIZE = 512;
export const HEADER_OFFSET = 512;
/** An area that has room for every component there is, and each aligned. */
export const MAX_AREA_SIZE = COMPONENTS.reduce((end, { size }) => end + Math.ceil(size / 64) * 64, EXTENDED_OFFSET);

export interface Placement {
  readonly component: number;
  readonly offset: number;
  readonly size: number;
}

/** A run of bytes: from the start of the area. */
export interface Run {
  readonly offset: number;
  readonly size: number;
}

/** Parts of an area beside the components, as further members of a set of components. */
export const PART = {
  /** MXCSR and MXCSR_MASK. */
  MXCSR: 1 << 28,
  XSTATE_BV: 1 << 29,
  XCOMP_BV: 1 << 30,
} as const;

const COMPONENT_PARTS = PART.MXCSR - 1;

const OTHER_PARTS: readonly (Run & { readonly part: number })[] = [
  { part: PART.MXCSR, offset: MXCSR_OFFSET, size: 8 },
  { part: PART.XSTATE_BV, offset: HEADER_OFFSET, size: 8 },
  { part: PART.XCOMP_BV, offset: HEADER_OFFSET + 8, size: 8 },
];

export class Layout {
  private readonly offsets: (number | undefined)[] = [];
  private readonly runsByParts = new Map<number, readonly Run[]>();

  /**
   * @param placements components 2 and up, ascending by component number; X87 and SSE lie in the legacy region.
   * @param size bytes from the start of the area to its end.
   */
  constructor(
    readonly format: 'standard' | 'compacted',
    readonly placements: readonly Placement[],
    readonly size: number,
  ) {
    for (const { component, legacyOffset } of COMPONENT_STATES) this.offsets[component] = legacyOffset;
    for (const { component, offset } of placements) this.offsets[component] = offset;
  }

  /** Bytes from the start of the area to a component's section; undefined where there is no room for it. */
  offsetOf(component: number): number | undefined {
    return this.offsets[component];
  }

  /** The bytes of a set of components and other parts: ascending, as few runs as possible, without gaps between parts. */
  runsOf(parts: ComponentSet): readonly Run[] {
    let runs = this.runsByParts.get(parts);
    if (!runs) {
      runs = merged([...this.sections(parts & COMPONENT_PARTS), ...OTHER_PARTS.filter(({ part }) => parts & part)]);
      this.runsByParts.set(parts, runs);
    }
    return runs;
  }

  private sections(components: ComponentSet): Run[] {
    const sections: Run[] = [];
    for (let rest = components; rest !== 0; rest &= rest - 1) {
      const component = lowestIn(rest);
      const start = this.offsetOf(component);
      if (start === undefined) continue;
      for (const { offset, size } of componentState(component).spans) sections.push({ offset: start + offset, size });
    }
    return sections;
  }
}

function merged(runs: readonly Run[]): Run[] {
  const result: Run[] = [];
  for (const run of [...runs].sort((a, b) => a.offset - b.offset)) {
    const last = result.at(-1);
    if (last && last.offset + last.size === run.offset) {
      result[result.length - 1] = { offset: last.offset, size: last.size + run.size };
    } else {
      result.push({ offset: run.offset, size: run.size });
    }
  }
  return result;
}
