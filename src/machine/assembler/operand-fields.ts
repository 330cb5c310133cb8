/** The operands of a match as the fields of an instruction. */
import { SEGMENT } from '../cpu/effective-address';
import type { Prefix } from '../cpu/instruction';
import { type CodeRow, hasCondition, type VectorPrefix } from '../encoding/code-row';
import { prefixBit } from '../encoding/code-writer';
import { BASE_RIP, type Fields, NO_REGISTER } from '../encoding/fields';
import type { AssemblerMemory, AssemblerOperand } from '../encoding/operand';
import type { Match } from './match';

const BITS: Readonly<Record<Prefix, number>> = {
  lock: prefixBit(0xf0),
  rep: prefixBit(0xf3),
  repne: prefixBit(0xf2),
  notrack: prefixBit(0x3e),
  '{rex2}': 0,
};
const FS = prefixBit(0x64);
const GS = prefixBit(0x65);
const NARROW_ADDRESS = prefixBit(0x67);
const SCALE_BITS: Readonly<Record<number, number>> = { 1: 0, 2: 1, 4: 2, 8: 3 };

export function emptyFields(): Fields {
  return {
    prefixes: 0,
    needsRex: false,
    needsRex2: false,
    reg: 0,
    rm: NO_REGISTER,
    vvvv: 0,
    is4: 0,
    masking: 0,
    isBroadcast: false,
    rounding: 'none',
    isGeneral: false,
    hasVectorIndex: false,
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

/** What belongs into the field that is left open. */
export interface Open {
  readonly value: number;
  /** Its address is added to the value. */
  readonly label: number | undefined;
  /** The field has the distance to there from the end of the instruction. */
  readonly isDistance: boolean;
  /** The field's value is less than this, and at least its negative. */
  readonly limit: number;
}

const LIMIT_32 = 2 ** 31;

/** Whether a field with this limit can hold the value. */
export function canHold(value: number, limit: number): boolean {
  return value >= -limit && value < limit;
}

/** Puts the operands of `match` into `fields`, as the row says. Returns the field that is still open. */
export function fieldsOf(row: CodeRow, match: Match, fields: Fields): Open | undefined {
  const { operands } = match;
  reset(fields);
  fields.needsRex2 = false;
  for (const prefix of match.prefixes) {
    fields.prefixes |= BITS[prefix];
    if (prefix === '{rex2}') fields.needsRex2 = true;
  }
  fields.needsRex = false;
  for (const operand of operands) if (needsRex(operand)) fields.needsRex = true;
  if (row.vector) vectorFields(row, row.vector, match, fields);
  const reg = operandAt(operands, row.regAt);
  if (reg) fields.reg = registerNumber(reg);
  const rm = operandAt(operands, row.rmAt);
  const open = rm?.kind === 'memory' ? addressFields(rm, fields) : undefined;
  if (rm?.kind !== 'memory') fields.rm = rm ? registerNumber(rm) : 0;
  const target = operandAt(operands, row.targetAt);
  if (target?.kind === 'branch') {
    return { value: target.target, label: target.label, isDistance: true, limit: 2 ** (8 * row.relative - 1) };
  }
  const far = operandAt(operands, row.addressAt);
  if (far?.kind === 'memory') farAddressFields(far, fields);
  const immediate = operandAt(operands, row.immediateAt);
  if (immediate?.kind !== 'immediate') return open;
  fields.immediate = immediate.low ?? Number(BigInt.asIntN(32, immediate.value));
  const second = operandAt(operands, row.secondAt);
  if (second?.kind === 'immediate') fields.immediate = joinBytes(fields.immediate, Number(second.value));
  if (row.immediate === HUGE) fields.immediateHigh = Number(BigInt.asIntN(32, immediate.value >> 32n));
  if (immediate.label === undefined) return open;
  fields.isOpen = true;
  const limit = row.operandSize > row.immediate ? LIMIT_32 : Number.POSITIVE_INFINITY;
  return { value: Number(immediate.value), label: immediate.label, isDistance: false, limit };
}

/** No operand stands at -1: to look for that in the list takes longer than all the rest. */
function operandAt(operands: readonly AssemblerOperand[], place: number): AssemblerOperand | undefined {
  return place < 0 ? undefined : operands[place];
}

/** Two immediates of one byte each, as they lie behind one another. */
function joinBytes(first: number, second: number): number {
  return (first & 0xff) | ((second & 0xff) << 8);
}

/** Bytes of an immediate that is written in two halves. */
const HUGE = 8;

/** What only VEX and EVEX have. */
function vectorFields(
  row: CodeRow,
  prefix: VectorPrefix,
  { operands, rounding, defaultFlags = 0 }: Match,
  fields: Fields,
): void {
  const vvvv = operandAt(operands, row.vvvvAt);
  if (vvvv) fields.vvvv = registerNumber(vvvv);
  const is4 = operandAt(operands, row.is4At);
  if (is4) fields.is4 = registerNumber(is4);
  const rm = operands[row.rmAt];
  fields.isGeneral = rm?.kind === 'register' && rm.register.file === 'gpr';
  const [target] = operands;
  if (target?.kind === 'register' || target?.kind === 'memory') {
    fields.masking = (target.mask ?? 0) | (target.zeroing ? ZEROING : 0);
  }
  if (rounding) fields.rounding = rounding;
  // Stored as they are where registers' numbers are inverted; the fifth bit is part of the condition.
  if (hasCondition(prefix)) fields.vvvv = (~defaultFlags & 15) | 16;
}

/** z of EVEX. */
const ZEROING = 1 << 7;

/** A 64-bit address behind the opcode. */
function farAddressFields(memory: AssemblerMemory, fields: Fields): void {
  const address = BigInt(memory.displacement);
  segmentPrefix(memory, fields);
  fields.immediate = Number(BigInt.asIntN(32, address));
  fields.immediateHigh = Number(BigInt.asIntN(32, address >> 32n));
}

function segmentPrefix({ segment }: AssemblerMemory, fields: Fields): void {
  if (segment?.index === SEGMENT.FS) fields.prefixes |= FS;
  if (segment?.index === SEGMENT.GS) fields.prefixes |= GS;
}

/** Back to no operands: field by field, for this is done once an instruction. */
function reset(fields: Fields): void {
  fields.prefixes = 0;
  fields.reg = 0;
  fields.rm = NO_REGISTER;
  fields.vvvv = 0;
  fields.masking = 0;
  fields.isBroadcast = false;
  fields.rounding = 'none';
  fields.isGeneral = false;
  fields.hasVectorIndex = false;
  fields.base = NO_REGISTER;
  fields.index = NO_REGISTER;
  fields.scale = 0;
  fields.displacement = 0;
  fields.isLong = false;
  fields.isOpen = false;
}

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
  const { base, index, label } = memory;
  segmentPrefix(memory, fields);
  const displacement = Number(memory.displacement);
  if (base?.file === 'rip') {
    fields.base = BASE_RIP;
    return { value: displacement, label, isDistance: !memory.fromNext, limit: LIMIT_32 };
  }
  const isNarrow = (base ?? index)?.size === 4;
  if (isNarrow) fields.prefixes |= NARROW_ADDRESS;
  if (base) fields.base = base.index;
  if (index) {
    fields.index = index.index;
    fields.hasVectorIndex = index.file !== 'gpr';
  }
  fields.isBroadcast = memory.broadcast !== undefined;
  fields.scale = index ? (SCALE_BITS[memory.scale] ?? 0) : 0;
  fields.displacement = isNarrow ? displacement | 0 : displacement;
  fields.isLong = label !== undefined;
  if (label === undefined) return undefined;
  return { value: displacement, label, isDistance: false, limit: isNarrow ? 2 * LIMIT_32 : LIMIT_32 };
}
