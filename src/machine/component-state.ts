/**
 * The state components on the live registers (Intel SDM vol. 1, 13.5 and 13.6): how each is saved, restored and
 * initialised, and when it is in its initial state. A row a component; only 64-bit mode is modelled, so that all
 * registers of a component always take part.
 */
import { palette as tilecfgPalette, tilecfgProblem } from './amx/tilecfg';
import { COMPONENTS, XFEATURE } from './component';
import type { Cpu } from './cpu';
import { initialiseX87, isX87Initial, restoreX87, saveX87, X87_IMAGE_SIZE } from './x87-image';

/** A piece of a component's image and its place: legacy components are not contiguous. */
export interface ImageSpan {
  readonly offset: number;
  readonly size: number;
}

export interface ComponentState {
  readonly component: number;
  /** Bytes of the image that `save` and `restore` work on. */
  readonly size: number;
  /** For components in the legacy region: where the image lies in the area. The others follow the layout. */
  readonly legacyOffset?: number;
  /** The parts of the image that belong to the component, when that is not all of it. */
  readonly spans: readonly ImageSpan[];
  /** Writes the registers to `target`, which is as long as the image. Only FIP and FDP depend on `rexW`. */
  readonly save: (cpu: Cpu, target: Uint8Array, rexW?: boolean) => void;
  readonly restore: (cpu: Cpu, source: Uint8Array, rexW?: boolean) => void;
  readonly initialise: (cpu: Cpu) => void;
  /** Whether the contents are the initial ones. XINUSE may still be 1: see `inUse`. */
  readonly isInitial: (cpu: Cpu) => boolean;
}

/** Where MXCSR and MXCSR_MASK lie; they belong to no component's spans. */
export const MXCSR_OFFSET = 24;
export const MXCSR_MASK_OFFSET = 28;
const XMM_OFFSET = 160;
const ZMM_SIZE = 64;

const X87: ComponentState = {
  component: XFEATURE.X87,
  size: X87_IMAGE_SIZE,
  legacyOffset: 0,
  spans: [
    { offset: 0, size: 24 },
    { offset: 32, size: 128 },
  ],
  save: (cpu, target, rexW = true) => saveX87(cpu, target, rexW),
  restore: (cpu, source, rexW = true) => restoreX87(cpu, source, rexW),
  initialise: initialiseX87,
  isInitial: isX87Initial,
};

/** Rows for `count` parts of ZMM registers, beginning with register `first`. */
function vectorPart(
  component: number,
  part: { first: number; count: number; from: number; to: number },
): ComponentState {
  const length = part.to - part.from;
  const section = (cpu: Cpu, index: number) => {
    const start = (part.first + index) * ZMM_SIZE + part.from;
    return cpu.zmm.subarray(start, start + length);
  };
  const indices = Array.from({ length: part.count }, (_, index) => index);
  return {
    ...whole(component, part.count * length),
    ...(component === XFEATURE.SSE ? { legacyOffset: XMM_OFFSET } : {}),
    save: (cpu, target) => {
      for (const index of indices) target.set(section(cpu, index), index * length);
    },
    restore: (cpu, source) => {
      for (const index of indices) section(cpu, index).set(source.subarray(index * length, (index + 1) * length));
    },
    initialise: (cpu) => {
      for (const index of indices) section(cpu, index).fill(0);
    },
    isInitial: (cpu) => indices.every((index) => isZero(section(cpu, index))),
  };
}

/** Rows for components whose image is a run of register bytes as they are. */
function plain(component: number, size: number, registers: (cpu: Cpu) => Uint8Array): ComponentState {
  return {
    ...whole(component, size),
    save: (cpu, target) => target.set(registers(cpu)),
    restore: (cpu, source) => registers(cpu).set(source),
    initialise: (cpu) => {
      registers(cpu).fill(0);
    },
    isInitial: (cpu) => isZero(registers(cpu)),
  };
}

function whole(component: number, size: number): Pick<ComponentState, 'component' | 'size' | 'spans'> {
  return { component, size, spans: [{ offset: 0, size }] };
}

function bytesOf(words: BigUint64Array): Uint8Array {
  return new Uint8Array(words.buffer, words.byteOffset, words.byteLength);
}

function isZero(bytes: Uint8Array): boolean {
  const words = new Int32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4);
  for (let index = 0; index < words.length; index++) if (words[index] !== 0) return false;
  return true;
}

const PKRU: ComponentState = {
  ...whole(XFEATURE.PKRU, 8),
  save: (cpu, target) => viewOf(target).setBigUint64(0, BigInt(cpu.pkru), true),
  restore: (cpu, source) => {
    cpu.pkru = viewOf(source).getUint32(0, true);
  },
  initialise: (cpu) => {
    cpu.pkru = 0;
  },
  isInitial: (cpu) => cpu.pkru === 0,
};

/** An image that LDTILECFG would refuse does not fault here: the tiles become unconfigured. Tile data stay. */
const XTILECFG: ComponentState = {
  ...plain(XFEATURE.XTILECFG, 64, (cpu) => cpu.tilecfg),
  restore: (cpu, source) => {
    const usable = tilecfgPalette(source) !== 0 && tilecfgProblem(source) === undefined;
    if (usable) cpu.tilecfg.set(source);
    else cpu.tilecfg.fill(0);
  },
};

const BNDREGS_SIZE = 64;
const FIRST_APX_REGISTER = 16;

const supervisor = COMPONENTS.filter(({ kind }) => kind === 'supervisor').map(({ index, size }) =>
  plain(index, size, (cpu) => cpu.supervisorImage(index)),
);

/** By component number. */
export const COMPONENT_STATES: ReadonlyMap<number, ComponentState> = new Map(
  [
    X87,
    vectorPart(XFEATURE.SSE, { first: 0, count: 16, from: 0, to: 16 }),
    vectorPart(XFEATURE.AVX, { first: 0, count: 16, from: 16, to: 32 }),
    plain(XFEATURE.BNDREGS, BNDREGS_SIZE, (cpu) => cpu.bounds.subarray(0, BNDREGS_SIZE)),
    plain(XFEATURE.BNDCSR, BNDREGS_SIZE, (cpu) => cpu.bounds.subarray(BNDREGS_SIZE, 2 * BNDREGS_SIZE)),
    plain(XFEATURE.OPMASK, 64, (cpu) => bytesOf(cpu.opmask)),
    vectorPart(XFEATURE.ZMM_HI256, { first: 0, count: 16, from: 32, to: 64 }),
    vectorPart(XFEATURE.HI16_ZMM, { first: 16, count: 16, from: 0, to: 64 }),
    PKRU,
    XTILECFG,
    plain(XFEATURE.XTILEDATA, 8192, (cpu) => cpu.tiles),
    plain(XFEATURE.APX, 128, (cpu) => bytesOf(cpu.gpr.subarray(FIRST_APX_REGISTER))),
    ...supervisor,
  ].map((state) => [state.component, state]),
);

/** @throws RangeError for a number that names no component. */
export function componentState(component: number): ComponentState {
  const state = COMPONENT_STATES.get(component);
  if (!state) throw new RangeError(`there is no state component ${component}`);
  return state;
}

/** The component's image as the registers hold it now, in an array of its own. */
export function componentImage(cpu: Cpu, component: number, rexW = true): Uint8Array {
  const state = componentState(component);
  const image = new Uint8Array(state.size);
  state.save(cpu, image, rexW);
  return image;
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
