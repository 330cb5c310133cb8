/** A processor ready for tiles, and instructions written as in a program. Shared by the tests of this folder. */
import assert from 'node:assert/strict';
import { CR4 } from '../../../src/machine/architecture/bits';
import { Fault } from '../../../src/machine/architecture/exception';
import type { Feature } from '../../../src/machine/architecture/feature';
import { GPR_NAMES } from '../../../src/machine/architecture/gpr';
import { buildTilecfg, type TileShape } from '../../../src/machine/architecture/tilecfg';
import { Cpu } from '../../../src/machine/cpu/cpu';
import type { Instruction, MemoryRef, Operand, RegisterRef } from '../../../src/machine/cpu/instruction';
import { Memory } from '../../../src/machine/cpu/memory';
import { AMX_INSTRUCTIONS } from '../../../src/machine/instructions/amx';
import { MODELS } from '../../../src/machine/processor/models';
import { type CpuModel, Processor } from '../../../src/machine/processor/processor';

export const SPACE = 1;
export const PAGE = 0x1000;
/** Two user pages; the page after them is absent. */
export const DATA = 0x10000;

/** 64-bit user mode with all of AMX enabled and not armed, tiles not configured. */
export function makeCpu(...extra: Feature[]): Cpu {
  return cpuOf(MODELS['sapphire-rapids'], extra);
}

/** The same on a processor whose tiles are in use by what they hold. */
export function makeCpuByContents(): Cpu {
  const model = MODELS['sapphire-rapids'];
  const tilesInUse = { value: 'contents', source: 'a recording' } as const;
  return cpuOf({ ...model, choices: { ...model.choices, tilesInUse } });
}

function cpuOf(model: CpuModel, extra: readonly Feature[] = []): Cpu {
  const memory = new Memory();
  memory.createSpace(SPACE);
  memory.map(SPACE, DATA, 2 * PAGE);
  const processor = new Processor(
    model,
    extra.map((feature) => ({ feature, present: true })),
  );
  const cpu = new Cpu(0, processor, memory);
  cpu.cr4 |= CR4.OSXSAVE;
  cpu.xcr0 = 0x602e7n;
  cpu.cpl = 3;
  cpu.addressSpace = SPACE;
  return cpu;
}

/** With every kind of product. */
export function makeComplexCpu(): Cpu {
  return makeCpu('AMX_FP16', 'AMX_COMPLEX', 'AMX_FP8');
}

export function tmm(index: number): Operand {
  return { kind: 'register', register: { file: 'tmm', index, size: 1024 } };
}

export function gpr(name: (typeof GPR_NAMES)[number], size = 8): RegisterRef {
  return { file: 'gpr', index: GPR_NAMES.indexOf(name), size };
}

export function mem(memory: Partial<MemoryRef>): Operand {
  return { kind: 'memory', memory: { scale: 1, displacement: 0, size: 0, ...memory } };
}

/** Memory at an address, rows 64 bytes apart (the stride is in RCX). */
export function rowsAt(cpu: Cpu, address: number, stride = 64): Operand {
  cpu.gpr[1] = BigInt.asUintN(64, BigInt(stride));
  return mem({ index: gpr('rcx'), displacement: address });
}

export function execute(cpu: Cpu, mnemonic: string, ...operands: Operand[]): void {
  const row = AMX_INSTRUCTIONS.find((candidate) => candidate.mnemonic === mnemonic);
  assert(row, `no instruction ${mnemonic}`);
  const instruction: Instruction = {
    address: 0x400000,
    bytes: new Uint8Array(5),
    mnemonic,
    operands,
    operandSize: 0,
    form: row.forms[0]!,
  };
  row.compile(instruction)(cpu);
}

/** The fault that an instruction raises; fails when it raises none. */
export function faultOf(cpu: Cpu, mnemonic: string, ...operands: Operand[]): Fault {
  try {
    execute(cpu, mnemonic, ...operands);
  } catch (error) {
    assert(error instanceof Fault, String(error));
    return error;
  }
  return assert.fail(`${mnemonic} raised nothing`);
}

export function poke(cpu: Cpu, address: number, bytes: Uint8Array): void {
  assert.equal(cpu.memory.poke(SPACE, address, bytes), bytes.length);
}

export function peek(cpu: Cpu, address: number, length: number): Uint8Array {
  const bytes = cpu.memory.peek(SPACE, address, length);
  assert(bytes && bytes.length === length);
  return bytes;
}

/** LDTILECFG of these shapes for tmm0, tmm1, ... as `[rows, bytes in a row]`. */
export function configure(cpu: Cpu, ...shapes: (readonly [number, number])[]): void {
  loadImage(cpu, image(0, ...shapes));
}

export function image(startRow: number, ...shapes: (readonly [number, number])[]): Uint8Array {
  const tiles: TileShape[] = shapes.map(([rows, colsb]) => ({ rows, colsb }));
  return buildTilecfg({ palette: 1, startRow, tiles });
}

export function loadImage(cpu: Cpu, bytes: Uint8Array): void {
  poke(cpu, DATA, bytes);
  execute(cpu, 'ldtilecfg', mem({ displacement: DATA }));
}

/** The bytes of row r of tile t, live. */
export function rowOf(cpu: Cpu, tile: number, row: number): Uint8Array {
  return cpu.tiles.subarray(1024 * tile + 64 * row, 1024 * tile + 64 * (row + 1));
}

/** Different in every place, never zero. */
export function pattern(length: number, seed = 1): Uint8Array {
  return Uint8Array.from({ length }, (_, at) => ((at * 7 + seed * 31) % 255) + 1);
}
