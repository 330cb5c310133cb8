/** EVEX with the bits that APX gives to general registers in older instructions: R4, B4 and X4 (APX 355828, 3.1.3). */
import type { LinearAddress } from '../architecture/linear-address';
import type { Instruction } from '../cpu/instruction';
import { isExtendedGeneral } from '../cpu/register-names';
import { codeRowOf } from '../encoding/code-rows';
import { EVEX, unpackPrefix } from '../encoding/prefix';
import { type Decoded, noInstruction } from './decoded';
import { type UpperBits, withUpperBits } from './fifth-bits';

/** What may stand before EVEX; others there raise #UD, which the library tells. */
const LEGACY_PREFIXES = [0x26, 0x2e, 0x36, 0x3e, 0x64, 0x65, 0x67];
/** The map of the instructions that are new with APX. */
const APX_MAP = 4;
const EVEX_BYTES = 4;
/** Of the first byte behind 62; the first two are stored inverted. */
const R4 = 1 << 4;
const X3 = 1 << 6;
const B4 = 1 << 3;
/** Of the second byte, stored inverted. */
const X4 = 1 << 2;
const SIB_FOLLOWS = 4;
const NO_INDEX = 4;

type DecodeOlder = (bytes: Uint8Array, address: LinearAddress) => Decoded;

/** The instruction at the start of `bytes`; undefined where none of these bits is set. */
export function decodeEvexGeneral(
  bytes: Uint8Array,
  address: LinearAddress,
  decodeOlder: DecodeOlder,
): Decoded | undefined {
  let start = 0;
  while (LEGACY_PREFIXES.includes(bytes[start] ?? 0)) start++;
  if (bytes[start] !== EVEX) return undefined;
  const prefix = unpackPrefix(bytes.subarray(start));
  if (!prefix || prefix.fields.map === APX_MAP) return undefined;
  const { fields } = prefix;
  const isMemory = (bytes[start + EVEX_BYTES + 1] ?? 0) >> 6 !== 3;
  const hasBits = ((fields.base | fields.index) & 16) !== 0;
  if (!hasBits && (fields.reg & 16) === 0) return undefined;
  if (fields.index & 16 && !isMemory) return noInstruction('EVEX.X4 is 0 and ModRM names a register');
  const site = { bytes, start, address, upper: fields, decodeOlder };
  const plain = decodeWithout(site, B4, X4);
  // The fifth bit of a general register in ModRM.reg is that of a vector: the library refuses it.
  if (plain.kind !== 'invalid' || plain.cutOff || (fields.reg & 16) === 0) return plain;
  const general = decodeWithout(site, B4, X4, R4);
  return general.kind === 'instruction' && hasGeneral(general.instruction) ? general : plain;
}

function hasGeneral({ form, operands }: Instruction): boolean {
  const operand = operands[codeRowOf(form)?.regAt ?? -1];
  return operand?.kind === 'register' && isExtendedGeneral(operand.register);
}

interface Site {
  readonly bytes: Uint8Array;
  readonly start: number;
  readonly address: LinearAddress;
  readonly upper: UpperBits;
  readonly decodeOlder: DecodeOlder;
}

/** Decodes without the named bits, and gives them to the general registers afterwards. */
function decodeWithout({ bytes, start, address, upper, decodeOlder }: Site, b4: number, x4: number, r4 = 0): Decoded {
  const older = Uint8Array.from(bytes);
  older[start + 1] = ((bytes[start + 1] ?? 0) & ~b4) | r4;
  older[start + 2] = (bytes[start + 2] ?? 0) | x4;
  let decoded = decodeOlder(older, address);
  if (upper.index & 16 && !hasVectorIndex(decoded) && hasIndexFour(older.subarray(start + EVEX_BYTES))) {
    // Index 4 is none unless one of both upper bits is set.
    older[start + 1]! &= ~X3; // the prefix is there
    decoded = decodeOlder(older, address);
  }
  if (decoded.kind !== 'instruction') return decoded;
  const { instruction } = decoded;
  const operands = withUpperBits(instruction, upper);
  return {
    kind: 'instruction',
    instruction: { ...instruction, operands, bytes: bytes.slice(0, instruction.bytes.length) },
  };
}

/** Whether a SIB byte behind an opcode of one byte says that there is no index. */
function hasIndexFour([, modrm = 0, sib = 0]: Uint8Array): boolean {
  return (modrm & 7) === SIB_FOLLOWS && ((sib >> 3) & 7) === NO_INDEX;
}

/** Gathers and scatters have a fifth bit for their index elsewhere. */
function hasVectorIndex(decoded: Decoded): boolean {
  if (decoded.kind !== 'instruction') return false;
  return decoded.instruction.operands.some(
    (operand) => operand.kind === 'memory' && operand.memory.index !== undefined && operand.memory.index.file !== 'gpr',
  );
}
