/** The decoder library's own encoder, which the encodings of the tables are held to. */

import { fromLinear, type LinearAddress } from '../../../src/machine/architecture/linear-address';
import { hidesFirst, type OperandPattern } from '../../../src/machine/assembler/form';
import type { Match } from '../../../src/machine/assembler/match';
import { stringElement } from '../../../src/machine/assembler/string-form';
import type { RegisterRef } from '../../../src/machine/cpu/instruction';
import { registerName } from '../../../src/machine/cpu/register-names';
import { codeByName, type Iced, iced } from '../../../src/machine/encoding/iced';
import { type AssemblerMemory, type AssemblerOperand, hasSegmentBase } from '../../../src/machine/encoding/operand';
import { ownValue } from '../../../src/machine/table';

let encoder: Iced.Encoder | undefined;

/** Undefined where the library does not know the form, or refuses it; labels are addresses already. */
export function encodeByLibrary(match: Match, address: LinearAddress): Uint8Array | undefined {
  if (codeByName(match.form.name) === undefined) return undefined;
  encoder ??= new (iced().Encoder)(64);
  const instruction = build(match);
  try {
    encoder.encode(instruction, fromLinear(address));
    return orderPrefixes(encoder.takeBuffer());
  } catch {
    encoder.takeBuffer();
    return undefined;
  } finally {
    instruction.free();
  }
}

/** Gives the encoder the operands that a form of a string instruction implies. */
function setStringOperands(instruction: Iced.Instruction, form: string): void {
  if (stringElement(form) === undefined) return;
  const { OpKind, Register } = iced();
  // `Stosq_m64_RAX`, `Movsb_m8_m8`: memory is [rdi] where it is written or scanned, and second in comparisons.
  const [name = '', ...words] = form.split('_');
  for (const [index, word] of words.entries()) {
    const isSource = /^Lods/.test(name) || index === (/^Cmps/.test(name) ? 0 : 1);
    if (word.startsWith('m'))
      instruction.setOpKind(index, isSource && !/^Scas/.test(name) ? OpKind.MemorySegRSI : OpKind.MemoryESRDI);
    else {
      instruction.setOpKind(index, OpKind.Register);
      instruction.setOpRegister(index, Register[word as 'RAX']);
    }
  }
}

/** Legacy prefixes in the order in which assemblers write them; the processor takes any. */
const PREFIX_ORDER: readonly number[] = [0x64, 0x65, 0x3e, 0x67, 0x66, 0xf2, 0xf3, 0xf0];

function orderPrefixes(bytes: Uint8Array): Uint8Array {
  const end = bytes.findIndex((byte) => !PREFIX_ORDER.includes(byte));
  if (end > 1) bytes.subarray(0, end).sort((a, b) => PREFIX_ORDER.indexOf(a) - PREFIX_ORDER.indexOf(b));
  return bytes;
}

const ST0: RegisterRef = { file: 'st', index: 0, size: 10 };

function build({ form, operands, prefixes, rounding }: Match): Iced.Instruction {
  const { Instruction, Register } = iced();
  const instruction = new Instruction();
  instruction.code = codeByName(form.name)!; // tests hold every declared form against the encoder's codes
  const hidden = Number(hidesFirst(form.name));
  if (form.name.includes('_rDI_')) instruction.setOpKind(0, iced().OpKind.MemorySegRDI);
  else if (hidden) setOperand(instruction, 0, { kind: 'register', register: ST0 }, { text: 'st', size: 10 });
  for (const [index, operand] of operands.entries()) {
    setOperand(instruction, index + hidden, operand, form.operands[index]!); // a match has as many of both
  }
  setMasking(instruction, operands[0]);
  setStringOperands(instruction, form.name);
  if (rounding === 'sae') instruction.suppressAllExceptions = true;
  else if (rounding) instruction.roundingControl = iced().RoundingControl[ROUNDING_CONTROL[rounding]];
  if (prefixes.includes('lock')) instruction.hasLockPrefix = true;
  if (prefixes.includes('rep')) instruction.hasRepPrefix = true;
  if (prefixes.includes('repne')) instruction.hasRepnePrefix = true;
  if (prefixes.includes('notrack')) instruction.segmentPrefix = Register.DS;
  return instruction;
}

const ROUNDING_CONTROL = {
  'rn-sae': 'RoundToNearest',
  'rd-sae': 'RoundDown',
  'ru-sae': 'RoundUp',
  'rz-sae': 'RoundTowardZero',
} as const;

function setMasking(instruction: Iced.Instruction, target: AssemblerOperand | undefined): void {
  if (target?.kind !== 'register' && target?.kind !== 'memory') return;
  if (target.mask !== undefined) instruction.opMask = iced().Register.K0 + target.mask;
  if (target.zeroing) instruction.zeroingMasking = true;
}

function setOperand(
  instruction: Iced.Instruction,
  index: number,
  operand: AssemblerOperand,
  pattern: OperandPattern,
): void {
  const { OpKind } = iced();
  switch (operand.kind) {
    case 'register':
      instruction.setOpKind(index, OpKind.Register);
      instruction.setOpRegister(index, toIcedRegister(operand.register));
      return;
    case 'memory':
      instruction.setOpKind(index, OpKind.Memory);
      setMemory(instruction, operand);
      if (operand.broadcast !== undefined) instruction.isBroadcast = true;
      return;
    case 'immediate':
      instruction.setOpKind(
        index,
        isSecondImmediate(instruction, index) ? OpKind.Immediate8_2nd : immediateKind(pattern),
      );
      instruction.setImmediateI64(
        index,
        isSecondImmediate(instruction, index) ? operand.value & 0xffn : BigInt.asIntN(pattern.size * 8, operand.value),
      );
      return;
    case 'branch':
      instruction.setOpKind(index, OpKind.NearBranch64);
      instruction.nearBranch64 = fromLinear(operand.target);
  }
}

/** Behind another immediate: EXTRQ and INSERTQ. */
function isSecondImmediate(instruction: Iced.Instruction, index: number): boolean {
  return index > 0 && instruction.opKind(index - 1) === iced().OpKind.Immediate8;
}

function immediateKind({ immediate = 1, size }: OperandPattern): Iced.OpKind {
  const name = immediate === size ? `Immediate${8 * size}` : `Immediate${8 * immediate}to${8 * size}`;
  return ownValue(iced().OpKind, name)!; // a test encodes every form that the tables declare
}

/** Sizes that the encoder takes for a displacement: none, a byte where it fits, or always the long one. */
const NONE = 0;
const SHORTEST = 1;
const LONG_32 = 4;
const LONG_64 = 8;

function setMemory(instruction: Iced.Instruction, memory: AssemblerMemory): void {
  const { base, index, displacement, label, segment } = memory;
  if (segment && hasSegmentBase(memory)) instruction.segmentPrefix = toIcedRegister(segment);
  const long = (base ?? index)?.size === 4 ? LONG_32 : LONG_64;
  if (base) instruction.memoryBase = toIcedRegister(base);
  if (index) instruction.memoryIndex = toIcedRegister(index);
  instruction.memoryIndexScale = memory.scale;
  instruction.memoryDisplacement = BigInt.asUintN(64, BigInt(displacement));
  const fixed = base === undefined || base.file === 'rip' || label !== undefined;
  instruction.memoryDisplSize = fixed ? long : Number(displacement) === 0 ? NONE : SHORTEST;
}

/** By the objects of the register table, of which there is one a register. */
const registers = new Map<RegisterRef, Iced.Register>();

/** The encoder's number of a register; only the names `r8b` to `r15b` differ. */
function toIcedRegister(register: RegisterRef): Iced.Register {
  let known = registers.get(register);
  if (known === undefined) {
    const name = registerName(register)
      .toUpperCase()
      .replace(/^ST(?:\((\d)\))?$/, (_, index = '0') => `ST${index}`)
      .replace(/^(R\d+)B$/, '$1L');
    known = ownValue(iced().Register, name)!; // a test encodes every register
    registers.set(register, known);
  }
  return known;
}
