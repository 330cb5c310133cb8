/**
 * The instructions of the encoding table from their bytes, and what is wrong with bytes that raise #UD (Intel SDM
 * vol. 2, 2.3, 2.7 and the AMX exception classes of 2.10).
 */

import type { RegisterRef } from '../cpu/instruction';
import { registerAt } from '../cpu/register-names';
import { type UnpackedAddress, unpackAddress } from '../encoding/memory-operand';
import type { AssemblerOperand } from '../encoding/operand';
import { type PrefixFields, unpackPrefix } from '../encoding/prefix';
import { ENCODING_ROWS, type EncodingRow, isEvex, MANDATORY_PREFIXES, type Place } from '../encoding/rows';
import { tableOf } from '../table';
import { readPrefixes } from './legacy-prefixes';

export type DecodedRow =
  | {
      readonly kind: 'row';
      readonly row: EncodingRow;
      /** A RIP-relative displacement still counts from the next instruction. */
      readonly operands: readonly AssemblerOperand[];
      readonly length: number;
      /** FS or GS, whose bases are not modelled. */
      readonly segment?: RegisterRef;
    }
  /** `cutOff`: more bytes would tell. */
  | { readonly kind: 'invalid'; readonly why: string; readonly cutOff?: boolean };

const CUT_OFF: DecodedRow = { kind: 'invalid', why: 'the instruction is cut off', cutOff: true };

/** The instruction at the start of `bytes`; undefined when its prefix, map and opcode are none of the table's. */
export function decodeRow(bytes: Uint8Array): DecodedRow | undefined {
  const { start, forbidden, addressSize, segment } = readPrefixes(bytes);
  const prefix = unpackPrefix(bytes.subarray(start));
  if (!prefix) return undefined;
  const { fields } = prefix;
  const opcodeAt = start + prefix.size;
  const rows = rowsOf(fields, bytes[opcodeAt]);
  if (rows.length === 0) return undefined;
  const tail = bytes.subarray(opcodeAt + 1);
  const [modrm] = tail;
  if (modrm === undefined) return CUT_OFF;
  const isMemory = modrm >> 6 !== 3;
  const row = rows.find(({ places }) => places.includes('memory') === isMemory);
  if (!row) {
    const wanted = isMemory ? 'registers only, and ModRM names memory' : 'memory, and ModRM names a register';
    return invalid(rows[0]!, `takes ${wanted}`); // the list is not empty
  }
  const { base, index } = fields;
  const memory = isMemory ? unpackAddress(tail, { base, index, width: addressSize ? 4 : 8 }) : undefined;
  const size = (memory?.size ?? 1) + Number(row.places.includes('imm8'));
  if (tail.length < size || (isMemory && !memory)) return CUT_OFF;
  const site: Site = { row, fields, memory, forbidden, reg: (modrm >> 3) & 7, rm: modrm & 7, last: tail[size - 1]! }; // the tail is that long: see above
  for (const rule of RULES) {
    const broken = rule(site);
    if (broken !== undefined) return invalid(row, broken);
  }
  const operands = row.places.map((place, at) => operandAt(site, place, at));
  return { kind: 'row', row, operands, length: opcodeAt + 1 + size, ...(segment && { segment }) };
}

function rowsOf({ evex, map, pp }: PrefixFields, opcode: number | undefined): readonly EncodingRow[] {
  return ENCODING_ROWS.filter(
    (row) => row.opcode === opcode && row.map === map && isEvex(row) === evex && row.prefix === MANDATORY_PREFIXES[pp],
  );
}

interface Site {
  readonly row: EncodingRow;
  readonly fields: PrefixFields;
  readonly memory: UnpackedAddress | undefined;
  readonly forbidden: string | undefined;
  /** The two fields of ModRM. */
  readonly reg: number;
  readonly rm: number;
  /** The last byte: the immediate, where there is one. */
  readonly last: number;
}

/** The broken rule, as words that follow the mnemonic; undefined if the encoding keeps all rules. */
const RULES: readonly ((site: Site) => string | undefined)[] = [
  ({ forbidden }) => forbidden && `cannot have the prefix ${forbidden}`,
  ({ row, fields }) =>
    fields.length === row.length
      ? undefined
      : `is encoded with ${name(row)}.${row.length === 2 ? "L'L = 10b" : 'L = 0'}`,
  ({ row, fields }) => (fields.w ? `is encoded with ${name(row)}.W = 0` : undefined),
  ({ fields }) =>
    fields.rest === 0 ? undefined : 'takes no mask, no zeroing and no broadcast: z, b and aaa must be 0',
  // Bits that were reserved before APX gave them to general registers.
  ({ memory, fields }) =>
    memory || ((fields.base | fields.index) & 16) === 0 ? undefined : 'is encoded with EVEX.B4 = 0 and EVEX.X4 = 1',
  ({ row, fields: { vvvv } }) =>
    row.places.includes('vvvv') || vvvv === 0 ? undefined : `has no operand in ${name(row)}.vvvv, which must be 1111b`,
  ({ row, reg }) => (row.places.includes('reg') || reg === 0 ? undefined : 'has ModRM.reg = 000b'),
  ({ row, rm, memory }) => (memory || row.places.includes('rm') || rm === 0 ? undefined : 'has ModRM.rm = 000b'),
  ({ row, memory }) => (!memory || memory.sib || !isTileAddress(row) ? undefined : 'needs a SIB byte'),
  (site) => badRegister(site),
  (site) => equalTiles(site),
];

function name(row: EncodingRow): string {
  return isEvex(row) ? 'EVEX' : 'VEX';
}

function isTileAddress({ form }: EncodingRow): boolean {
  return form.includes('sibmem');
}

/** The files of a form's operands by the words of its name: `zmm`, `tmm`, `r32`. */
function wordAt({ form }: EncodingRow, operand: number): string {
  return form.split('_')[operand + 2] ?? ''; // behind the prefix and the mnemonic
}

const FILES = tableOf<{ readonly file: RegisterRef['file']; readonly size: number; readonly count: number }>({
  tmm: { file: 'tmm', size: 1024, count: 8 },
  zmm: { file: 'zmm', size: 64, count: 32 },
  r32: { file: 'gpr', size: 4, count: 16 },
});

/** The number in a register field, with the prefix's bits. In ModRM.rm the index's bit stands for 16 (SDM 2.7.2). */
function numberAt({ fields, reg, rm }: Site, place: Place): number {
  if (place === 'reg') return reg | fields.reg;
  if (place === 'vvvv') return fields.vvvv;
  return rm | (fields.base & 8) | (fields.evex && fields.index & 8 ? 16 : 0);
}

function badRegister(site: Site): string | undefined {
  for (const [at, place] of site.row.places.entries()) {
    const word = wordAt(site.row, at);
    const number = numberAt(site, place);
    if (FILES[word] && place !== 'imm8' && number >= FILES[word].count) {
      return `names ${word === 'r32' ? `r${number}d` : `${word}${number}`}, which does not exist here`;
    }
  }
  return undefined;
}

function equalTiles(site: Site): string | undefined {
  const { row } = site;
  const tiles = row.places.flatMap((place, at) => (wordAt(row, at) === 'tmm' ? [numberAt(site, place)] : []));
  const twice = tiles.find((tile, at) => tiles.indexOf(tile) !== at);
  return twice === undefined ? undefined : `names tmm${twice} twice, and needs three different tiles`;
}

function operandAt(site: Site, place: Place, at: number): AssemblerOperand {
  if (place === 'imm8') return { kind: 'immediate', value: BigInt(site.last) };
  if (place === 'memory') return { kind: 'memory', ...site.memory!.address }; // rows with memory have one
  const { file, size } = FILES[wordAt(site.row, at)]!; // all words of register operands are there
  return { kind: 'register', register: registerAt(file, numberAt(site, place), size)! }; // in range by now
}

function invalid({ form }: EncodingRow, why: string): DecodedRow {
  const mnemonic = form.split('_')[1]?.toUpperCase();
  return { kind: 'invalid', why: `the bytes are no instruction: ${mnemonic} ${why}` };
}
