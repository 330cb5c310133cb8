/** String instructions (Intel SDM vol. 2); their operands are always the same, so that the mnemonic says it all. */
import type { InstructionRow } from '../../cpu/instruction';
import { CMPS, compileString, LODS, MOVS, SCAS, STOS, type StringOperation } from '../../integer/string';
import { integerRow } from './row';

interface StringFamily {
  readonly name: string;
  readonly summary: string;
  readonly operation: string;
  readonly meaning: StringOperation;
  /** Behind the name of a form, by the size in bytes. */
  readonly operands: (bits: number, accumulator: string) => string;
}

const FAMILIES: readonly StringFamily[] = [
  {
    name: 'movs',
    summary: 'Move from string to string',
    operation: '[RDI] = [RSI]. No flags change.',
    meaning: MOVS,
    operands: (bits) => `m${bits}_m${bits}`,
  },
  {
    name: 'stos',
    summary: 'Store to string',
    operation: '[RDI] = the accumulator. No flags change.',
    meaning: STOS,
    operands: (bits, accumulator) => `m${bits}_${accumulator}`,
  },
  {
    name: 'lods',
    summary: 'Load from string',
    operation: 'The accumulator = [RSI]. No flags change.',
    meaning: LODS,
    operands: (bits, accumulator) => `${accumulator}_m${bits}`,
  },
  {
    name: 'scas',
    summary: 'Scan a string',
    operation: 'Flags as CMP of the accumulator with [RDI] sets them.',
    meaning: SCAS,
    operands: (bits, accumulator) => `${accumulator}_m${bits}`,
  },
  {
    name: 'cmps',
    summary: 'Compare strings',
    operation: 'Flags as CMP of [RSI] with [RDI] sets them.',
    meaning: CMPS,
    operands: (bits) => `m${bits}_m${bits}`,
  },
];

const SIZES = [
  ['b', 8, 'AL'],
  ['w', 16, 'AX'],
  ['d', 32, 'EAX'],
  ['q', 64, 'RAX'],
] as const;

export const INTEGER_STRINGS: readonly InstructionRow[] = FAMILIES.flatMap(
  ({ name, summary, operation, meaning, operands }) =>
    SIZES.map(([letter, bits, accumulator]) => {
      const mnemonic = `${name}${letter}`;
      const until = meaning.compares ? ' REPE also ends when ZF = 0, REPNE when ZF = 1.' : '';
      return integerRow({
        mnemonic,
        summary,
        operation: [
          `${operation} Then each of RSI and RDI that it uses moves on by ${bits / 8}, or back if DF = 1.`,
          `With REP: RCX times, counting RCX down to 0.${until}`,
          'A fault leaves the registers as the elements before it have left them.',
        ].join('\n'),
        exceptions: ['#GP(0) for an address that is not canonical', '#PF for a page fault'],
        manual: `SDM vol. 2, ${name.toUpperCase()}/${SIZES.map(([each]) => name.toUpperCase() + each.toUpperCase()).join('/')}`,
        forms: [`${name[0]?.toUpperCase()}${mnemonic.slice(1)}_${operands(bits, accumulator)}`],
        compile: (instruction) => compileString(meaning, instruction),
      });
    }),
);
