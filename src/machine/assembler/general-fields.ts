/** The operands of a match as the fields of a general-purpose instruction. */
import { SEGMENT } from '../cpu/effective-address';
import type { Prefix } from '../cpu/instruction';
import { BASE_RIP, type Fields, NO_REGISTER, prefixBit } from '../encoding/code-writer';
import type { GeneralRow } from '../encoding/general-rows';
import type { AssemblerMemory, AssemblerOperand } from '../encoding/operand';
import type { Match } from './match';

const BITS: Readonly<Record<Prefix, number>> = {
  lock: prefixBit(0xf0),
  rep: prefixBit(0xf3),
  repne: prefixBit(0xf2),
  notrack: prefixBit(0x3e),
};
const FS = prefixBit(0x64);
const GS = prefixBit(0x65);
const NARROW_ADDRESS = prefixBit(0x67);
const SCALE_BITS: Readonly<Record<number, number>> = { 1: 0, 2: 1, 4: 2, 8: 3 };

export function emptyFields(): Fields {
  return {
    prefixes: 0,
    needsRex: false,
    reg: 0,
    rm: NO_REGISTER,
    base: NO_REGISTER,
    index: NO_REGISTER,
    scale: 0,
    displacement: 0,
    isLong: false,
    immediate: 0,
    immediateHigh: 0,
    isOpen: false,
  };
}

/** What stands in the field that is left open, before the address of `label` is added to it; nothing for most. */
export interface Open {
  readonly value: number;
  readonly label: number | undefined;
  /** The value counts from the end of the instruction already. */
  readonly fromNext: boolean;
}

/** Puts the operands of `match`, which are the row's, into `fields`; returns what is open. */
export function fieldsOf(row: GeneralRow, { operands, prefixes }: Match, fields: Fields): Open | undefined {
  Object.assign(fields, EMPTY);
  for (const prefix of prefixes) fields.prefixes |= BITS[prefix];
  fields.needsRex = operands.some(needsRex);
  const reg = operands[row.regAt];
  if (reg) fields.reg = registerNumber(reg);
  const rm = operands[row.rmAt];
  const open = rm?.kind === 'memory' ? addressFields(rm, fields) : undefined;
  if (rm && rm.kind !== 'memory') fields.rm = registerNumber(rm);
  const target = operands[row.targetAt];
  if (target?.kind === 'branch') return { value: target.target, label: target.label, fromNext: false };
  const immediate = operands[row.immediateAt];
  if (immediate?.kind !== 'immediate') return open;
  fields.immediate = Number(BigInt.asIntN(32, immediate.value));
  fields.immediateHigh = Number(BigInt.asIntN(32, immediate.value >> 32n));
  if (immediate.label === undefined) return open;
  fields.isOpen = true;
  return { value: Number(immediate.value), label: immediate.label, fromNext: false };
}

const EMPTY: Fields = emptyFields();

/** AH to BH have the numbers of SPL to DIL, which are meant where there is a REX prefix. */
function registerNumber(operand: AssemblerOperand): number {
  if (operand.kind !== 'register') return 0;
  return operand.register.index + (operand.register.high ? 4 : 0);
}

function needsRex(operand: AssemblerOperand): boolean {
  if (operand.kind !== 'register') return false;
  const { file, index, size, high } = operand.register;
  return file === 'gpr' && size === 1 && index >= 4 && !high;
}

function addressFields(memory: AssemblerMemory, fields: Fields): Open | undefined {
  const { base, index, segment, label } = memory;
  if (segment?.index === SEGMENT.FS) fields.prefixes |= FS;
  if (segment?.index === SEGMENT.GS) fields.prefixes |= GS;
  const displacement = Number(memory.displacement);
  if (base?.file === 'rip') {
    fields.base = BASE_RIP;
    return { value: displacement, label, fromNext: memory.fromNext === true };
  }
  const isNarrow = (base ?? index)?.size === 4;
  if (isNarrow) fields.prefixes |= NARROW_ADDRESS;
  if (base) fields.base = base.index;
  if (index) fields.index = index.index;
  fields.scale = index ? (SCALE_BITS[memory.scale] ?? 0) : 0;
  fields.displacement = isNarrow ? displacement | 0 : displacement;
  fields.isLong = label !== undefined;
  return label === undefined ? undefined : { value: displacement, label, fromNext: false };
}
