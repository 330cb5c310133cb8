/** From the syntax of an instruction to its form: what checking, laying out and hovering ask of every instruction. */
import { type Match, matchForm } from '../../machine/assembler/match';
import type { AssemblyError } from '../../machine/encoding/operand';
import type { Expression } from '../tree/expression';
import type { InstructionSyntax } from '../tree/instruction';
import type { Value } from '../vocabulary/value';
import { operandsOf, type SymbolLookup } from './operands';

/**
 * The form with its operands, or why there is none. `lookup` knows labels and addresses of data, `evaluate` the numbers.
 * Throws `ExpressionError` for an operand that has no value.
 */
export function matchInstruction(
  instruction: InstructionSyntax,
  lookup: SymbolLookup,
  evaluate: (expression: Expression) => Value,
): Match | AssemblyError {
  const { mnemonic, prefixes } = instruction;
  const operands = operandsOf(instruction, lookup, evaluate);
  if (prefixes.length === 0) return matchForm(mnemonic.text, NO_PREFIXES, operands);
  const words = prefixes.map(({ text }) => text);
  return matchForm(mnemonic.text, words, operands);
}

/** Why a mnemonic has no form whatever its operands are; undefined where it may have one. */
export function mnemonicProblem({ mnemonic }: InstructionSyntax): AssemblyError | undefined {
  const alone = matchForm(mnemonic.text, NO_PREFIXES, []);
  return 'form' in alone || !UNUSABLE.has(alone.code) ? undefined : alone;
}

const NO_PREFIXES: readonly string[] = [];
const UNUSABLE: ReadonlySet<AssemblyError['code']> = new Set(['unknown-mnemonic', 'not-modelled']);
