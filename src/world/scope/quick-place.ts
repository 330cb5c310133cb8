/** Places that quick tests read: memory, lanes of vectors, elements of tiles, named bits of registers. */
import { readElement } from '../../language/expressions/element';
import { dataTypeRow, isDataType } from '../../language/syntax/data-type';
import type { DataType } from '../../language/tree/data';
import type { Expression } from '../../language/tree/expression';
import { expressionRegister } from '../../language/vocabulary/values-registers';
import { toLinear } from '../../machine/architecture/linear-address';
import { fieldOf, fieldsOf } from '../../machine/architecture/registers';
import { readRegister } from '../../machine/control/registers';
import type { Cpu } from '../../machine/cpu/cpu';
import { offsetOf, PAGE_SIZE } from '../../machine/cpu/page';
import { registerByName } from '../../machine/cpu/register-names';
import type { Processor } from '../../machine/processor/processor';
import type { World } from '../state/world';
import { missingFor } from './absent-register';

/** On the CPU that the run is on. May throw `UNSURE`. */
export type Integer = (world: World) => bigint;

/** Thrown where only the evaluator can say what there is: memory that is not mapped, or lies in two pages. */
export const UNSURE = Symbol('unsure');

/** `u32[ADDR]`, by the type and what the address is. */
export function memoryOf(type: string, address: Integer): Integer | undefined {
  if (!isIntegerType(type)) return undefined;
  const { size } = dataTypeRow(type);
  return (world) => {
    const at = toLinear(BigInt.asUintN(64, address(world)));
    if (at === undefined || offsetOf(at) > PAGE_SIZE - size) throw UNSURE;
    const page = world.memory.peekPage(world.cpu.addressSpace, at);
    if (!page) throw UNSURE;
    return readElement(page.view, offsetOf(at), type) as bigint; // of an integer type
  };
}

/** `zmm3.u32[5]`, `tmm0.i32[1][2]`: with numbers for indices, which are in range. */
export function laneOf(expression: Expression, processor: Processor): Integer | undefined {
  const indices: number[] = [];
  let inner = expression;
  for (; inner.kind === 'index'; inner = inner.object) {
    if (inner.index.kind !== 'integer') return undefined;
    indices.unshift(Number(inner.index.value));
  }
  if (inner.kind !== 'member' || inner.object.kind !== 'name') return undefined;
  const type = inner.member.text;
  const register = registerByName(inner.object.name);
  if (!register || !isIntegerType(type) || missingFor(processor, register)) return undefined;
  if (register.file === 'tmm') return tileElement(register.index, type, indices);
  const isVector = register.file === 'xmm' || register.file === 'ymm' || register.file === 'zmm';
  return isVector ? vectorLane(register, type, indices) : undefined;
}

const VECTOR_BYTES = 64;
const TILE_BYTES = 1024;
const TILE_ROWS = 16;
const ROW_BYTES = 64;

function vectorLane(
  { index, size }: { readonly index: number; readonly size: number },
  type: DataType,
  [lane, ...others]: readonly number[],
): Integer | undefined {
  const offset = (lane ?? size) * dataTypeRow(type).size;
  if (offset >= size || others.length > 0) return undefined;
  return element(({ zmm }) => zmm, index * VECTOR_BYTES + offset, type);
}

function tileElement(tile: number, type: DataType, [row, column, ...others]: readonly number[]): Integer | undefined {
  const offset = (column ?? ROW_BYTES) * dataTypeRow(type).size;
  if (row === undefined || row >= TILE_ROWS || offset >= ROW_BYTES || others.length > 0) return undefined;
  return element(({ tiles }) => tiles, tile * TILE_BYTES + row * ROW_BYTES + offset, type);
}

/** Of a register file, whose bytes stay where they are for as long as there is the CPU. */
function element(fileOf: (cpu: Cpu) => Uint8Array, offset: number, type: DataType): Integer {
  const views = new WeakMap<Cpu, DataView>();
  const viewOf = (cpu: Cpu) => {
    const { buffer, byteOffset, byteLength } = fileOf(cpu);
    const view = new DataView(buffer, byteOffset, byteLength);
    views.set(cpu, view);
    return view;
  };
  return ({ cpu }) => readElement(views.get(cpu) ?? viewOf(cpu), offset, type) as bigint; // of an integer type
}

/** `rflags.CF`, `xfd.XTILEDATA`: a named bit or part that a register has at all times. */
export function fieldNamed(register: string, name: string, processor: Processor): Integer | undefined {
  const row = expressionRegister(register);
  if (!row || row.key === 'inUse') return undefined;
  const field = fieldsOf(row, processor, 0n).find((candidate) => candidate.name === name);
  return field && (({ cpu }) => fieldOf(readRegister(cpu, row), field));
}

function isIntegerType(type: string): type is DataType {
  return isDataType(type) && dataTypeRow(type).kind !== 'float';
}
