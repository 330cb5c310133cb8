/**
 * The state components on the live registers (Intel SDM vol. 1, 13.5 and 13.6): how each is saved, restored and
 * initialised, and when it is in its initial state. A row a component; only 64-bit mode is modelled, so that all
 * registers of a component always take part.
 */

import { COMPONENTS, type Component, XFEATURE } from '../architecture/component';
import { COMPONENT_REGISTERS } from '../architecture/register-file';
import { isConfigured, tilecfgProblem } from '../architecture/tilecfg';
import { LEGACY_SECTIONS, type Run, spansOf } from '../architecture/xsave-format';
import type { Cpu } from '../cpu/cpu';
import { clear, gather, isZero, scatter } from '../cpu/register-runs';
import { initialiseX87, isX87Initial, restoreX87, saveX87 } from './x87-image';

export interface ComponentState {
  readonly component: number;
  /** Bytes of the section that `save` and `restore` work on. */
  readonly size: number;
  /** For components in the legacy region: where the section lies in the area. The others follow the layout. */
  readonly legacyOffset?: number;
  /** The parts of the section that belong to the component, when that is not all of it. */
  readonly spans: readonly Run[];
  /** The first word in the register file of a component that lies there just as in its section. */
  readonly registersAt: number | undefined;
  /** Writes the registers to the section, whose first word is `target[at]`. Only FIP and FDP depend on `rexW`. */
  readonly save: (cpu: Cpu, target: Int32Array, at: number, rexW: boolean) => void;
  readonly restore: (cpu: Cpu, source: Int32Array, at: number, rexW: boolean) => void;
  readonly initialise: (cpu: Cpu) => void;
  /** Whether the contents are the initial ones. XINUSE may still be 1: see `inUse`. */
  readonly isInitial: (cpu: Cpu) => boolean;
}

/** A row for a component whose section is its registers one after the other, and which is initial when they are zero. */
function plain({ index, size }: Component): ComponentState {
  const runs = COMPONENT_REGISTERS[index] ?? [];
  const legacyOffset = LEGACY_SECTIONS[index];
  return {
    component: index,
    size,
    ...(legacyOffset !== undefined && { legacyOffset }),
    spans: spansOf({ index, size }),
    registersAt: runs.length === 1 && runs[0]?.count === 1 ? runs[0].at : undefined,
    save: (cpu, target, at) => gather(cpu.registers, runs, target, at),
    restore: (cpu, source, at) => scatter(cpu.registers, runs, source, at),
    initialise: (cpu) => clear(cpu.registers, runs),
    isInitial: (cpu) => isZero(cpu.registers, runs),
  };
}

/** The fields in which a row differs from a plain one. */
const DEPARTURES: Readonly<Record<number, Partial<ComponentState>>> = {
  [XFEATURE.X87]: {
    save: saveX87,
    restore: restoreX87,
    initialise: initialiseX87,
    isInitial: isX87Initial,
  },
  [XFEATURE.PKRU]: {
    registersAt: undefined,
    save: (cpu, target, at) => {
      target[at] = cpu.pkru;
      target[at + 1] = 0;
    },
  },
  /** A section that LDTILECFG would refuse does not fault here: the tiles become unconfigured. Tile data stay. */
  [XFEATURE.XTILECFG]: {
    registersAt: undefined,
    restore: (cpu, source, at) => {
      scatter(cpu.registers, COMPONENT_REGISTERS[XFEATURE.XTILECFG] ?? [], source, at);
      if (!isConfigured(cpu.tilecfg) || tilecfgProblem(cpu.tilecfg)) cpu.tilecfg.fill(0);
    },
  },
};

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
  const section = new Int32Array(size / 4);
  save(cpu, section, 0, rexW);
  return new Uint8Array(section.buffer);
}

/** Restores the component from `section`, which is exactly as long as the component's section. */
export function restoreComponent(cpu: Cpu, component: number, section: Uint8Array, rexW = true): void {
  componentState(component).restore(cpu, new Int32Array(section.slice().buffer), 0, rexW);
}
