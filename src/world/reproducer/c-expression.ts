/**
 * Expressions of a trace in C, as far as a program in user mode can see what they are about. Integers are exact and signed in
 * 128 bits (`num`), so that they compare as a trace compares them; floats are the bits of a double.
 */
import { evaluate } from '../../language/expressions/evaluate';
import type { BinaryOperator, Expression } from '../../language/tree/expression';
import type { Value } from '../../language/vocabulary/value';
import { tableOf } from '../../machine/table';
import { registerInC } from './c-registers';
import { taskInC } from './c-tasks';
import { type IntegerInC, integer, type Names, type Seen, typed } from './seen';

/** Undefined for what a program in user mode cannot see. */
function inC(expression: Expression, names: Names): Seen | undefined {
  return constantInC(expression, names) ?? seen(expression, names);
}

/** An integer: C of the type `num`. */
export function integerInC(expression: Expression, names: Names): string | undefined {
  const found = inC(expression, names);
  return found?.type === 'integer' ? found.code : undefined;
}

const integers =
  (names: Names): IntegerInC =>
  (expression) =>
    integerInC(expression, names);

/** Something that is true or not: a C condition. */
export function truthInC(expression: Expression, names: Names): string | undefined {
  const found = inC(expression, names);
  if (found?.type === 'integer') return `${found.code} != 0`;
  return found?.type === 'float' ? `!float_equal(${found.code}, 0)` : undefined;
}

/** The sides of `&&`, each of which a program checks or leaves by itself. */
export function conjuncts(expression: Expression): readonly Expression[] {
  if (expression.kind !== 'binary' || expression.operator !== '&&') return [expression];
  return [...conjuncts(expression.left), ...conjuncts(expression.right)];
}

/** A literal of the type `num`; undefined for what has more than 64 bits. */
function integerLiteral(value: bigint): string | undefined {
  const size = value < 0n ? -value : value;
  if (size >= 1n << 64n) return undefined;
  const digits = size < 10n ? `${size}` : `0x${size.toString(16)}`;
  return value < 0n ? `(-(num)${digits}ul)` : `(num)${digits}ul`;
}

/** The bits of a double. */
function floatLiteral(value: number): string {
  const bits = new DataView(Float64Array.of(value).buffer).getBigUint64(0, true);
  return `0x${bits.toString(16)}ul`;
}

function constantInC(expression: Expression, { constants }: Names): Seen | undefined {
  let value: Value;
  try {
    value = evaluate(expression, constants);
  } catch {
    return undefined; // it depends on the run
  }
  if (typeof value === 'number') return { type: 'float', code: floatLiteral(value) };
  if (typeof value === 'string') return { type: 'text', code: value };
  const code = integerLiteral(value);
  return code === undefined ? undefined : { type: 'integer', code };
}

function seen(expression: Expression, names: Names): Seen | undefined {
  switch (expression.kind) {
    case 'name': {
      const counter = names.counter(expression.name);
      return counter === undefined ? registerInC(expression, integers(names)) : integer(`(num)${counter}`);
    }
    case 'member':
    case 'index':
      return memoryInC(expression, names) ?? taskInC(expression, names) ?? registerInC(expression, integers(names));
    case 'unary':
      return unaryInC(expression, names);
    case 'binary':
      return binaryInC(expression, names);
    case 'conditional':
      return conditionalInC(expression, names);
    case 'call':
      return callInC(expression, names);
    default:
      return undefined;
  }
}

function memoryInC(expression: Expression, names: Names): Seen | undefined {
  if (expression.kind !== 'index' || expression.object.kind !== 'name') return undefined;
  const address = integerInC(expression.index, names);
  return address === undefined
    ? undefined
    : typed((bytes) => `load((u64)(${address}), ${bytes})`, expression.object.name);
}

function unaryInC({ operator, operand }: Expression & { kind: 'unary' }, names: Names): Seen | undefined {
  if (operator === '!') {
    const truth = truthInC(operand, names);
    return truth === undefined ? undefined : integer(`(num)!(${truth})`);
  }
  const code = integerInC(operand, names);
  if (code === undefined) return undefined;
  return integer(operator === '~' ? `inverted(${code})` : `(-(${code}))`);
}

const COMPARISONS: readonly BinaryOperator[] = ['==', '!=', '<', '<=', '>', '>='];

function binaryInC(expression: Expression & { kind: 'binary' }, names: Names): Seen | undefined {
  const { operator } = expression;
  if (operator === '&&' || operator === '||') {
    const [left, right] = [truthInC(expression.left, names), truthInC(expression.right, names)];
    return left === undefined || right === undefined ? undefined : integer(`(num)((${left}) ${operator} (${right}))`);
  }
  const [left, right] = [inC(expression.left, names), inC(expression.right, names)];
  if (!left || !right) return undefined;
  if (left.type === 'integer' && right.type === 'integer') {
    if (COMPARISONS.includes(operator)) return integer(`(num)(${left.code} ${operator} ${right.code})`);
    if (operator === '<<') return integer(`(num)((u64)(${left.code}) << (${right.code}))`);
    return integer(`(${left.code} ${operator} ${right.code})`);
  }
  if (left.type === 'text' || right.type === 'text') return textsInC(operator, left, right);
  return floatsInC(operator, left, right);
}

/** A state of a task and a text: what the program knows is a condition for each text. */
function textsInC(operator: BinaryOperator, left: Seen, right: Seen): Seen | undefined {
  const [state, text] = left.type === 'states' ? [left, right] : [right, left];
  if (state.type !== 'states' || text.type !== 'text') return undefined;
  const condition = state.states(text.code);
  if (condition === undefined || (operator !== '==' && operator !== '!=')) return undefined;
  return integer(operator === '==' ? `(num)(${condition})` : `(num)!(${condition})`);
}

/** An integer constant beside a float is one. */
function asFloat(side: Seen): string | undefined {
  if (side.type === 'float') return side.code;
  const constant = side.type === 'integer' ? /^\(num\)(0x[0-9a-f]+|\d)ul$/.exec(side.code) : null;
  return constant?.[1] === undefined ? undefined : floatLiteral(Number(constant[1]));
}

function floatsInC(operator: BinaryOperator, left: Seen, right: Seen): Seen | undefined {
  const [a, b] = [asFloat(left), asFloat(right)];
  const comparison = FLOAT_COMPARISONS[operator];
  return a === undefined || b === undefined || !comparison ? undefined : integer(`(num)(${comparison(a, b)})`);
}

const FLOAT_COMPARISONS: Readonly<Partial<Record<BinaryOperator, (a: string, b: string) => string>>> = {
  '==': (a, b) => `float_equal(${a}, ${b})`,
  '!=': (a, b) => `!float_equal(${a}, ${b})`,
  '<': (a, b) => `float_less(${a}, ${b})`,
  '>': (a, b) => `float_less(${b}, ${a})`,
  '<=': (a, b) => `(float_less(${a}, ${b}) || float_equal(${a}, ${b}))`,
  '>=': (a, b) => `(float_less(${b}, ${a}) || float_equal(${a}, ${b}))`,
};

function conditionalInC(expression: Expression & { kind: 'conditional' }, names: Names): Seen | undefined {
  const test = truthInC(expression.test, names);
  const [then, otherwise] = [integerInC(expression.then, names), integerInC(expression.otherwise, names)];
  if (test === undefined || then === undefined || otherwise === undefined) return undefined;
  return integer(`((${test}) ? ${then} : ${otherwise})`);
}

function callInC(expression: Expression & { kind: 'call' }, names: Names): Seen | undefined {
  const [first, second, third] = expression.arguments.map((argument) => integerInC(argument, names));
  const make = CALLS[expression.callee.text.toLowerCase()];
  return first === undefined || third !== undefined || !make ? undefined : wrapped(make(first, second));
}

function wrapped(code: string | undefined): Seen | undefined {
  return code === undefined ? undefined : integer(code);
}

const CALLS = tableOf<(a: string, b: string | undefined) => string | undefined>({
  has: (a, b) => b && `(num)(((${a}) & (${b})) == (${b}))`,
  popcount: (a) => `(num)bits_set((u64)(${a}))`,
  abs: (a) => `((${a}) < 0 ? -(${a}) : (${a}))`,
  min: (a, b) => b && `((${a}) < (${b}) ? (${a}) : (${b}))`,
  max: (a, b) => b && `((${a}) > (${b}) ? (${a}) : (${b}))`,
});
