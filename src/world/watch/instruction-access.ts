/**
 * Which registers an instruction reads and writes, as far as its operands and its row say. What depends on values, such
 * as the components that XRSTOR loads, is known when it executes (`RegisterObserver`).
 */

import { XFEATURE } from '../../machine/architecture/component';
import type { Instruction } from '../../machine/cpu/instruction';
import { effectsOf } from '../../machine/disassembler/effects';
import { rowOfForm } from '../../machine/instructions';
import { EXTENDED_STATE_INSTRUCTIONS } from '../../machine/instructions/extended-state';
import { KERNEL_INSTRUCTIONS } from '../../machine/instructions/kernel';
import { SEGMENT_BASE_INSTRUCTIONS } from '../../machine/instructions/segment-bases';
import { SYSTEM_INSTRUCTIONS } from '../../machine/instructions/system';
import { SYSTEM_CALL } from '../../machine/instructions/system-call';
import { tableOf } from '../../machine/table';
import { type RegisterSpan, spanOfRegister } from './register-span';

export interface RegisterSet {
  readonly spans: readonly RegisterSpan[];
  /** Registers of the tables, by their property in `Cpu`; the flags are those of `flags`. */
  readonly keys: ReadonlySet<string>;
  /** Names of flags: `CF`. */
  readonly flags: ReadonlySet<string>;
}

export interface InstructionAccess {
  readonly reads: RegisterSet;
  readonly writes: RegisterSet;
  /** The accesses of the instruction to system registers depend on values. */
  readonly isSystem: boolean;
  /** A fault can interrupt the instruction after a part of its memory accesses. */
  readonly isPiecemeal: boolean;
  readonly usesX87: boolean;
  readonly usesVectors: boolean;
}

const SYSTEM_ROWS: ReadonlySet<unknown> = new Set<unknown>([
  ...EXTENDED_STATE_INSTRUCTIONS,
  ...SYSTEM_INSTRUCTIONS,
  ...SEGMENT_BASE_INSTRUCTIONS,
  ...KERNEL_INSTRUCTIONS,
  SYSTEM_CALL,
]);

interface Names {
  readonly reads?: readonly string[];
  readonly writes?: readonly string[];
}

const TILES = Array.from({ length: 8 }, (_, index) => `tmm${index}`);
const TILE_STATE = ['tilecfg', ...TILES];

/** What the library does not know of: registers by name, or by their property in `Cpu`. */
const IMPLICIT = tableOf<Names>({
  ldtilecfg: { writes: TILE_STATE },
  sttilecfg: { reads: ['tilecfg'] },
  tilerelease: { writes: TILE_STATE },
  ldmxcsr: { writes: ['mxcsr'] },
  vldmxcsr: { writes: ['mxcsr'] },
  stmxcsr: { reads: ['mxcsr'] },
  vstmxcsr: { reads: ['mxcsr'] },
  rdpkru: { reads: ['pkru'] },
  wrpkru: { writes: ['pkru'] },
  rdfsbase: { reads: ['fsBase'] },
  wrfsbase: { writes: ['fsBase'] },
  rdgsbase: { reads: ['gsBase'] },
  wrgsbase: { writes: ['gsBase'] },
  swapgs: { reads: ['gsBase', 'kernelGsBase'], writes: ['gsBase', 'kernelGsBase'] },
  rdtsc: { reads: ['tsc'] },
  rdtscp: { reads: ['tsc'] },
});

const TABLE_REGISTER = /^(cr\d|mxcsr|pkru|fsBase|gsBase|kernelGsBase|tsc)$/;
const VECTOR_COMPONENTS: ReadonlySet<number> = new Set([
  XFEATURE.SSE,
  XFEATURE.AVX,
  XFEATURE.OPMASK,
  XFEATURE.ZMM_HI256,
  XFEATURE.HI16_ZMM,
]);
/** Gathers go on after a fault where they were, tiles are loaded and stored row by row, areas section by section. */
const PIECEMEAL = /^(v?p?gather|vgather|tileload|tilestored|ldtilecfg|sttilecfg|iretq)/;

const known = new WeakMap<Instruction, InstructionAccess>();

/** What an instruction that is executed accesses. Looked up once for each instruction. */
export function accessOf(instruction: Instruction): InstructionAccess {
  const found = known.get(instruction) ?? analyse(instruction);
  known.set(instruction, found);
  return found;
}

function analyse(instruction: Instruction): InstructionAccess {
  const { mnemonic, form, prefixes = [] } = instruction;
  const effects = effectsOf(instruction);
  const implicit: Names = Object.hasOwn(IMPLICIT, mnemonic) ? (IMPLICIT[mnemonic] ?? {}) : {};
  const row = rowOfForm(form);
  const components = row?.components ?? [];
  const isSystem = SYSTEM_ROWS.has(row) || mnemonic === 'iretq';
  const isRepeated = prefixes.includes('rep') || prefixes.includes('repne');
  const isExtendedState = row !== undefined && EXTENDED_STATE_INSTRUCTIONS.includes(row);
  return {
    reads: setOf([...effects.reads, ...(implicit.reads ?? [])], effects.flagsRead),
    writes: setOf(
      [...effects.writes, ...(implicit.writes ?? [])],
      [...effects.flagsWritten, ...effects.flagsUndefined],
    ),
    isSystem,
    isPiecemeal: isRepeated || isExtendedState || PIECEMEAL.test(mnemonic),
    usesX87: components.includes(XFEATURE.X87),
    usesVectors: components.some((component) => VECTOR_COMPONENTS.has(component)),
  };
}

function setOf(names: readonly string[], flags: readonly string[]): RegisterSet {
  return {
    spans: names.flatMap((name) => spanOfRegister(name) ?? []),
    keys: new Set(names.filter((name) => TABLE_REGISTER.test(name))),
    flags: new Set(flags),
  };
}
