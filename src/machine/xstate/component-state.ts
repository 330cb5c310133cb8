/**
 * The state components on the live registers (Intel SDM vol. 1, 13.5 and 13.6): how each is saved, restored and
 * initialised, and when it is in its initial state. A row a component; only 64-bit mode is modelled, so that all
 * registers of a component always take part.
 */

import { COMPONENTS, type Component, XFEATURE } from '../architecture/component';
import { COMPONENT_REGISTERS, OFFSET, SCALAR, WORD } from '../architecture/register-file';
import { isConfigured, TILECFG_SIZE, tilecfgProblem } from '../architecture/tilecfg';
import { LEGACY_SECTIONS, type Run, spansOf } from '../architecture/xsave-format';
import type { Cpu } from '../cpu/cpu';
import { clear, gather, isZero, scatter } from '../cpu/register-runs';
import { blockOf, type WordBlock } from '../cpu/word-block';
import { initialiseX87, isX87Initial, restoreX87, saveX87 } from './x87-image';

export interface ComponentState {
  readonly component: number;
  /** Bytes of the section that `save` and `restore` work on. */
  readonly size: number;
  /** For components in the legacy region: where the section lies in the area. The others follow the layout. */
  readonly legacyOffset?: number;
  /** The parts of the section that belong to the component, when that is not all of it. */
  readonly spans: readonly Run[];
  /** The first word in the register file of a component that lies there in one piece, just as in its section. */
  readonly registersAt: number | undefined;
  /** Writes the registers to the section, which begins at word `at` of the target. Only FIP and FDP depend on `rexW`. */
  readonly save: (cpu: Cpu, target: WordBlock, at: number, rexW: boolean) => void;
  readonly restore: (cpu: Cpu, source: WordBlock, at: number, rexW: boolean) => void;
  /** What follows once the registers hold the words of a section. */
  readonly settle?: (cpu: Cpu) => void;
  readonly initialise: (cpu: Cpu) => void;
  /** Whether the contents are the initial ones. XINUSE may still be 1: see `inUse`. */
  readonly isInitial: (cpu: Cpu) => boolean;
}

const PKRU_WORD = OFFSET.words / 4 + WORD.pkru;

/** A row for a component whose section is its registers one after the other, and which is initial when they are zero. */
function plain({ index, size }: Component): ComponentState {
  const runs = COMPONENT_REGISTERS[index] ?? [];
  const legacyOffset = LEGACY_SECTIONS[index];
  const [whole] = runs.filter(({ words, count }) => count === 1 && 4 * words === size);
  return {
    component: index,
    size,
    ...(legacyOffset !== undefined && { legacyOffset }),
    spans: spansOf({ index, size }),
    registersAt: whole?.at,
    save: (cpu, target, at) => gather(cpu.block, runs, target, at),
    restore: (cpu, source, at) => scatter(cpu.block, runs, source, at),
    initialise: (cpu) => clear(cpu.block, runs),
    isInitial: (cpu) => isZero(cpu.block, runs),
  };
}

/** The fields in which a row differs from a plain one. */
const DEPARTURES: Readonly<Record<number, Partial<ComponentState>>> = {
  [XFEATURE.X87]: {
    save: (cpu, { words }, at, rexW) => saveX87(cpu, words, at, rexW),
    restore: (cpu, { words }, at, rexW) => restoreX87(cpu, words, at, rexW),
    initialise: initialiseX87,
    isInitial: isX87Initial,
  },
  [XFEATURE.PKRU]: {
    save: ({ registers }, { words }, at) => {
      words[at] = registers[PKRU_WORD]!; // the register file has it
      words[at + 1] = 0;
    },
    restore: ({ registers }, { words }, at) => {
      registers[PKRU_WORD] = words[at]!; // the section is this long
    },
  },
  /** A section that LDTILECFG would refuse does not fault here: the tiles become unconfigured. Tile data stay. */
  [XFEATURE.XTILECFG]: {
    restore: (cpu, source, at) => {
      scatter(cpu.block, COMPONENT_REGISTERS[XFEATURE.XTILECFG] ?? [], source, at);
      keepValidTilecfg(cpu);
    },
    settle: keepValidTilecfg,
  },
  [XFEATURE.XTILEDATA]: {
    restore: (cpu, source, at) => {
      scatter(cpu.block, COMPONENT_REGISTERS[XFEATURE.XTILEDATA] ?? [], source, at);
      noteTiles(cpu);
    },
    initialise: (cpu) => {
      clear(cpu.block, COMPONENT_REGISTERS[XFEATURE.XTILEDATA] ?? []);
      noteTiles(cpu);
    },
  },
};

/** A write to the tiles: XMODIFIED is not compared with their contents. */
function noteTiles(cpu: Cpu): void {
  cpu.setLow(SCALAR.xmodified, cpu.low(SCALAR.xmodified) | (1 << XFEATURE.XTILEDATA));
}

/** The configuration that was found valid last: tasks restore the same one again and again. */
const lastValid = new Int32Array(TILECFG_SIZE / 4);

function keepValidTilecfg({ tilecfg, registers }: Cpu): void {
  const first = OFFSET.tilecfg / 4;
  let word = 0;
  while (word < lastValid.length && lastValid[word] === registers[first + word]) word++;
  if (word === lastValid.length) return;
  if (isConfigured(tilecfg) && !tilecfgProblem(tilecfg))
    lastValid.set(registers.subarray(first, first + lastValid.length));
  else tilecfg.fill(0);
}

/** By component number. */
export const COMPONENT_STATES: readonly ComponentState[] = COMPONENTS.map((component) => ({
  ...plain(component),
  ...DEPARTURES[component.index],
}));

/** @throws RangeError for a number that names no component. */
export function componentState(component: number): ComponentState {
  const state = COMPONENT_STATES[component];
  if (!state) throw new RangeError(`there is no state component ${component}`);
  return state;
}

/** The component's section as the registers hold it now, in an array of its own. */
export function componentImage(cpu: Cpu, component: number, rexW = true): Uint8Array {
  const { save, size } = componentState(component);
  const image = new Uint8Array(size);
  save(cpu, blockOf(image), 0, rexW);
  return image;
}

/** Restores the component from `section`, which is exactly as long as the component's section. */
export function restoreComponent(cpu: Cpu, component: number, section: Uint8Array, rexW = true): void {
  componentState(component).restore(cpu, blockOf(section.slice()), 0, rexW);
}
