/**
 * How the forms of APX's EVEX prefix are written down: an older form's operands with what the prefix adds (APX 355828, 3.1.2
 * and 3.1.3). A form's name has a new destination as its first operand, and `_nf` at its end where no flags change.
 */
import { tableOf } from '../../table';

export interface ApxForm {
  readonly form: string;
  /** In lower case, as assemblers write it. */
  readonly mnemonic: string;
  /** A line in the notation of `opcode-rows.ts`. */
  readonly line: string;
  /** Map and opcode: `MAP4 01`. */
  readonly place: string;
  /** The form without APX that computes the same; undefined where there is none. */
  readonly older?: string;
  /** It needs the CPUID feature NCI_NDD_NF beside APX_F: a new destination, no flags, or a new conditional instruction. */
  readonly isNew: boolean;
}

export type Bits = 8 | 16 | 32 | 64;

/** What the forms of one opcode have in common. Words and letters are of the form without a new destination. */
export interface OpcodeRow {
  /** With a capital, as names of forms begin: `Add`. */
  readonly head: string;
  /** `rm`, `r` and `imm` stand for all widths; `imm` has 32 bits at most. */
  readonly words: readonly string[];
  /** Places of the operands, in the manual's letters: `MR`. */
  readonly letters: string;
  /** Hexadecimal, of 16 bits and more; and of bytes. */
  readonly opcode: string;
  readonly byteOpcode?: string;
  readonly sizes: readonly Bits[];
  /** Of ModRM.reg; left out where a register stands there. */
  readonly digit?: number;
  /** There are forms with a new destination, and such without flags. */
  readonly nd?: boolean;
  readonly nf?: boolean;
  /** The older form's name for the words that a form has, where it is not `head` with these words. */
  readonly older?: (words: readonly string[]) => string | undefined;
}

/** W of the prefix and its mandatory prefix, by width: bytes take any W. */
const FIELDS: Readonly<Record<Bits, string>> = {
  8: 'NP.MAP4.WIG',
  16: '66.MAP4.W0',
  32: 'NP.MAP4.W0',
  64: 'NP.MAP4.W1',
};
const IMMEDIATES = tableOf<string>({ imm8: 'ib', imm16: 'iw', imm32: 'id' });

/** All forms of a row. */
export function formsOfRow(row: OpcodeRow): ApxForm[] {
  return row.sizes.flatMap((bits) =>
    [false, ...(row.nd ? [true] : [])].flatMap((nd) =>
      [false, ...(row.nf ? [true] : [])].map((nf) => formOfRow(row, bits, nd, nf)),
    ),
  );
}

function formOfRow(row: OpcodeRow, bits: Bits, nd: boolean, nf: boolean): ApxForm {
  const { head, letters, opcode, byteOpcode, digit, older } = row;
  const words = row.words.map((word) => sizedWord(word, bits));
  return apxForm({
    head,
    words: nd ? [`r${bits}`, ...words] : words,
    letters: nd ? `V${letters}` : letters,
    fields: `${FIELDS[bits]}${nd ? '.ND1' : ''}${nf ? '.NF1' : ''}`,
    opcode: bits === 8 ? (byteOpcode ?? opcode) : opcode,
    digit,
    suffix: nf ? '_nf' : '',
    older: older ? older(words) : [head, ...words].join('_'),
    isNew: nd || nf,
  });
}

function sizedWord(word: string, bits: Bits): string {
  if (word === 'imm') return `imm${Math.min(bits, 32)}`;
  return word === 'r' || word === 'rm' ? `${word}${bits}` : word;
}

interface Parts {
  readonly head: string;
  /** With their widths. */
  readonly words: readonly string[];
  readonly letters: string;
  /** What follows `EVEX.LLZ.`. */
  readonly fields: string;
  readonly opcode: string;
  readonly digit?: number | undefined;
  /** Behind the operands in the form's name. */
  readonly suffix?: string;
  readonly older?: string | undefined;
  readonly isNew?: boolean;
}

/** One form from its parts. */
export function apxForm({
  head,
  words,
  letters,
  fields,
  opcode,
  digit,
  suffix = '',
  older,
  isNew = false,
}: Parts): ApxForm {
  const form = `EVEX_${[head, ...words].join('_')}${suffix}`;
  const immediates = words.flatMap((word) => IMMEDIATES[word] ?? []);
  const isWide = fields.endsWith('W1') || fields.includes('W1.');
  const rest = [...(isWide ? ['o64'] : []), opcode, digit === undefined ? '/r' : `/${digit}`, ...immediates];
  return {
    form,
    mnemonic: head.toLowerCase(),
    line: `${form} ${letters} 1/1 EVEX.LLZ.${fields} ${rest.join(' ')}`,
    place: `${fields.split('.')[1]} ${opcode.slice(-2)}`,
    isNew,
    ...(older !== undefined && { older }),
  };
}

/** Conditions in encoding order. */
export const CONDITIONS = 'o no b ae e ne be a s ns p np l ge le g'.split(' ');

/** An opcode with the number of a condition in its lower digit. */
export function opcodeOf(base: number, condition: number): string {
  return (base + condition).toString(16).toUpperCase().padStart(2, '0');
}
