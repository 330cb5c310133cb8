/**
 * The XSAVE areas of a task, with every byte of them told: the buffer in the kernel, its virtual CPU's, and the images in the
 * signal frames on its stacks. For the Buffer map, and for the Memory view's overlays.
 */
import type { Task } from '../../kernel/state/task';
import { COMPONENTS, hasBit } from '../../machine/architecture/component';
import { formatAddress, type LinearAddress } from '../../machine/architecture/linear-address';
import { EXTENDED_OFFSET, HEADER_OFFSET, LEGACY_SECTIONS } from '../../machine/architecture/xsave-format';
import type { Processor } from '../../machine/processor/processor';
import { type AreaComponent, readArea, type XsaveArea } from '../../machine/xstate/xsave-area';
import { type AreaPlace, areaPlaces } from '../../world/state/area-places';
import { memoryReference } from '../protocol/memory-reference';
import type { StateView } from '../state/state-view';
import { decodeSection } from './decode-section';
import { type MaskView, maskView } from './mask';

export interface AreaView {
  /** The same thing has the same one from stop to stop: `kernel`, `guest`, `frame.0x7ffe...`. */
  readonly key: string;
  readonly title: string;
  /** A reference for `readMemory`, and the address that it stands for. */
  readonly reference: string;
  readonly address: string;
  readonly start: LinearAddress;
  readonly format: 'standard' | 'compacted';
  /** Bytes from the start to the end of what was allocated. */
  readonly size: number;
  /** What is wrong with it, as a sentence; null where nothing is. */
  readonly fault: string | null;
  readonly xstateBv: MaskView;
  readonly xcompBv: MaskView;
  /** Ascending by offset, without holes. */
  readonly sections: readonly SectionView[];
  /** Components that are enabled and have no place here. */
  readonly absent: readonly { readonly id: string; readonly size: number }[];
}

export interface SectionView {
  /** `HEADER`, `XTILEDATA`; for what nothing lies in `gap`. */
  readonly id: string;
  readonly title: string;
  /** From the start of the area. */
  readonly offset: number;
  readonly size: number;
  /** `saved`: XSTATE_BV has its bit. `init`: it has not, and the bytes mean nothing. `fixed`: there in every area. */
  readonly state: 'saved' | 'init' | 'fixed' | 'gap';
  /** What lies there, in a few lines. */
  readonly decoded: readonly string[];
  /**
   * Since the stop before: what it says is another, it has come with a larger area, or with the area itself. The bytes of a
   * component in its initial state say nothing.
   */
  readonly change: 'bytes' | 'grown' | 'new' | null;
}

/** Decoded, those that touch the stretch. */
export function areasIn(
  state: StateView,
  task: Task,
  processor: Processor,
  { space, address, size }: { readonly space: number; readonly address: LinearAddress; readonly size: number },
): readonly AreaView[] {
  return areaPlaces(state, task)
    .filter((place) => (place.space === space || address < 0) && place.address < address + size)
    .filter((place) => address < place.address + place.size + (place.tail?.size ?? 0))
    .flatMap((place) => areaAt(state, processor, place) ?? []);
}

/** All areas of a task, with what changed since the stop before; and an area as it was then, where it has another size or place now. */
export function comparedAreas(
  state: StateView,
  before: StateView | undefined,
  task: Task,
  processor: Processor,
): readonly (AreaView & { readonly before?: AreaView })[] {
  const old = before?.kernel?.tasks[task.id];
  const oldPlaces = before && old ? areaPlaces(before, old) : [];
  return areaPlaces(state, task).flatMap((place) => {
    const area = areaAt(state, processor, place);
    if (!area) return [];
    if (!before) return [area];
    const oldPlace = oldPlaces.find(({ key }) => key === place.key);
    const was = oldPlace && areaAt(before, processor, oldPlace);
    const sections = area.sections.map((section) => ({
      ...section,
      change: changeOf(section, { now: [state, place], was: was && [before, oldPlace, was] }),
    }));
    const moved = was && (was.size !== area.size || was.address !== area.address);
    return [{ ...area, sections, ...(moved ? { before: was } : {}) }];
  });
}

interface Comparison {
  readonly now: readonly [StateView, AreaPlace];
  readonly was: readonly [StateView, AreaPlace, AreaView] | undefined;
}

function changeOf(section: SectionView, { now, was }: Comparison): SectionView['change'] {
  if (section.state === 'gap') return null;
  if (!was) return 'new';
  const [before, oldPlace, area] = was;
  const old = area.sections.find(({ id }) => id === section.id);
  if (!old) return 'grown';
  if (old.state !== section.state) return 'bytes';
  if (section.state === 'init') return null;
  const [state, place] = now;
  const bytes = state.memory.peek(place.space, place.address + section.offset, section.size);
  const oldBytes = before.memory.peek(oldPlace.space, oldPlace.address + old.offset, old.size);
  return bytes?.length === oldBytes?.length && bytes?.every((byte, index) => byte === oldBytes?.[index])
    ? null
    : 'bytes';
}

function areaAt(state: StateView, processor: Processor, place: AreaPlace): AreaView | undefined {
  const { key, title, space, address, size, xfeatures, fault = null, tail } = place;
  const bytes = state.memory.peek(space, address, size);
  if (!bytes || bytes.length < size) return undefined;
  const area = readArea(bytes, processor, xfeatures);
  if (!area) return undefined;
  const { xcr0, xss } = state.cpus[state.current]!; // `cpu N` checks N
  const enabled = COMPONENTS.filter(({ index }) => hasBit(xcr0 | xss, index));
  const behind: readonly SectionView[] = tail ? [fixed(tail.id, tail.title, size, tail.size, [])] : [];
  return {
    key,
    title,
    reference: memoryReference(space, address),
    address: formatAddress(address),
    start: address,
    format: area.format,
    size: size + (tail?.size ?? 0),
    fault,
    xstateBv: maskView(area.xstateBv),
    xcompBv: maskView(area.xcompBv),
    sections: withGaps([...sectionsOf(area, bytes), ...behind], size),
    absent: enabled
      .filter(({ index }) => !area.components.some(({ component }) => component.index === index))
      .map(({ id, size }) => ({ id, size })),
  };
}

function fixed(id: string, title: string, offset: number, size: number, decoded: readonly string[]): SectionView {
  return { id, title, offset, size, state: 'fixed', decoded, change: null };
}

const SOFTWARE_OFFSET = 416;

function sectionsOf(area: XsaveArea, bytes: Uint8Array): readonly SectionView[] {
  const part = (component: AreaComponent): SectionView => ({
    id: component.component.id,
    title: component.component.title,
    offset: component.offset,
    size: component.size,
    state: component.inUse ? 'saved' : 'init',
    decoded: decodeSection(component, area),
    change: null,
  });
  const software = bytes.subarray(SOFTWARE_OFFSET, HEADER_OFFSET);
  const header = [`XSTATE_BV ${namesOf(area.xstateBv)}`, `XCOMP_BV ${namesOf(area.xcompBv)}`];
  return [
    ...area.components.filter(({ component }) => component.index in LEGACY_SECTIONS).map(part),
    fixed('SOFTWARE', 'Left to software', SOFTWARE_OFFSET, HEADER_OFFSET - SOFTWARE_OFFSET, softwareText(software)),
    fixed('HEADER', 'XSAVE header', HEADER_OFFSET, EXTENDED_OFFSET - HEADER_OFFSET, header),
    ...area.components.filter(({ component }) => !(component.index in LEGACY_SECTIONS)).map(part),
  ];
}

function softwareText(bytes: Uint8Array): readonly string[] {
  return [bytes.some((byte) => byte !== 0) ? 'What the kernel says about the frame is in here.' : 'All zero.'];
}

function namesOf(mask: bigint): string {
  const { value, names } = maskView(mask);
  const words = names.map((name) => (name === 'bit 63' ? 'compacted' : name));
  return words.length === 0 ? value : `${value}: ${words.join(', ')}`;
}

function withGaps(sections: readonly SectionView[], size: number): readonly SectionView[] {
  const sorted = [...sections].sort((a, b) => a.offset - b.offset);
  const filled: SectionView[] = [];
  let end = 0;
  const close = (offset: number): void => {
    if (offset <= end) return;
    const decoded = ['Nothing lies here: a component begins on a boundary, or has no room in this area.'];
    filled.push({ ...fixed('gap', 'Gap', end, offset - end, decoded), state: 'gap' });
  };
  for (const section of sorted) {
    close(section.offset);
    filled.push(section);
    end = Math.max(end, section.offset + section.size);
  }
  close(size);
  return filled;
}
