/**
 * Layouts of an XSAVE area (Intel SDM vol. 1, 13.4): where the components lie in it, and which runs of bytes a set of
 * its parts makes up.
 */
import { COMPONENTS, type Component, type ComponentSet } from '../architecture/component';
import {
  EXTENDED_OFFSET,
  HEADER_OFFSET,
  LEGACY_SECTIONS,
  MXCSR_OFFSET,
  type Run,
  spansOf,
} from '../architecture/xsave-format';

export interface Placement {
  readonly component: number;
  readonly offset: number;
  readonly size: number;
}

/** A component's place in the area: in 32-bit words. */
export interface Section {
  readonly component: Component;
  readonly firstWord: number;
  readonly words: number;
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
  private readonly runsByParts = new Map<ComponentSet, readonly Run[]>();
  private readonly extents = new Map<ComponentSet, number>();
  private readonly sectionsByComponents = new Map<ComponentSet, readonly Section[]>();

  /**
   * @param placements components 2 and up, ascending by component number; X87 and SSE lie in the legacy region.
   * @param size bytes from the start of the area to its end.
   */
  constructor(
    readonly format: 'standard' | 'compacted',
    readonly placements: readonly Placement[],
    readonly size: number,
  ) {
    for (const { index } of COMPONENTS) this.offsets[index] = LEGACY_SECTIONS[index];
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
      const components = this.sectionsOf(parts & COMPONENT_PARTS).flatMap(runsOfSection);
      runs = merged([...components, ...OTHER_PARTS.filter(({ part }) => parts & part)]);
      this.runsByParts.set(parts, runs);
    }
    return runs;
  }

  /** Bytes from the start of the area to the end of the last of `components` that lies in it; with the header at least. */
  extentOf(components: ComponentSet): number {
    let extent = this.extents.get(components);
    if (extent === undefined) {
      const ends = this.placements
        .filter(({ component }) => components & (1 << component))
        .map(({ offset, size }) => offset + size);
      extent = Math.max(EXTENDED_OFFSET, ...ends);
      this.extents.set(components, extent);
    }
    return extent;
  }

  /** The sections of a set of components, ascending by component number. */
  sectionsOf(components: ComponentSet): readonly Section[] {
    let sections = this.sectionsByComponents.get(components);
    if (!sections) {
      sections = COMPONENTS.flatMap((component) => {
        const offset = components & (1 << component.index) ? this.offsetOf(component.index) : undefined;
        return offset === undefined ? [] : [{ component, firstWord: offset / 4, words: component.size / 4 }];
      });
      this.sectionsByComponents.set(components, sections);
    }
    return sections;
  }
}

/** From the start of the area. */
function runsOfSection({ component, firstWord }: Section): Run[] {
  return spansOf(component).map(({ offset, size }) => ({ offset: 4 * firstWord + offset, size }));
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
