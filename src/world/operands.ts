/** Operands as written, made into what the assembler takes: names become addresses, values, or labels to be placed. */
import { evaluate, type Scope, type Value } from '../language/evaluate';
import { ExpressionError } from '../language/expression-error';
import type { Expression, InstructionSyntax, OperandSyntax } from '../language/syntax';
import type { AssemblerOperand } from '../machine/assembler/operand';
import { registerByName } from '../machine/register-names';

/** What a name in the code stands for: a value, or a place that the layout has yet to find (an index into its list). */
export type CodeName =
  | { readonly kind: 'value'; readonly value: bigint }
  | { readonly kind: 'label'; readonly item: number };

export type CodeNames = (name: string) => CodeName | undefined;

/** Throws `ExpressionError` for a name that is not known, or an expression of more than one label. */
export function assemblerOperands(instruction: InstructionSyntax, names: CodeNames): AssemblerOperand[] {
  return instruction.operands.map((operand) => assemblerOperand(operand, names));
}

function assemblerOperand(operand: OperandSyntax, names: CodeNames): AssemblerOperand {
  switch (operand.kind) {
    case 'register': {
      const register = registerByName(operand.name);
      if (!register)
        throw new ExpressionError('unknown-register', `There is no register ${operand.name}.`, operand.range);
      return { kind: 'register', register };
    }
    case 'memory': {
      const { value, label } = operand.displacement
        ? place(operand.displacement, names)
        : { value: 0n, label: undefined };
      const base = operand.base && registerByName(operand.base.text);
      const index = operand.index && registerByName(operand.index.text);
      const segment = operand.segment && registerByName(operand.segment.text);
      return {
        kind: 'memory',
        scale: operand.scale,
        displacement: value,
        ...(base && { base }),
        ...(index && { index }),
        ...(segment && { segment }),
        ...(operand.size !== undefined && { size: operand.size }),
        ...(label !== undefined && { label }),
      };
    }
    case 'immediate': {
      const { value, label } = place(operand.value, names);
      return { kind: 'immediate', value, ...(label !== undefined && { label }) };
    }
    case 'symbol':
      return symbol(operand.name, operand, names);
  }
}

/** A bare name: a label is where a branch goes, anything else is a number. */
function symbol(name: string, operand: OperandSyntax, names: CodeNames): AssemblerOperand {
  const found = names(name);
  if (!found) throw new ExpressionError('undefined-name', `${name} is not defined.`, operand.range);
  if (found.kind === 'label') return { kind: 'branch', target: 0, label: found.item };
  return { kind: 'immediate', value: found.value };
}

/** The value of an expression in which at most one label counts, with 0 for its address. */
function place(expression: Expression, names: CodeNames): { value: bigint; label: number | undefined } {
  let label: number | undefined;
  const scope: Scope = {
    name: (name) => {
      const found = names(name);
      if (found?.kind !== 'label') return found?.value;
      if (label !== undefined)
        throw new ExpressionError('two-labels', 'Only one label can stand in an operand.', expression.range);
      label = found.item;
      return 0n;
    },
  };
  return { value: integer(evaluate(expression, scope), expression), label };
}

function integer(value: Value, expression: Expression): bigint {
  if (typeof value === 'bigint') return value;
  throw new ExpressionError('not-an-integer', 'An operand must be an integer.', expression.range);
}
