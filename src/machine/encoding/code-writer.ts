/**
 * Writes one instruction at a time into a buffer that is used again (Intel SDM vol. 2, 2.1 to 2.3 and 2.7). What depends
 * on where things lie is left open: a field of zeros, and where it is.
 */
import type { CodeRow, VectorPrefix } from './code-row';
import { BASE_RIP, type Fields } from './fields';
import { PAYLOAD, REX2 } from './rex2-prefix';
import { writeVectorPrefix } from './vector-prefix';

/** Legacy prefixes in the order in which assemblers write them; bits of `Fields.prefixes`. */
export const PREFIX_BYTES = [0x64, 0x65, 0x3e, 0x67, 0x66, 0xf2, 0xf3, 0xf0] as const;

/** The bit of a legacy prefix. */
export function prefixBit(byte: (typeof PREFIX_BYTES)[number]): number {
  return 1 << PREFIX_BYTES.indexOf(byte);
}

const OPERAND_SIZE = prefixBit(0x66);
const REX = 0x40;
const REX_W = 8;
const ESCAPE = 0x0f;
/** In ModRM.rm: a SIB byte follows. In SIB.index: there is none. */
const SIB_FOLLOWS = 4;
const NO_INDEX = 4;
/** In ModRM.rm or SIB.base with mod = 0: a displacement without a base. */
const NO_BASE = 5;

export class CodeWriter {
  readonly bytes = new Uint8Array(32);
  length = 0;
  /** The field that is open, in bytes; its size is 0 without one. */
  openAt = 0;
  openSize = 0;

  write(row: CodeRow, fields: Fields): void {
    this.length = 0;
    this.openSize = 0;
    this.writeOpcode(row, fields);
    if (row.digit >= 0) this.writeOperands(row, fields, (row.regAt >= 0 ? fields.reg : row.digit) & 7);
    if (row.relative > 0) this.leaveOpen(row.relative);
    if (row.is4At >= 0) this.put(fields.is4 << 4);
    const immediate = row.addressAt >= 0 ? 8 : row.immediate;
    if (immediate === 0) return;
    if (fields.isOpen) this.leaveOpen(immediate);
    else this.writeNumber(fields.immediate, Math.min(immediate, 4));
    if (immediate === 8 && !fields.isOpen) this.writeNumber(fields.immediateHigh, 4);
  }

  private writeOpcode(row: CodeRow, fields: Fields): void {
    const { opcode, operandSize, isInOpcode, vector } = row;
    let prefixes = fields.prefixes | row.prefixes;
    if (operandSize === 2) prefixes |= OPERAND_SIZE;
    for (let bit = 0; prefixes !== 0; bit++, prefixes >>= 1) if (prefixes & 1) this.put(PREFIX_BYTES[bit]!); // of 8 bits
    let at = 0;
    if (vector) this.length = writeVectorPrefix(this.bytes, this.length, vector, fields);
    else if (this.writeRex(row, fields) && opcode[0] === ESCAPE) at = 1;
    const last = opcode.length - 1;
    for (; at < last; at++) this.put(opcode[at]!); // within it
    this.put(opcode[last]! | (isInOpcode ? fields.reg & 7 : 0)); // a row has an opcode
  }

  /** Writes REX or REX2, and returns whether it is REX2, which stands for 0F too. */
  private writeRex(row: CodeRow, fields: Fields): boolean {
    const { prefix, operandSize, isInOpcode } = row;
    if (prefix) this.put(prefix);
    const { reg } = fields;
    const low = isInOpcode ? reg : fields.rm >= 0 ? fields.rm : Math.max(fields.base, 0);
    const index = Math.max(fields.index, 0);
    let rex = operandSize === 8 ? REX_W : 0;
    if (!isInOpcode) rex |= bit3(reg) << 2;
    rex |= bit3(index) << 1;
    rex |= bit3(low);
    if (((reg | index | low) & FIFTH_BIT) === 0 && !fields.needsRex2 && !row.hasRex2) {
      if (rex !== 0 || fields.needsRex) this.put(REX | rex);
      return false;
    }
    if (row.opcode[0] === ESCAPE) rex |= PAYLOAD.M0;
    if (!isInOpcode && reg & FIFTH_BIT) rex |= PAYLOAD.R4;
    if (index & FIFTH_BIT) rex |= PAYLOAD.X4;
    if (low & FIFTH_BIT) rex |= PAYLOAD.B4;
    this.put(REX2);
    this.put(rex);
    return true;
  }

  /** ModRM and what follows it. */
  private writeOperands({ hasSib, vector }: CodeRow, fields: Fields, reg: number): void {
    const { rm, base, index, scale, displacement, isLong } = fields;
    const middle = reg << 3;
    if (rm >= 0) return this.put(0xc0 | middle | (rm & 7));
    if (base === BASE_RIP) {
      this.put(middle | NO_BASE);
      return this.leaveOpen(4);
    }
    const low = base < 0 ? NO_BASE : base & 7;
    const unit = vector ? unitOf(vector, fields) : 1;
    const size = displacementSize(fields, low, unit);
    const mod = base < 0 || size === 0 ? 0 : size === 1 ? 0x40 : 0x80;
    if (index < 0 && base >= 0 && low !== SIB_FOLLOWS && !hasSib) this.put(mod | middle | low);
    else {
      this.put(mod | middle | SIB_FOLLOWS);
      this.put((scale << 6) | ((index >= 0 ? index & 7 : NO_INDEX) << 3) | low);
    }
    if (isLong) this.leaveOpen(4);
    else this.writeNumber(size === 1 ? displacement / unit : displacement, size);
  }

  private leaveOpen(size: number): void {
    this.openAt = this.length;
    this.openSize = size;
    this.writeNumber(0, size);
  }

  private writeNumber(value: number, size: number): void {
    for (let at = 0; at < size; at++) this.put(at < 4 ? (value >> (8 * at)) & 0xff : 0);
  }

  private put(byte: number): void {
    this.bytes[this.length++] = byte;
  }
}

/** Of a register's number: 16. */
const FIFTH_BIT = 16;

function bit3(register: number): number {
  return (register >> 3) & 1;
}

/** What a displacement of one byte counts, in bytes. */
function unitOf({ unit, broadcastUnit }: VectorPrefix, { isBroadcast }: Fields): number {
  return isBroadcast ? broadcastUnit : unit;
}

/** Bytes; `low` is the base as its field has it. */
function displacementSize({ base, isLong, displacement }: Fields, low: number, unit: number): number {
  if (base < 0 || isLong) return 4;
  if (displacement === 0 && low !== NO_BASE) return 0;
  return displacement % unit === 0 && fitsByte(displacement / unit) ? 1 : 4;
}

function fitsByte(value: number): boolean {
  return value >= -0x80 && value < 0x80;
}

/** Fills an open field at `at` of `bytes` with the low bytes of `value`. */
export function fillField(bytes: Uint8Array, at: number, size: number, value: number): void {
  let rest = value;
  for (let index = 0; index < size; index++) {
    bytes[at + index] = rest & 0xff;
    rest = Math.floor(rest / 256);
  }
}
