/** From an instruction as it is written to its form: what checking, laying out and hovering ask of every instruction. */
import type { LayoutItem } from '../../machine/assembler/layout';
import { type Match, matchForm, matchOrNothing } from '../../machine/assembler/match';
import type { AssemblyError } from '../../machine/encoding/operand';
import { evaluate } from '../expressions/evaluate';
import type { Expression } from '../tree/expression';
import type { InstructionSyntax } from '../tree/instruction';
import { EMPTY_SCOPE, type Value } from '../vocabulary/value';
import { operandsOf, type SymbolLookup } from './operands';
import { PlainInstruction } from './plain-instruction';

/** A statement that is an instruction, or only its syntax. */
interface Written {
  readonly instruction: InstructionSyntax;
}

/**
 * The form with its operands, or why there is none; of a plain instruction it is the same object each time. `lookup` knows labels
 * and addresses of data, `number` the numbers. Throws `ExpressionError` for an operand that has no value.
 */
export function matchStatement(
  statement: Written,
  lookup: SymbolLookup,
  number: (expression: Expression) => Value,
): Match | AssemblyError {
  const plain = statement instanceof PlainInstruction ? statement.match(lookup) : undefined;
  return plain ?? matchInstruction(statement.instruction, lookup, number);
}

/**
 * The form of a plain instruction, where it needs no more than the addresses of its names to have one, and where the form alone
 * says which features it needs: without registers of APX.
 */
export function plainForm(statement: Written, lookup: SymbolLookup): string | undefined {
  return statement instanceof PlainInstruction ? statement.formWith(lookup) : undefined;
}

/** The bytes of an instruction, where they were written when it was read. It is the same object each time. */
export function writtenCode(statement: object): LayoutItem | undefined {
  return statement instanceof PlainInstruction ? statement.code : undefined;
}

/** Whether an instruction has a form whatever the trace declares. */
export function hasFormAlone(statement: PlainInstruction): boolean {
  if (statement.form !== undefined) return true;
  if (statement.hasNames) return false;
  const { instruction } = statement;
  return (
    matchOrNothing(instruction.mnemonic.text, operandsOf(instruction, NOTHING_NAMED, evaluateNumber)) !== undefined
  );
}

const NOTHING_NAMED = (): undefined => undefined;
const evaluateNumber = (expression: Expression): Value => evaluate(expression, EMPTY_SCOPE);

function matchInstruction(
  instruction: InstructionSyntax,
  lookup: SymbolLookup,
  number: (expression: Expression) => Value,
): Match | AssemblyError {
  const { mnemonic, prefixes } = instruction;
  const values = operandsOf(instruction, lookup, number);
  if (prefixes.length === 0) return matchForm(mnemonic.text, NO_PREFIXES, values);
  const words = prefixes.map(({ text }) => text);
  return matchForm(mnemonic.text, words, values);
}

/** Why a mnemonic has no form whatever its operands are; undefined where it may have one. */
export function mnemonicProblem({ mnemonic: { text } }: InstructionSyntax): AssemblyError | undefined {
  let problem = MNEMONIC_PROBLEMS.get(text);
  if (problem === undefined) {
    const alone = matchForm(text, NO_PREFIXES, []);
    problem = 'form' in alone || !UNUSABLE.has(alone.code) ? null : alone;
    if (MNEMONIC_PROBLEMS.size >= MOST_PROBLEMS) MNEMONIC_PROBLEMS.clear();
    MNEMONIC_PROBLEMS.set(text, problem);
  }
  return problem ?? undefined;
}

/** By mnemonic, as far as anybody has asked: a name that has gone is asked about in each of its lines. */
const MNEMONIC_PROBLEMS = new Map<string, AssemblyError | null>();
const MOST_PROBLEMS = 1024;

const NO_PREFIXES: readonly string[] = [];
const UNUSABLE: ReadonlySet<AssemblyError['code']> = new Set(['unknown-mnemonic', 'not-modelled']);
