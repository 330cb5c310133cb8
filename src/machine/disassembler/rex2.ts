/** Instructions with the REX2 prefix (APX 355828, 3.1.1): those of maps 0 and 1, by their encoding with REX, and JMPABS. */
import type { LinearAddress } from '../architecture/linear-address';
import { formByName } from '../assembler/form';
import { toInstruction } from '../assembler/to-instruction';
import { usesExtendedGeneral } from '../cpu/extended-general';
import type { Instruction, Operand } from '../cpu/instruction';
import { allowsRex2, takesRex2 } from '../encoding/rex2';
import { PAYLOAD, REX2 } from '../encoding/rex2-prefix';
import { CUT_OFF, type Decoded, noInstruction } from './decoded';
import { type OlderEncoding, withUpperBits } from './fifth-bits';

const REX = 0x40;
const ESCAPE = 0x0f;
const XCHG_WITH_ACCUMULATOR = 0x90;
/** In ModRM.rm with mod other than 3: a SIB byte follows. */
const SIB_FOLLOWS = 4;
const NO_INDEX = 4;
const JMPABS = 0xa1;
const JMPABS_FORM = 'Jmpabs_imm64';
/** Bytes of JMPABS without prefixes before REX2, and of its target. */
const JMPABS_BYTES = 11;
const TARGET_BYTES = 8;
/** What may stand before REX2: sizes, segments, LOCK and REP. */
const LEGACY_PREFIXES = [0x26, 0x2e, 0x36, 0x3e, 0x64, 0x65, 0x66, 0x67, 0xf0, 0xf2, 0xf3];
/** Of these, segments alone go with JMPABS. */
const NOT_WITH_JMPABS = [0x66, 0x67, 0xf0, 0xf2, 0xf3];

type DecodeOlder = (bytes: Uint8Array, address: LinearAddress) => Decoded;

/** The instruction at the start of `bytes`; undefined when it does not have the prefix. */
export function decodeRex2(bytes: Uint8Array, address: LinearAddress, decodeOlder: DecodeOlder): Decoded | undefined {
  let start = 0;
  while (LEGACY_PREFIXES.includes(bytes[start] ?? 0)) start++;
  const hasRex = (bytes[start] ?? 0) >> 4 === REX >> 4;
  const at = hasRex ? start + 1 : start;
  if (bytes[at] !== REX2) return undefined;
  if (hasRex) return noInstruction('REX stands before REX2');
  const [payload, opcode] = bytes.subarray(start + 1);
  if (payload === undefined || opcode === undefined) return CUT_OFF;
  const map = payload >> 7;
  if (map === 0 && opcode === JMPABS) return decodeJmpabs(bytes, start, payload, address);
  if (!allowsRex2(map, opcode)) return noInstruction('REX2 does not go with this opcode');
  const older = olderEncoding(bytes, start, payload, opcode);
  const decoded = decodeOlder(older.bytes, address + older.shorter);
  if (decoded.kind === 'not-modelled') {
    const text = `${mnemonicIn(decoded.text)} (APX, encoded with REX2)`;
    return { kind: 'not-modelled', text, length: decoded.length + older.shorter };
  }
  return decoded.kind === 'instruction' ? promoted(decoded.instruction, { bytes, address, payload, older }) : decoded;
}

/** The mnemonic of disassembled code, behind prefixes. */
function mnemonicIn(text: string): string {
  return /^(?:(?:lock|rep|repe|repne|xacquire|xrelease|bnd|notrack) )*(\S+)/.exec(text)?.[1] ?? text;
}

function olderEncoding(bytes: Uint8Array, start: number, payload: number, opcode: number): OlderEncoding {
  const has = (bit: number, value: number) => (payload & bit ? value : 0);
  const upper = {
    reg: has(PAYLOAD.R4, 16) | has(PAYLOAD.R3, 8),
    index: has(PAYLOAD.X4, 16) | has(PAYLOAD.X3, 8),
    base: has(PAYLOAD.B4, 16) | has(PAYLOAD.B3, 8),
  };
  let rex = REX | (payload & 15);
  const rest = bytes.subarray(start + 2);
  // Index 4 is none, and opcode 90 no XCHG, unless one of both upper bits is set.
  if (upper.index && hasIndexFour(rest)) rex |= PAYLOAD.X3;
  if (upper.base && (payload & PAYLOAD.M0) === 0 && opcode === XCHG_WITH_ACCUMULATOR) rex |= PAYLOAD.B3;
  const escapes = payload & PAYLOAD.M0 ? [ESCAPE] : [];
  return {
    bytes: Uint8Array.of(...bytes.subarray(0, start), rex, ...escapes, ...rest),
    shorter: 1 - escapes.length,
    upper,
  };
}

/** Whether a SIB byte behind an opcode of one byte says that there is no index. */
function hasIndexFour([, modrm = 0, sib = 0]: Uint8Array): boolean {
  return modrm >> 6 !== 3 && (modrm & 7) === SIB_FOLLOWS && ((sib >> 3) & 7) === NO_INDEX;
}

interface Site {
  readonly bytes: Uint8Array;
  readonly address: LinearAddress;
  readonly payload: number;
  readonly older: OlderEncoding;
}

/** PUSH and POP with REX2.W. */
const BALANCED: ReadonlyMap<string, string> = new Map([
  ['Push_r64', 'Pushp_r64'],
  ['Pop_r64', 'Popp_r64'],
]);

function promoted(instruction: Instruction, { bytes, address, payload, older }: Site): Decoded {
  const { form, mnemonic, prefixes = [] } = instruction;
  if (!takesRex2(form)) return noInstruction(`${mnemonic.toUpperCase()} cannot have the prefix REX2`);
  const operands = withUpperBits(instruction, older.upper);
  if (payload & PAYLOAD.R4 && operands.some(isControl)) return noInstruction('there is no such control register');
  const whole = bytes.slice(0, instruction.bytes.length + older.shorter);
  const same = { ...instruction, operands, address, bytes: whole };
  const balanced = payload & PAYLOAD.W ? BALANCED.get(form) : undefined;
  if (balanced) return { kind: 'instruction', instruction: { ...same, form: balanced, mnemonic: `${mnemonic}p` } };
  if (operands.some(usesExtendedGeneral)) return { kind: 'instruction', instruction: same };
  return { kind: 'instruction', instruction: { ...same, prefixes: [...prefixes, '{rex2}'] } };
}

function isControl(operand: Operand): boolean {
  return operand.kind === 'register' && operand.register.file === 'cr';
}

function decodeJmpabs(bytes: Uint8Array, start: number, payload: number, address: LinearAddress): Decoded {
  const length = start + JMPABS_BYTES;
  const prefix = bytes.subarray(0, start).find((byte) => NOT_WITH_JMPABS.includes(byte));
  if (prefix !== undefined) return noInstruction(`JMPABS cannot have the prefix 0x${prefix.toString(16)}`);
  if (payload & PAYLOAD.W) return noInstruction('JMPABS is encoded with REX2.W = 0');
  if (bytes.length < length) return CUT_OFF;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const value = view.getBigUint64(length - TARGET_BYTES, true);
  const form = formByName(JMPABS_FORM)!; // a test reads the form of every row
  const match = { mnemonic: '', form, operands: [{ kind: 'immediate', value } as const], prefixes: [] };
  return { kind: 'instruction', instruction: toInstruction(match, address, bytes.slice(0, length)) };
}
