/** Machine code to the core's plain instructions, by the encoding table or by `iced-x86`'s decoder. */
import { fromLinear, type LinearAddress } from '../architecture/linear-address';
import { type Form, formByName, hidesFirst, type OperandPattern } from '../assembler/form';
import { hasPlainStringOperands, stringElement } from '../assembler/string-form';
import { toInstruction } from '../assembler/to-instruction';
import type { Masking, Prefix, RegisterRef, Rounding } from '../cpu/instruction';
import { registerByName, registerName } from '../cpu/register-names';
import { apxFormOf } from '../encoding/apx';
import { codeName, type Iced, iced } from '../encoding/iced';
import { NEWER_FORMS } from '../encoding/newer-opcodes';
import type { AssemblerMemory, AssemblerOperand } from '../encoding/operand';
import { rowOfForm } from '../instructions';
import { decodeRow } from './decode';
import { decodeApx } from './decode-apx';
import { CUT_OFF, type Decoded } from './decoded';
import { decodeEvexGeneral } from './evex-general';
import { formatInstruction } from './format-instruction';
import { olderMove } from './movrs';
import { decodeRex2 } from './rex2';

/** The greatest length of an x86 instruction in bytes. */
export const MAX_INSTRUCTION_LENGTH = 15;

/** The instruction at the start of `bytes` (those behind it do not matter), which lie at `address`. */
export function decode(bytes: Uint8Array, address: LinearAddress): Decoded {
  const instruction = bytes.subarray(0, MAX_INSTRUCTION_LENGTH);
  return (
    decodeByTable(instruction, address) ??
    decodePromoted(instruction, address) ??
    decodeRex2(instruction, address, decodeOlder) ??
    decodeEvexGeneral(instruction, address, decodeOlder) ??
    decodeOlder(instruction, address)
  );
}

/** What has no prefix of APX and no bit of one. */
function decodeOlder(bytes: Uint8Array, address: LinearAddress): Decoded {
  return decodeMovrs(bytes, address) ?? decodeByLibrary(bytes, address);
}

function decodeByTable(bytes: Uint8Array, address: LinearAddress): Decoded | undefined {
  const decoded = decodeRow(bytes);
  if (decoded?.kind !== 'row') return decoded;
  const { row, length, segment } = decoded;
  const form = formByName(row.form)!; // a test reads the form of every row
  const operands = decoded.operands.map(
    (operand): AssemblerOperand =>
      operand.kind === 'memory' && operand.base?.file === 'rip' ? { ...operand, fromNext: true } : operand,
  );
  const match = { mnemonic: '', form, operands, prefixes: [] };
  const instruction = toInstruction(match, address, bytes.slice(0, length));
  if (!segment) return { kind: 'instruction', instruction };
  return {
    kind: 'not-modelled',
    text: formatInstruction(instruction).replace('[', `${registerName(segment)}:[`),
    length,
  };
}

/** General-purpose instructions with APX's EVEX prefix. */
function decodePromoted(bytes: Uint8Array, address: LinearAddress): Decoded | undefined {
  const decoded = decodeApx(bytes);
  if (decoded?.kind !== 'form') return decoded;
  const { form, operands, length, defaultFlags } = decoded;
  const mnemonic = apxFormOf(form.name)?.mnemonic ?? '';
  const match = { mnemonic, form, operands, prefixes: [], ...(defaultFlags !== undefined && { defaultFlags }) };
  const instruction = toInstruction(match, address, bytes.slice(0, length));
  if (rowOfForm(form.name)) return { kind: 'instruction', instruction };
  return { kind: 'not-modelled', text: formatInstruction(instruction), length };
}

/** MOVRS by the older form of the same operands. */
function decodeMovrs(bytes: Uint8Array, address: LinearAddress): Decoded | undefined {
  const move = olderMove(bytes);
  if (!move) return undefined;
  const { Code, DecoderError, DecoderOptions } = iced();
  // Where the older move ends, this one does.
  return withDecoded(move.bytes, address + move.shorter, DecoderOptions.None, (decoded, decoder): Decoded => {
    if (decoder.lastError === DecoderError.NoMoreBytes) return CUT_OFF;
    const newer = NEWER_FORMS.find(({ older }) => decoded.code !== Code.INVALID && older === codeName(decoded.code));
    const form = newer && formByName(newer.form);
    const operands = form && readOperands(decoded, form);
    if (operands?.[1]?.kind !== 'memory' || !form)
      return { kind: 'invalid', why: 'the bytes are no instruction: MOVRS loads from memory only' };
    const match = { mnemonic: '', form, operands, prefixes: [] };
    return {
      kind: 'instruction',
      instruction: toInstruction(match, address, bytes.slice(0, decoded.length + move.shorter)),
    };
  });
}

function decodeByLibrary(bytes: Uint8Array, address: LinearAddress): Decoded {
  const { Code, DecoderOptions } = iced();
  return withDecoded(bytes, address, DecoderOptions.None, (decoded, decoder): Decoded => {
    if (decoded.code === Code.INVALID) return explainInvalid(bytes, address, decoder);
    const form = formByName(codeName(decoded.code));
    const operands = form && rowOfForm(form.name) && readOperands(decoded, form);
    if (!operands) return { kind: 'not-modelled', text: disassemble(decoded), length: decoded.length };
    const rounding = readRounding(decoded);
    const match = { mnemonic: '', form, operands, prefixes: readPrefixes(decoded), ...(rounding && { rounding }) };
    return { kind: 'instruction', instruction: toInstruction(match, address, bytes.slice(0, decoded.length)) };
  });
}

function withDecoded<Result>(
  bytes: Uint8Array,
  address: LinearAddress,
  options: Iced.DecoderOptions,
  use: (decoded: Iced.Instruction, decoder: Iced.Decoder) => Result,
): Result {
  const decoder = new (iced().Decoder)(64, bytes, options);
  decoder.ip = fromLinear(address);
  const decoded = decoder.decode();
  try {
    return use(decoded, decoder);
  } finally {
    decoded.free();
    decoder.free();
  }
}

/** A decoder without checks: it names the instruction of an encoding that the processor refuses. */
function explainInvalid(bytes: Uint8Array, address: LinearAddress, strict: Iced.Decoder): Decoded {
  const { Code, DecoderError, DecoderOptions } = iced();
  if (strict.lastError === DecoderError.NoMoreBytes) return CUT_OFF;
  return withDecoded(bytes, address, DecoderOptions.NoInvalidCheck, (decoded) => ({
    kind: 'invalid',
    why:
      decoded.code === Code.INVALID
        ? 'the bytes are no instruction'
        : `the bytes are no instruction: \`${disassemble(decoded)}\` cannot be encoded like that or have those operands`,
  }));
}

let formatter: Iced.Formatter | undefined;

function disassemble(instruction: Iced.Instruction): string {
  if (!formatter) {
    formatter = new (iced().Formatter)(iced().FormatterSyntax.Intel);
    formatter.hexPrefix = '0x';
    formatter.hexSuffix = '';
    formatter.uppercaseHex = false;
    formatter.spaceAfterOperandSeparator = true;
  }
  return formatter.format(instruction);
}

/** By the decoder's number of the rounding control. */
const ROUNDINGS: readonly (Rounding | undefined)[] = [undefined, 'rn-sae', 'rd-sae', 'ru-sae', 'rz-sae'];

function readRounding(decoded: Iced.Instruction): Rounding | undefined {
  return decoded.suppressAllExceptions ? 'sae' : ROUNDINGS[decoded.roundingControl];
}

/** Undefined where an operand has no counterpart in the core: far pointers. */
function readOperands(decoded: Iced.Instruction, form: Form): AssemblerOperand[] | undefined {
  if (stringElement(form.name) !== undefined && !hasPlainStringOperands(decoded)) return undefined;
  if (form.name.includes('_rDI_') && !isPlainStore(decoded)) return undefined;
  const hidden = hidesFirst(form.name) ? 1 : 0;
  const operands = form.operands.map((pattern, index) => readOperand(decoded, index + hidden, pattern));
  return operands.every((operand) => operand !== undefined) ? operands : undefined;
}

/** Whether a store to the address in RDI has that of 64 bits, and no segment with a base. */
function isPlainStore(decoded: Iced.Instruction): boolean {
  const { OpKind, Register } = iced();
  const { segmentPrefix } = decoded;
  return decoded.opKind(0) === OpKind.MemorySegRDI && segmentPrefix !== Register.FS && segmentPrefix !== Register.GS;
}

function readOperand(decoded: Iced.Instruction, index: number, pattern: OperandPattern): AssemblerOperand | undefined {
  const { OpKind } = iced();
  const kind = decoded.opKind(index);
  if (kind === OpKind.NearBranch64) return { kind: 'branch', target: toSigned(decoded.nearBranchTarget) };
  const masking = index === 0 ? readMasking(decoded) : undefined;
  if (kind === OpKind.Memory) {
    const memory = readMemory(decoded);
    const copies = decoded.isBroadcast ? pattern.broadcast?.copies : undefined;
    return memory && { ...memory, ...masking, ...(copies !== undefined && { broadcast: copies }) };
  }
  if (kind >= OpKind.Immediate8 && kind <= OpKind.Immediate32to64) {
    return { kind: 'immediate', value: decoded.immediate(index) };
  }
  const register = kind === OpKind.Register ? toRegister(decoded.opRegister(index)) : undefined;
  return register && { kind: 'register', register, ...masking };
}

function readMasking(decoded: Iced.Instruction): Masking | undefined {
  if (!decoded.hasOpMask) return undefined;
  const mask = decoded.opMask - iced().Register.K0;
  return decoded.zeroingMasking ? { mask, zeroing: true } : { mask };
}

function readMemory(decoded: Iced.Instruction): AssemblerMemory | undefined {
  const { Register } = iced();
  const { segmentPrefix } = decoded;
  const segment =
    segmentPrefix === Register.FS || segmentPrefix === Register.GS ? toRegister(segmentPrefix) : undefined;
  const base = toRegister(decoded.memoryBase);
  const index = toRegister(decoded.memoryIndex);
  return {
    kind: 'memory',
    ...(base && { base }),
    ...(index && { index }),
    scale: toScale(decoded.memoryIndexScale),
    displacement: toSigned(decoded.memoryDisplacement),
    ...(segment && { segment }),
  };
}

function toSigned(value: bigint): number {
  return Number(BigInt.asIntN(64, value));
}

function toScale(scale: number): 1 | 2 | 4 | 8 {
  return scale === 2 || scale === 4 || scale === 8 ? scale : 1;
}

let registers: ReadonlyMap<number, RegisterRef> | undefined;

/** EIP is RIP with 32-bit addresses, which the decoder has already worked in. */
function toRegister(register: Iced.Register): RegisterRef | undefined {
  registers ??= new Map(
    Object.entries(iced().Register).flatMap(([name, value]) => {
      const known = registerByName(
        name === 'EIP' ? 'RIP' : name.replace(/^(R\d+)L$/, '$1B').replace(/^ST(\d)$/, 'ST($1)'),
      );
      return known && typeof value === 'number' ? [[value, known] as const] : [];
    }),
  );
  return registers.get(register);
}

function readPrefixes(decoded: Iced.Instruction): Prefix[] {
  const { Register } = iced();
  const prefixes: Prefix[] = [];
  if (decoded.hasLockPrefix) prefixes.push('lock');
  if (decoded.hasRepPrefix) prefixes.push('rep');
  if (decoded.hasRepnePrefix) prefixes.push('repne');
  if (decoded.segmentPrefix === Register.DS && decoded.isJmpNearIndirect) prefixes.push('notrack');
  if (decoded.segmentPrefix === Register.DS && decoded.isCallNearIndirect) prefixes.push('notrack');
  return prefixes;
}
