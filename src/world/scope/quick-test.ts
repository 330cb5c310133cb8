/**
 * Conditions on registers, compiled: what decides a million times a second whether a breakpoint in a hot loop stops. Only where
 * the value is the evaluator's for certain: integers, registers by their names, comparisons, bits and sums of them. For
 * anything else there is no quick test.
 */
import { smallIntegerOperator } from '../../language/expressions/operators';
import type { Expression } from '../../language/tree/expression';
import { expressionRegister } from '../../language/vocabulary/values-registers';
import { readRegister } from '../../machine/control/registers';
import { registerByName } from '../../machine/cpu/register-names';
import type { Program } from '../program/program';
import type { World } from '../state/world';
import { readGeneral } from './register-scope';

/** On the CPU that the run is on. */
export type QuickTest = (world: World) => boolean;

type Integer = (world: World) => bigint;

export function quickTest(condition: Expression, program: Program): QuickTest | undefined {
  const value = integerOf(condition, declaredNames(program));
  return value && ((world) => value(world) !== 0n);
}

/** Names that mean something else where a trace declares them. */
function declaredNames({ symbols, trace, tasks }: Program): ReadonlySet<string> {
  const counters = trace.statements.flatMap((statement) =>
    statement.kind === 'event' && statement.event.kind === 'repeat' ? [statement.event.counter?.text ?? ''] : [],
  );
  return new Set([...symbols.keys(), ...counters, ...tasks.map(({ name }) => name)]);
}

function integerOf(expression: Expression, declared: ReadonlySet<string>): Integer | undefined {
  switch (expression.kind) {
    case 'integer': {
      const { value } = expression;
      return () => value;
    }
    case 'name':
      return declared.has(expression.name) ? undefined : registerOf(expression.name);
    case 'binary': {
      const left = integerOf(expression.left, declared);
      const right = integerOf(expression.right, declared);
      return left && right && operation(expression.operator, left, right);
    }
    default:
      return undefined;
  }
}

function operation(operator: string, left: Integer, right: Integer): Integer | undefined {
  if (operator === '&&') return (world) => (left(world) !== 0n && right(world) !== 0n ? 1n : 0n);
  if (operator === '||') return (world) => (left(world) !== 0n || right(world) !== 0n ? 1n : 0n);
  const apply = smallIntegerOperator(operator);
  return apply && ((world) => apply(left(world), right(world)) as bigint); // of integers these are integers
}

function registerOf(name: string): Integer | undefined {
  const row = expressionRegister(name);
  if (row) return row.key === 'inUse' ? undefined : ({ cpu }) => readRegister(cpu, row);
  const register = registerByName(name);
  return register?.file === 'gpr' ? ({ cpu }) => readGeneral(cpu, register) : undefined;
}
