/**
 * The rows of `OPCODES`: a form, the places of its operands in the manual's way (`RVMI`), the units of a displacement of one
 * byte, and the opcode in the manual's notation (Intel SDM vol. 2, 3.1.1.1 and 3.1.1.2): `EVEX.512.0F.W0 58 /r`. Lines
 * are read when their form is first asked for.
 */
import { tableOf } from '../table';
import { APX_FORMS } from './apx';
import { type CodeRow, codeRow, type Place, type VectorPrefix } from './code-row';
import { prefixBit } from './code-writer';
import { NEWER_FORMS } from './newer-opcodes';
import { OPCODES } from './opcodes';
import { EVEX_LAST } from './prefix';

const PLACES = tableOf<Place>({
  R: 'reg',
  M: 'rm',
  V: 'vvvv',
  I: 'immediate',
  S: 'is4',
  O: 'opcode',
  A: 'address',
  D: 'target',
  X: 'implied',
});

/** Opcode maps by their number in the prefix. */
const MAPS = tableOf<number>({ '0F': 1, '0F38': 2, '0F3A': 3, MAP4: 4, MAP5: 5, MAP6: 6 });
const MANDATORY = tableOf<number>({ '66': 1, F3: 2, F2: 3 });
const LENGTHS = tableOf<number>({ '256': 1, '512': 2, L1: 1 });

/** What words of the notation other than bytes say. */
const WORDS = tableOf<Partial<CodeRow>>({
  NP: {},
  o16: { operandSize: 2 },
  o32: {},
  o64: { operandSize: 8 },
  a32: { prefixes: prefixBit(0x67) },
  a64: {},
  REX2: { hasRex2: true },
  '/r': { digit: 0 },
  '!(11):rrr:bbb': { digit: 0 },
  '11:rrr:bbb': { digit: 0 },
  '/vsib': { digit: 0, hasSib: true },
  '/is4': {},
  ib: { immediate: 1 },
  iw: { immediate: 2 },
  id: { immediate: 4 },
  io: { immediate: 8 },
  cb: { relative: 1 },
  cw: { relative: 2 },
  cd: { relative: 4 },
  mo: {},
});

let lines: ReadonlyMap<string, string> | undefined;
const rows = new Map<string, CodeRow | undefined>();

/** The row of a form, or undefined. */
export function opcodeRow(form: string): CodeRow | undefined {
  if (rows.has(form)) return rows.get(form);
  lines ??= new Map(
    [...OPCODES.split('\n'), ...[...NEWER_FORMS, ...APX_FORMS].map(({ line }) => line)].map((line) => [
      line.slice(0, line.indexOf(' ')),
      line,
    ]),
  );
  const line = lines.get(form);
  const row = line === undefined ? undefined : readRow(line);
  rows.set(form, row);
  return row;
}

function readRow(line: string): CodeRow {
  const [form = '', letters = '', units = '', ...words] = line.split(' ');
  const places = letters === '-' ? [] : [...letters].map((letter) => PLACES[letter] ?? 'implied');
  const vector = /^E?VEX\./.test(words[0] ?? '') ? vectorPrefix(words[0]!, units) : undefined; // tested
  const row: { -readonly [Key in keyof CodeRow]?: CodeRow[Key] } = vector ? { vector } : {};
  const opcode: number[] = [];
  for (const word of vector ? words.slice(1) : words) {
    const digit = /^\/([0-7])$/.exec(word)?.[1];
    const said = WORDS[word];
    const byte = /^([0-9A-F]{2})(?:\+(?:rw|i))?$/.exec(word)?.[1];
    if (digit) row.digit = Number(digit);
    else if (word === 'ib' && row.immediate !== undefined) row.immediate += 1;
    else if (said) Object.assign(row, said);
    else if (byte) opcode.push(Number.parseInt(byte, 16));
  }
  const isPrefix = !vector && opcode.length > 1 && MANDATORY_BYTES.includes(opcode[0]!); // has one
  if (isPrefix) row.prefix = opcode.shift()!; // has one
  return codeRow(form, places, { digit: -1, ...row, opcode });
}

/** Of legacy instructions: they stand before REX. */
const MANDATORY_BYTES: readonly number[] = [0x66, 0xf2, 0xf3];

/** `EVEX.512.66.0F38.W1` */
function vectorPrefix(notation: string, units: string): VectorPrefix {
  const [encoding, length = '', ...fields] = notation.split('.');
  const [unit = 1, broadcastUnit = 1] = units.split('/').map(Number);
  const map = fields.map((field) => MAPS[field]).find((found) => found !== undefined) ?? 1;
  return {
    isEvex: encoding === 'EVEX',
    map,
    pp: MANDATORY[fields[0] ?? ''] ?? 0,
    w: fields.includes('W1'),
    length: LENGTHS[length] ?? 0,
    unit,
    broadcastUnit,
    isWig: fields.includes('WIG'),
    ...fixedBits(length, fields),
  };
}

/** Bits of the last byte of EVEX by APX's fields of the notation: `ND1`, `NF1`, and `SC4` for a condition. */
function fixedBits(length: string, fields: readonly string[]): Pick<VectorPrefix, 'fixedMask' | 'fixed'> {
  // Of EVEX, only APX's instructions are of no length.
  if (length !== 'LLZ') return { fixedMask: 0, fixed: 0 };
  const condition = fields.find((field) => field.startsWith('SC'))?.slice('SC'.length);
  if (condition !== undefined) return { fixedMask: EVEX_LAST.ND | EVEX_LAST.SCC, fixed: Number(condition) };
  const [nd, nf] = [fields.includes('ND1') ? EVEX_LAST.ND : 0, fields.includes('NF1') ? EVEX_LAST.NF : 0];
  return { fixedMask: EVEX_LAST.ND | EVEX_LAST.NF, fixed: nd | nf };
}
