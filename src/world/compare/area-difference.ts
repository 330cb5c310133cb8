/** What XSAVE areas of two states differ in: size, header, and the section of each component that is saved there. */
import type { Task } from '../../kernel/state/task';
import { COMPONENTS, componentsIn } from '../../machine/architecture/component';
import { formatAddress } from '../../machine/architecture/linear-address';
import { MXCSR_OFFSET } from '../../machine/architecture/xsave-format';
import { Cpu } from '../../machine/cpu/cpu';
import { Memory } from '../../machine/cpu/memory';
import type { Processor } from '../../machine/processor/processor';
import { componentImage, componentState } from '../../machine/xstate/component-state';
import { type AreaComponent, COMPACTED, readArea, type XsaveArea } from '../../machine/xstate/xsave-area';
import { type AreaPlace, areaPlaces } from '../state/area-places';
import type { MachineState } from '../state/machine-state';
import { type Difference, field, group, hexNumber, hexValue } from './difference';
import { sectionDifference } from './section-difference';

interface Area {
  readonly processor: Processor;
  readonly place: AreaPlace;
  readonly bytes: Uint8Array;
  readonly area: XsaveArea;
}

/** A task of one state and of another: the same one at two moments, or two tasks. */
export interface TaskPair {
  readonly before: readonly [MachineState, Task | undefined];
  readonly after: readonly [MachineState, Task | undefined];
}

export function areasDifference(pair: TaskPair): readonly Difference[] {
  const [old, now] = [areasOf(...pair.before), areasOf(...pair.after)];
  const keys = [...new Set([...old.keys(), ...now.keys()])];
  return keys.flatMap((key) => {
    const [before, after] = [old.get(key), now.get(key)];
    const title = (after ?? before)?.place.title ?? key;
    return before && after
      ? group(title, areaDifference(before, after))
      : field(title, describe(before), describe(after));
  });
}

function areasOf(state: MachineState, task: Task | undefined): ReadonlyMap<string, Area> {
  const found = task ? areaPlaces(state, task) : [];
  const { processor } = state.cpus[0]!; // a machine has a CPU
  return new Map(
    found.flatMap((place) => {
      const bytes = state.memory.peek(place.space, place.address, place.size);
      const area = bytes?.length === place.size ? readArea(bytes, processor, place.xfeatures) : undefined;
      return bytes && area ? [[place.key, { processor, place, bytes, area }] as const] : [];
    }),
  );
}

function describe(area: Area | undefined): string {
  return area ? `${area.place.size} bytes, XSTATE_BV ${maskText(area.area.xstateBv)}` : 'not there';
}

function areaDifference(before: Area, after: Area): readonly Difference[] {
  const [old, now] = [before.area, after.area];
  const mxcsr = ({ bytes }: Area) => hexNumber(bytes.subarray(MXCSR_OFFSET, MXCSR_OFFSET + 4));
  return [
    ...field('address', formatAddress(before.place.address), formatAddress(after.place.address)),
    ...field('size', String(before.place.size), String(after.place.size)),
    ...field('XSTATE_BV', maskText(old.xstateBv), maskText(now.xstateBv)),
    ...field('XCOMP_BV', maskText(old.xcompBv), maskText(now.xcompBv)),
    ...field('mxcsr', mxcsr(before), mxcsr(after)),
    ...COMPONENTS.flatMap(({ index, id }) => {
      const [was, is] = [partOf(old, index), partOf(now, index)];
      return group(id, [
        ...field('state', stateOf(was), stateOf(is)),
        ...sectionDifference(index, contents(before.processor, index, was), contents(after.processor, index, is)),
      ]);
    }),
  ];
}

function partOf({ components }: XsaveArea, index: number): AreaComponent | undefined {
  return components.find(({ component }) => component.index === index);
}

function stateOf(part: AreaComponent | undefined): string {
  if (!part) return 'no place';
  return part.inUse ? 'saved' : 'init';
}

/** What XRSTOR would load: the bytes of a section that is not saved mean nothing. */
function contents(processor: Processor, index: number, part: AreaComponent | undefined): Uint8Array {
  if (part?.inUse && part.bytes.length === part.size) return part.bytes;
  const fresh = new Cpu(0, processor, new Memory());
  componentState(index).initialise(fresh);
  return componentImage(fresh, index);
}

/** `0x2 SSE`. */
function maskText(mask: bigint): string {
  const names = componentsIn(mask).map(({ id }) => id);
  return [hexValue(mask), ...names, ...(mask & COMPACTED ? ['compacted'] : [])].join(' ');
}
