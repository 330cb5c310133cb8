/** The answer to `xtrace/expectation`: a value as the trace can expect it. */
import { formatValue } from '../../language/expressions/format-value';
import { evaluateText } from '../../world/scope/evaluate-text';
import type { Client } from '../protocol/client';
import { UserError } from '../protocol/user-error';
import type { Debuggee } from '../state/debuggee';
import type { Expectation } from '../views/expectation';

/** Throws `UserError` and `ExpressionError`. */
export function expectationOf(debuggee: Debuggee, client: Client, given: string): Expectation {
  const { engine, launch } = debuggee;
  const { world } = engine;
  const expression = given.trim();
  const { value, type } = evaluateText(world, expression);
  const operand = typeof value === 'string' ? `"${value}"` : formatValue(value, type);
  if (!world.ended && (world.kernel?.active || world.flow.phase !== 'start')) {
    throw new UserError('within-step', 'An `expect` stands between two steps: go on to the end of this one first.');
  }
  const condition = `${expression} == ${operand}`;
  return { condition, program: launch.program, line: world.ended ? null : client.line(Math.max(0, world.line)) };
}
