/** CCMPscc, CTESTscc, CFCMOVcc and SETZUcc (APX 355828, 3.1.3.2 and 3.1.2.3.1). */
import type { Execute, Instruction, InstructionRow } from '../../cpu/instruction';
import { compileConditionalCompare, compileFaultingMove, compileZeroingSet } from '../../integer/apx/conditional';
import { CMP, TEST } from '../../integer/arithmetic';
import { CONDITIONS, type Condition, type ConditionTest } from '../../integer/condition';
import { tableOf } from '../../table';
import { MEMORY_FAULTS } from '../integer/row';
import { formsNamed, newRow } from './row';

/** In place of the conditions of parity, which compares do not have. */
const CONSTANTS = tableOf<Omit<Condition, keyof ConditionTest>>({
  p: { suffix: 't', aliases: [], words: 'true (always)', holds: () => true },
  np: { suffix: 'f', aliases: [], words: 'false (never)', holds: () => false },
});

const SOURCE_CONDITIONS = CONDITIONS.map((condition) => CONSTANTS[condition.suffix] ?? condition);

type Holds = (flags: number) => boolean;

const COMPARES = (
  [
    ['ccmp', 'Compare', 'CMP', CMP],
    ['ctest', 'Test', 'TEST', TEST],
  ] as const
).flatMap(([name, verb, older, operation]) =>
  SOURCE_CONDITIONS.map(({ suffix, aliases, words, holds }) =>
    newRow({
      mnemonic: `${name}${suffix}`,
      aliases: aliases.map((alias) => `${name}${alias}`),
      summary: `${verb} if ${words}`,
      operation: [
        `if ${words}: flags as ${older} sets them; else OF, SF, ZF and CF = those that {dfv=...} names, PF = CF and AF = 0.`,
        'Memory is read in either case.',
      ].join('\n'),
      exceptions: MEMORY_FAULTS,
      forms: formsNamed(`${name}${suffix}`),
      compile: (instruction) => compileConditionalCompare(operation, instruction, holds),
    }),
  ),
);

interface ConditionalRow {
  readonly name: string;
  readonly summary: string;
  readonly operation: (words: string) => string;
  readonly compile: (instruction: Instruction, holds: Holds) => Execute;
}

const OTHERS: readonly ConditionalRow[] = [
  {
    name: 'cfcmov',
    summary: 'Move with conditional faults, if',
    operation: (words) =>
      [
        `if ${words}: first = the last operand. Else a register as first = the second of three operands, or 0.`,
        'Memory is accessed only if the condition is met. Bits of a register above the operand become 0. No flags change.',
      ].join('\n'),
    compile: compileFaultingMove,
  },
  {
    name: 'setzu',
    summary: 'Set byte and clear the upper bits, if',
    operation: (words) => `operand = ${words} ? 1 : 0, with zeros above it in a register. No flags change.`,
    compile: compileZeroingSet,
  },
];

export const CONDITIONAL_INSTRUCTIONS: readonly InstructionRow[] = [
  ...COMPARES,
  ...OTHERS.flatMap(({ name, summary, operation, compile }) =>
    CONDITIONS.map(({ suffix, aliases, words, holds }) =>
      newRow({
        mnemonic: `${name}${suffix}`,
        aliases: aliases.map((alias) => `${name}${alias}`),
        summary: `${summary} ${words}`,
        operation: operation(words),
        exceptions: MEMORY_FAULTS,
        forms: formsNamed(`${name}${suffix}`),
        compile: (instruction) => compile(instruction, holds),
      }),
    ),
  ),
];
