/** Instructions as recordings write them: the text of one line of a trace. */
import { ExpressionError } from '../../language/errors/expression-error';
import { evaluate } from '../../language/expressions/evaluate';
import { operandsOf } from '../../language/instructions';
import { parseTrace } from '../../language/parser';
import { EMPTY_SCOPE } from '../../language/vocabulary/value';
import { assemble } from '../../machine/assembler/assemble';
import type { Instruction } from '../../machine/cpu/instruction';
import { isAssemblyError } from '../../machine/encoding/operand';
import { LineError } from './fields';

/** The text is an instruction that no model executes. */
export class NotModelled extends Error {}

/** @throws NotModelled; LineError when the text is no instruction. */
export function instructionOf(text: string, address: number): Instruction {
  const { statements, diagnostics } = parseTrace(text);
  const [statement, more] = statements;
  const [diagnostic] = diagnostics;
  if (diagnostic) throw new LineError(`\`${text}\`: ${withoutStop(diagnostic.message)}`);
  if (statement?.kind !== 'instruction' || more) throw new LineError(`\`${text}\` is not an instruction`);
  const { instruction } = statement;
  try {
    const operands = operandsOf(
      instruction,
      () => undefined,
      (expression) => evaluate(expression, EMPTY_SCOPE),
    );
    const prefixes = instruction.prefixes.map((prefix) => prefix.text);
    const assembled = assemble(instruction.mnemonic.text, prefixes, operands, address);
    if (!isAssemblyError(assembled)) return assembled.instruction;
    if (assembled.code === 'not-modelled') throw new NotModelled();
    throw new LineError(`\`${text}\`: ${withoutStop(assembled.message)}`);
  } catch (error) {
    if (error instanceof ExpressionError) throw new LineError(`\`${text}\`: ${withoutStop(error.message)}`);
    throw error;
  }
}

/** The reader of the file ends the sentence. */
function withoutStop(message: string): string {
  return message.replace(/\.$/, '');
}
