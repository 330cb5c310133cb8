/**
 * Where the bytes of a component can have been before XSAVE, XRSTOR or the kernel copied them: in the registers of a CPU, or
 * in the same place of an XSAVE area. Which of these were read is known when the moment has passed.
 */
import { effectiveAddress } from '../../machine/cpu/effective-address';
import { type AreaComponent, readArea } from '../../machine/xstate/xsave-area';
import { type AreaPlace, areaPlaces } from '../state/area-places';
import { stateOf } from '../state/machine-state';
import { leftFrames } from '../state/signal-frames';
import type { World } from '../state/world';
import { type Location, lengthOf } from './location';
import { placeInSection, registerInSection, type SectionPlace } from './section-place';

interface KnownArea {
  readonly title: string;
  readonly space: number;
  readonly address: number;
  readonly components: readonly AreaComponent[];
}

/** More bytes than any area has. */
const MOST_BYTES = 0x4000;

/** The areas of all tasks, and that of the instruction that comes next. */
function areasOf(world: World): readonly KnownArea[] {
  const state = stateOf(world);
  const places = (world.kernel?.state.tasks ?? []).flatMap((task) => [
    ...areaPlaces(state, task),
    ...leftFrames(state, task).map((frame) => ({
      ...frame,
      title: `Signal frame of ${task.name}`,
      space: state.kernel?.processes[task.process]?.space ?? 0,
      address: frame.image,
    })),
  ]);
  return [...places, ...operandArea(world)].flatMap((place) => areaAt(world, place));
}

type Place = Pick<AreaPlace, 'title' | 'space' | 'address' | 'size'> & { readonly xfeatures?: bigint };

function areaAt({ memory, program }: World, { title, space, address, size, xfeatures }: Place): readonly KnownArea[] {
  const bytes = memory.peek(space, address, size);
  const area = bytes && readArea(bytes, program.processor, xfeatures);
  return area ? [{ title, space, address, components: area.components }] : [];
}

function operandArea({ step, cpu }: World): readonly Place[] {
  if (step?.kind !== 'instruction' || !/^(xsave|xrstor|fxsave|fxrstor)/.test(step.instruction.mnemonic)) return [];
  const [operand] = step.instruction.operands;
  if (operand?.kind !== 'memory') return [];
  return [
    {
      title: 'Area of the instruction',
      space: cpu.addressSpace,
      address: effectiveAddress(operand.memory, cpu),
      size: MOST_BYTES,
    },
  ];
}

interface Part {
  readonly area: KnownArea;
  readonly component: AreaComponent;
  /** Bytes from the start of the section. */
  readonly offset: number;
}

function partAt(world: World, location: Location): Part | undefined {
  if (location.kind !== 'memory') return undefined;
  for (const area of areasOf(world)) {
    const at = location.address - area.address;
    if (area.space !== location.space && location.address >= 0) continue;
    const found = area.components.find(({ offset, size }) => at >= offset && at + location.length <= offset + size);
    if (found) return { area, component: found, offset: at - found.offset };
  }
  return undefined;
}

/** Where in the section of a component the bytes lie; undefined for any other. */
export function sectionOf(world: World, location: Location): SectionPlace | undefined {
  if (location.kind === 'register') return placeInSection(location.span);
  const part = partAt(world, location);
  return part && { component: part.component.component.index, offset: part.offset };
}

/** `XTILEDATA in the buffer of A in the kernel`; undefined for bytes outside all areas. */
export function areaText(world: World, location: Location): string | undefined {
  const part = partAt(world, location);
  if (!part) return undefined;
  const { title } = part.area;
  return `${part.component.component.id} in the ${title.charAt(0).toLowerCase()}${title.slice(1)}`;
}

/** All places that have the same bytes of the component, but for the place itself. */
export function candidatesFor(world: World, to: Location, section: SectionPlace): readonly Location[] {
  const length = lengthOf(to) ?? 0;
  const span = registerInSection(section, length);
  const registers = span ? world.cpus.map(({ index }): Location => ({ kind: 'register', cpu: index, span })) : [];
  const inMemory = areasOf(world).flatMap(({ space, address, components }): readonly Location[] => {
    const part = components.find(({ component }) => component.index === section.component);
    return part ? [{ kind: 'memory', space, address: address + part.offset + section.offset, length }] : [];
  });
  const candidates = to.kind === 'register' ? inMemory : [...registers, ...inMemory];
  return candidates.filter((one) => one.kind !== 'memory' || to.kind !== 'memory' || one.address !== to.address);
}
