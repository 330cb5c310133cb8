/** Registers as expressions see them: by name, on one processor. Setting goes by the rules of the hardware. */

import { ExpressionError } from '../../language/errors/expression-error';
import { DATA_TYPES } from '../../language/syntax/data-type';
import type { DataType } from '../../language/tree/data';
import type { Reference, Value } from '../../language/vocabulary/value';
import { expressionRegister, valueType } from '../../language/vocabulary/values-registers';
import { tilesWritten } from '../../machine/amx/tile-state';
import { Fault } from '../../machine/architecture/exception';
import { fieldOf, fieldsOf, maskOf, type Register } from '../../machine/architecture/registers';
import { colsb, isTileValid, palette, rows, setStartRow, startRow } from '../../machine/architecture/tilecfg';
import { isWritable, readRegister, writeRegister } from '../../machine/control/registers';
import type { Cpu } from '../../machine/cpu/cpu';
import type { RegisterRef } from '../../machine/cpu/instruction';
import { registerByName, registerName } from '../../machine/cpu/register-names';
import { X87_REGISTER_BYTES, X87_VALUE_BYTES } from '../../machine/vector/lanes';
import { requireRegister } from './absent-register';
import { bytesToInteger, integerToBytes, laneReference, requireIndex } from './lanes';

/** The register of that name, or undefined when `name` is no register. */
export function registerReference(cpu: Cpu, name: string): Reference | undefined {
  const row = expressionRegister(name);
  if (row) return rowReference(cpu, row);
  const lowerCase = name.toLowerCase();
  if (lowerCase === 'tilecfg') return tilecfgReference(cpu);
  const register = registerByName(name);
  if (!register) return undefined;
  requireRegister(cpu.processor, register, lowerCase);
  return BY_FILE[register.file]?.(cpu, register, lowerCase);
}

/** A register of the tables. Setting it obeys the rules of the instruction that writes it. */
function rowReference(cpu: Cpu, row: Register): Reference {
  return {
    type: valueType(row),
    register: row,
    get value() {
      return readRegister(cpu, row);
    },
    ...(isWritable(row) && {
      assign: (value: Value) => refusable(() => writeRegister(cpu, row, fitting(value, row.width, row.name))),
    }),
    member: (name) => fieldReference(cpu, row, name),
    get members() {
      return fieldsOf(row, cpu.processor, readRegister(cpu, row)).map((field) => field.name);
    },
  };
}

/** A named bit or part of a register: `rflags.CF`, `xfd.XTILEDATA`. */
function fieldReference(cpu: Cpu, row: Register, name: string): Reference | undefined {
  const field = fieldsOf(row, cpu.processor, readRegister(cpu, row)).find((candidate) => candidate.name === name);
  if (!field) return undefined;
  const mask = maskOf(field);
  return {
    type: 'count',
    get value() {
      return fieldOf(readRegister(cpu, row), field);
    },
    ...(isWritable(row) && {
      assign: (value: Value) => {
        const part = fitting(value, field.width ?? 1, `${row.name}.${name}`) << BigInt(field.bit);
        refusable(() => writeRegister(cpu, row, (readRegister(cpu, row) & ~mask) | part));
      },
    }),
  };
}

/** Runs a write that hardware may refuse, and passes its reason on. */
function refusable(write: () => void): void {
  try {
    write();
  } catch (fault) {
    if (fault instanceof Fault)
      throw new ExpressionError('illegal-value', `The processor refuses this value: ${fault.detail.why}.`);
    throw fault;
  }
}

/** The bits of an integer that a register of that width takes, signed or unsigned. Throws `ExpressionError` for any other. */
function fitting(value: Value, bits: number, name: string): bigint {
  if (typeof value !== 'bigint') throw new ExpressionError('not-an-integer', `${value} is not an integer.`);
  if (value >= 1n << BigInt(bits) || value < -(1n << BigInt(bits - 1))) {
    throw new ExpressionError('out-of-range', `${value} does not fit ${name}, which has ${bits} bits.`);
  }
  return BigInt.asUintN(bits, value);
}

type FileReference = (cpu: Cpu, register: RegisterRef, name: string) => Reference;

const BY_FILE: Partial<Record<RegisterRef['file'], FileReference>> = {
  gpr: generalReference,
  xmm: vectorReference,
  ymm: vectorReference,
  zmm: vectorReference,
  mm: mmxReference,
  k: opmaskReference,
  tmm: tileReference,
};

const UNSIGNED: Readonly<Record<number, DataType>> = { 1: 'u8', 2: 'u16', 4: 'u32', 8: 'u64' };

function generalReference(cpu: Cpu, register: RegisterRef): Reference {
  const { index, size, high } = register;
  return {
    type: UNSIGNED[size] ?? 'u64',
    get value() {
      return readGeneral(cpu, register);
    },
    assign: (value) => {
      const fit = fitting(value, size * 8, registerName(register));
      const offset = index * 8 + (high ? 1 : 0);
      if (size === 4) cpu.gpr[index] = fit;
      else integerToBytes(fit, cpu.gpr8.subarray(offset, offset + size));
    },
  };
}

/** Without a view of its bytes: conditions are evaluated a million times. */
export function readGeneral(cpu: Cpu, { index, size, high }: RegisterRef): bigint {
  const whole = cpu.gpr[index] ?? 0n;
  return BigInt.asUintN(size * 8, high ? whole >> 8n : whole);
}

function vectorReference(cpu: Cpu, { index, size }: RegisterRef, name: string): Reference {
  const bytes = cpu.zmm.subarray(index * 64, index * 64 + size);
  return {
    type: `u${size * 8}`,
    get value() {
      return bytesToInteger(bytes);
    },
    assign: (value) => integerToBytes(fitting(value, size * 8, name), bytes),
    member: (type) => (isElementType(type) ? laneReference(`${name}.${type}`, bytes, type) : undefined),
  };
}

/** The low 64 bits of a physical x87 register. Setting them makes its exponent and sign ones, as the processor does. */
function mmxReference(cpu: Cpu, { index, size }: RegisterRef, name: string): Reference {
  const start = index * X87_REGISTER_BYTES;
  const bytes = cpu.x87.subarray(start, start + size);
  return {
    type: 'u64',
    get value() {
      return bytesToInteger(bytes);
    },
    assign: (value) => {
      integerToBytes(fitting(value, size * 8, name), bytes);
      cpu.x87.fill(0xff, start + size, start + X87_VALUE_BYTES);
    },
    member: (type) => (isElementType(type) ? laneReference(`${name}.${type}`, bytes, type) : undefined),
  };
}

function opmaskReference(cpu: Cpu, { index }: RegisterRef): Reference {
  return {
    type: 'u64',
    get value() {
      return cpu.opmask[index] ?? 0n;
    },
    assign: (value) => {
      cpu.opmask[index] = fitting(value, 64, `k${index}`);
    },
  };
}

function tileReference(cpu: Cpu, { index }: RegisterRef, name: string): Reference {
  const tile = cpu.tiles.subarray(index * 1024, index * 1024 + 1024);
  return {
    type: 'tile',
    get value() {
      return isTileValid(cpu.tilecfg, index)
        ? `${rows(cpu.tilecfg, index)}x${colsb(cpu.tilecfg, index)}`
        : 'not configured';
    },
    member: (member) => {
      if (member === 'rows') return constant('count', BigInt(rows(cpu.tilecfg, index)));
      if (member === 'colsb') return constant('count', BigInt(colsb(cpu.tilecfg, index)));
      return isElementType(member) ? tileRows(cpu, tile, `${name}.${member}`, member) : undefined;
    },
  };
}

function tileRows(cpu: Cpu, tile: Uint8Array, name: string, type: DataType): Reference {
  return {
    type: `${type}[16]`,
    index: (row) => {
      requireIndex(name, row, 16);
      const start = Number(row) * 64;
      return laneReference(`${name}[${row}]`, tile.subarray(start, start + 64), type, () => tilesWritten(cpu));
    },
  };
}

function tilecfgReference(cpu: Cpu): Reference {
  return {
    type: 'tilecfg',
    get value() {
      return palette(cpu.tilecfg) === 0 ? 'not configured' : `palette ${palette(cpu.tilecfg)}`;
    },
    member: (member) => {
      if (member === 'palette') return constant('count', BigInt(palette(cpu.tilecfg)));
      if (member !== 'start_row') return undefined;
      return {
        type: 'count',
        get value() {
          return BigInt(startRow(cpu.tilecfg));
        },
        assign: (value: Value) => setStartRow(cpu.tilecfg, Number(fitting(value, 8, 'start_row'))),
      };
    },
  };
}

function constant(type: string, value: Value): Reference {
  return { type, value };
}

function isElementType(name: string): name is DataType {
  return (DATA_TYPES as readonly string[]).includes(name);
}
