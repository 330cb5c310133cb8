/**
 * Conditions on registers and memory, compiled: what decides a million times a second whether a breakpoint in a hot loop
 * stops. Only where the value is the evaluator's for certain: integers, registers and their parts, lanes, elements of tiles,
 * memory, names of data and masks, comparisons, bits and sums of these. For anything else there is no quick test.
 */
import { smallIntegerOperator } from '../../language/expressions/operators';
import { componentMask } from '../../language/expressions/resolve-name';
import type { Expression } from '../../language/tree/expression';
import { expressionRegister } from '../../language/vocabulary/values-registers';
import { fromLinear } from '../../machine/architecture/linear-address';
import { readRegister } from '../../machine/control/registers';
import { registerByName } from '../../machine/cpu/register-names';
import type { Processor } from '../../machine/processor/processor';
import type { Program, ProgramSymbol } from '../program/program';
import type { World } from '../state/world';
import { missingFor } from './absent-register';
import { fieldNamed, type Integer, laneOf, memoryOf, UNSURE } from './quick-place';
import { readGeneral } from './register-scope';

/** On the CPU that the run is on: false where the condition does not hold for certain, so that the evaluator need not be asked. */
export type QuickTest = (world: World) => boolean;

export function quickTest(condition: Expression, program: Program): QuickTest | undefined {
  const value = integerOf(condition, declaredNames(program));
  return (
    value &&
    ((world) => {
      try {
        return value(world) !== 0n;
      } catch (problem) {
        if (problem !== UNSURE) throw problem;
        return true;
      }
    })
  );
}

interface Declared {
  /** What names of data, labels and constants stand for. */
  readonly symbols: Program['symbols'];
  /** Counters and tasks: names that mean something that changes. */
  readonly others: ReadonlySet<string>;
  readonly processor: Processor;
}

/** Names that mean something else where a trace declares them. */
function declaredNames({ symbols, trace, tasks, processor }: Program): Declared {
  const counters = trace.statements.flatMap((statement) =>
    statement.kind === 'event' && statement.event.kind === 'repeat' ? [statement.event.counter?.text ?? ''] : [],
  );
  return { processor, symbols, others: new Set([...counters, ...tasks.map(({ name }) => name)]) };
}

function integerOf(expression: Expression, declared: Declared): Integer | undefined {
  switch (expression.kind) {
    case 'integer': {
      const { value } = expression;
      return () => value;
    }
    case 'name':
      return namedInteger(expression.name, declared);
    case 'member':
      return expression.object.kind === 'name' && isFree(expression.object.name, declared)
        ? fieldNamed(expression.object.name, expression.member.text, declared.processor)
        : undefined;
    case 'index':
      return indexed(expression, declared);
    case 'binary': {
      const left = integerOf(expression.left, declared);
      const right = integerOf(expression.right, declared);
      if (!left || !right) return undefined;
      return isScaling(expression)
        ? (world) => left(world) * right(world)
        : operation(expression.operator, left, right);
    }
    default:
      return undefined;
  }
}

/** `rcx*4`: a product that cannot grow without limit, as products of products do. */
function isScaling({ operator, left, right }: Expression & { readonly kind: 'binary' }): boolean {
  const [isLeft, isRight] = [left.kind === 'integer', right.kind === 'integer'];
  return operator === '*' && isLeft !== isRight && !multiplies(isLeft ? right : left);
}

function multiplies(expression: Expression): boolean {
  if (expression.kind === 'binary')
    return expression.operator === '*' || multiplies(expression.left) || multiplies(expression.right);
  return expression.kind === 'index' && multiplies(expression.index);
}

function operation(operator: string, left: Integer, right: Integer): Integer | undefined {
  if (operator === '&&') return (world) => (left(world) !== 0n && right(world) !== 0n ? 1n : 0n);
  if (operator === '||') return (world) => (left(world) !== 0n || right(world) !== 0n ? 1n : 0n);
  const apply = smallIntegerOperator(operator);
  return apply && ((world) => apply(left(world), right(world)) as bigint); // of integers these are integers
}

function isFree(name: string, { symbols, others }: Declared): boolean {
  return !symbols.has(name) && !others.has(name);
}

function namedInteger(name: string, declared: Declared): Integer | undefined {
  if (declared.others.has(name)) return undefined;
  const symbol = declared.symbols.get(name);
  const value = symbol ? symbolValue(symbol) : componentMask(name);
  if (typeof value === 'bigint') return () => value;
  return symbol ? undefined : registerOf(name, declared.processor);
}

function symbolValue(symbol: ProgramSymbol): unknown {
  return symbol.kind === 'constant' ? symbol.value : fromLinear(symbol.address);
}

/** `u32[ADDR]`, or a lane of a register. */
function indexed(expression: Expression & { readonly kind: 'index' }, declared: Declared): Integer | undefined {
  const { object, index } = expression;
  if (object.kind !== 'name')
    return isFree(rootOf(object), declared) ? laneOf(expression, declared.processor) : undefined;
  const address = isFree(object.name, declared) ? integerOf(index, declared) : undefined;
  return address && memoryOf(object.name, address);
}

function rootOf(expression: Expression): string {
  if (expression.kind === 'member' || expression.kind === 'index') return rootOf(expression.object);
  return expression.kind === 'name' ? expression.name : '';
}

function registerOf(name: string, processor: Processor): Integer | undefined {
  const row = expressionRegister(name);
  if (row) return row.key === 'inUse' ? undefined : ({ cpu }) => readRegister(cpu, row);
  const register = registerByName(name);
  return register?.file === 'gpr' && !missingFor(processor, register)
    ? ({ cpu }) => readGeneral(cpu, register)
    : undefined;
}
