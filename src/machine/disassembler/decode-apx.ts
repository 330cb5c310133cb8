/**
 * General-purpose instructions with APX's EVEX prefix from their bytes, and what is wrong with bytes that raise #UD (APX
 * 355828, 3.1.2.3, 3.1.3 and the exception classes APX-EVEX).
 */
import { type Form, formByName } from '../assembler/form';
import { registerAt } from '../cpu/register-names';
import { apxFormsAt } from '../encoding/apx';
import { type CodeRow, hasCondition, type VectorPrefix } from '../encoding/code-row';
import { codeRowOf } from '../encoding/code-rows';
import { prefixBit } from '../encoding/code-writer';
import { type UnpackedAddress, unpackAddress } from '../encoding/memory-operand';
import type { AssemblerOperand } from '../encoding/operand';
import { EVEX, type PrefixFields, unpackPrefix } from '../encoding/prefix';
import { stackPairProblem } from '../encoding/stack-pair';
import { CUT_OFF, noInstruction, type Undecodable } from './decoded';
import { type LegacyPrefixes, readPrefixes } from './legacy-prefixes';

export type DecodedApx =
  | {
      readonly kind: 'form';
      readonly form: Form;
      readonly operands: readonly AssemblerOperand[];
      readonly length: number;
      /** Of a conditional compare: OF, SF, ZF and CF, from the highest of four bits. */
      readonly defaultFlags?: number;
    }
  | Undecodable;

const NOTHING: Undecodable = { kind: 'invalid', why: 'the bytes are no instruction' };
const APX_MAP = 4;
const ADDRESS_SIZE = prefixBit(0x67);

interface Candidate {
  readonly row: CodeRow;
  readonly vector: VectorPrefix;
  readonly form: Form;
}

/** All that the bytes say of an instruction whose prefix and ModRM are there. */
interface Site {
  readonly legacy: LegacyPrefixes;
  readonly fields: PrefixFields;
  /** The last byte of the prefix. */
  readonly last: number;
  readonly modrm: number;
}

/** The instruction at the start of `bytes`; undefined when its map and opcode are none of the tables. */
export function decodeApx(bytes: Uint8Array): DecodedApx | undefined {
  const legacy = readPrefixes(bytes);
  const { start } = legacy;
  if (bytes[start] !== EVEX) return undefined;
  const prefix = unpackPrefix(bytes.subarray(start));
  if (!prefix) return undefined;
  const { fields, size } = prefix;
  const opcodeAt = start + size;
  const [opcode, modrm] = bytes.subarray(opcodeAt);
  if (opcode === undefined) return fields.map === APX_MAP ? CUT_OFF : undefined;
  const forms = apxFormsAt(fields.map, opcode);
  if (forms.length === 0) return fields.map === APX_MAP ? NOTHING : undefined;
  if (modrm === undefined) return CUT_OFF;
  const site: Site = { legacy, fields, last: bytes[opcodeAt - 1]!, modrm }; // the prefix is there
  const candidates = forms.map(({ form }) => candidateOf(form));
  const chosen = choose(candidates, site);
  if (typeof chosen === 'string') return noInstruction(chosen);
  const broken = brokenRule(chosen, site);
  return broken === undefined ? finish(chosen, site, bytes, opcodeAt + 1) : noInstruction(broken);
}

function candidateOf(name: string): Candidate {
  const row = codeRowOf(name)!; // forms of the table have a row
  return { row, vector: row.vector!, form: formByName(name)! }; // and so for their prefix, and what their names say
}

/** The form that all fields agree with, or why there is none. */
function choose(candidates: readonly Candidate[], site: Site): Candidate | string {
  let left = candidates;
  for (const [agrees, why] of STEPS) {
    const next = agrees(left, site);
    if (next.length === 0) return `${mnemonicOf(left)} ${why}`;
    left = next;
  }
  return left[0]!; // not empty, as was seen
}

function mnemonicOf(candidates: readonly Candidate[]): string {
  const names = new Set(candidates.map(({ row }) => row.form.split('_')[1]?.toUpperCase()));
  return [...names].slice(0, 2).join(' or ');
}

/** Each leaves those that agree with one more field. */
const STEPS: readonly (readonly [
  agrees: (left: readonly Candidate[], site: Site) => readonly Candidate[],
  why: string,
])[] = [
  [bySize, 'cannot have these pp and W'],
  [byDigit, 'has another ModRM.reg'],
  [byOperandKind, 'cannot have such an operand in ModRM.rm'],
  [byFixedBits, 'cannot have these EVEX.ND and EVEX.NF'],
  [byAddressSize, 'cannot have this address size'],
];

/** W decides on 64 bits before pp does on 16. */
function bySize(left: readonly Candidate[], { fields: { pp, w } }: Site): readonly Candidate[] {
  const exact = left.filter(({ vector }) => vector.pp === pp && (vector.isWig || vector.w === w));
  if (exact.length > 0 || pp !== 1 || !w || !left.some(({ vector }) => vector.pp === 1 && !vector.w)) return exact;
  return left.filter(({ vector }) => vector.pp === 0 && vector.w);
}

function byDigit(left: readonly Candidate[], { modrm }: Site): readonly Candidate[] {
  return left.filter(({ row }) => row.regAt >= 0 || ignoresDigit(row) || row.digit === ((modrm >> 3) & 7));
}

function ignoresDigit({ form }: CodeRow): boolean {
  return form.startsWith('EVEX_Set');
}

function byOperandKind(left: readonly Candidate[], { modrm }: Site): readonly Candidate[] {
  return left.filter(({ row, form }) => {
    const pattern = form.operands[row.rmAt];
    return isMemory(modrm) ? pattern?.memory !== undefined : pattern?.file !== undefined;
  });
}

function byFixedBits(left: readonly Candidate[], { last }: Site): readonly Candidate[] {
  return left.filter(({ vector }) => (last & vector.fixedMask) === vector.fixed);
}

/** A form that has the prefix 67 in its opcode comes before one that takes it for its address alone. */
function byAddressSize(left: readonly Candidate[], { legacy }: Site): readonly Candidate[] {
  const narrow = left.filter(({ row }) => (row.prefixes & ADDRESS_SIZE) !== 0);
  return legacy.addressSize && narrow.length > 0 ? narrow : left.filter((candidate) => !narrow.includes(candidate));
}

function isMemory(modrm: number): boolean {
  return modrm >> 6 !== 3;
}

/** z, L'L and the two lowest bits of aaa. */
const RESERVED = 0b1110_0011;

/** The rule that the encoding breaks, as words; undefined when it breaks none. */
function brokenRule(candidate: Candidate, { legacy, fields, last, modrm }: Site): string | undefined {
  const { row, vector } = candidate;
  const name = mnemonicOf([candidate]);
  if (legacy.forbidden) return `${name} cannot have the prefix ${legacy.forbidden}`;
  if (last & RESERVED & ~vector.fixedMask) return `${name} is encoded with z, L'L and the unused bits of aaa = 0`;
  if (!isMemory(modrm) && (fields.index & 16) !== 0) return `${name} is encoded with EVEX.U = 1`;
  if (row.vvvvAt < 0 && !hasCondition(vector) && fields.vvvv !== 0)
    return `${name} has no operand in EVEX.vvvv, which must be 11111b`;
  return undefined;
}

function finish(candidate: Candidate, site: Site, bytes: Uint8Array, modrmAt: number): DecodedApx {
  const { row, form, vector } = candidate;
  const { legacy, fields, modrm } = site;
  const { base, index } = fields;
  const tail = bytes.subarray(modrmAt);
  const address = isMemory(modrm) ? unpackAddress(tail, { base, index, width: legacy.addressSize ? 4 : 8 }) : undefined;
  const immediateAt = address?.size ?? 1;
  const length = immediateAt + row.immediate;
  if ((isMemory(modrm) && !address) || tail.length < length) return CUT_OFF;
  const rest = tail.subarray(immediateAt, length);
  const operands = form.operands.map((pattern, at): AssemblerOperand | undefined => {
    if (at === row.rmAt && address) return memoryOperand(address, legacy);
    if (pattern.constant !== undefined) return { kind: 'immediate', value: pattern.constant };
    if (at === row.immediateAt) return { kind: 'immediate', value: signedNumber(rest) };
    const register = pattern.fixed ?? registerAt(pattern.file ?? 'gpr', numberOf(row, at, site), pattern.size);
    return register && { kind: 'register', register };
  });
  if (!operands.every((operand) => operand !== undefined))
    return noInstruction(`${mnemonicOf([candidate])} names a register that does not exist`);
  const problem = stackPairProblem(form.name, operands);
  if (problem !== undefined) return noInstruction(`${mnemonicOf([candidate])} ${problem}`);
  const flags = hasCondition(vector) ? { defaultFlags: ~site.fields.vvvv & 15 } : {};
  return { kind: 'form', form, operands, length: modrmAt + length, ...flags };
}

/** The number of the register that is operand `at`. */
function numberOf({ regAt, rmAt }: CodeRow, at: number, { modrm, fields: { reg, base, vvvv } }: Site): number {
  if (at === regAt) return ((modrm >> 3) & 7) | reg;
  return at === rmAt ? (modrm & 7) | base : vvvv;
}

function memoryOperand({ address }: UnpackedAddress, { segment }: LegacyPrefixes): AssemblerOperand {
  const fromNext = address.base?.file === 'rip';
  return { kind: 'memory', ...address, ...(fromNext && { fromNext }), ...(segment && { segment }) };
}

function signedNumber(bytes: Uint8Array): bigint {
  let value = 0n;
  for (let at = bytes.length - 1; at >= 0; at--) value = (value << 8n) | BigInt(bytes[at]!); // within the bytes
  return BigInt.asIntN(8 * bytes.length, value);
}
