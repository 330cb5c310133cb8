/** The functions of expressions, as a table: evaluation, checks, completion and hover read it. */
import { COMPONENTS } from '../machine/component';
import type { ComponentPlace, Scope, Value } from './evaluate';
import { ExpressionError } from './expression-error';
import { didYouMean } from './nearest';
import { withRange } from './operators';
import type { Expression } from './syntax';

export interface FunctionRow {
  readonly name: string;
  readonly parameters: readonly string[];
  /** Whether the last parameter may be repeated. */
  readonly variadic?: boolean;
  readonly documentation: string;
  readonly apply: (values: readonly Value[], scope: Scope) => Value;
}

export const FUNCTIONS: readonly FunctionRow[] = [
  {
    name: 'has',
    parameters: ['mask', 'COMPONENT'],
    documentation: 'Whether all bits of the second mask are set in the first: `has(xinuse, XTILEDATA)`.',
    apply: ([mask, component]) => (has(integer(mask), integer(component)) ? 1n : 0n),
  },
  {
    name: 'popcount',
    parameters: ['x'],
    documentation: 'The number of bits that are set; a negative number counts as its 64-bit two’s complement.',
    apply: ([value]) => popcount(integer(value)),
  },
  {
    name: 'abs',
    parameters: ['x'],
    documentation: 'The number without its sign.',
    apply: ([value]) => absolute(number(value)),
  },
  {
    name: 'min',
    parameters: ['x', 'y'],
    variadic: true,
    documentation: 'The smallest of the numbers.',
    apply: (values) => best(values, (value, least) => value < least),
  },
  {
    name: 'max',
    parameters: ['x', 'y'],
    variadic: true,
    documentation: 'The largest of the numbers.',
    apply: (values) => best(values, (value, most) => value > most),
  },
  {
    name: 'size',
    parameters: ['COMPONENT'],
    documentation: 'Bytes that a component takes in an XSAVE area on this machine: `size(XTILEDATA) == 8192`.',
    apply: ([component], scope) => BigInt(place(integer(component), scope).size),
  },
  {
    name: 'offset',
    parameters: ['COMPONENT'],
    documentation: 'Where a component lies in an XSAVE area of the standard format on this machine.',
    apply: ([component], scope) => BigInt(offsetOf(place(integer(component), scope))),
  },
];

const byName: ReadonlyMap<string, FunctionRow> = new Map(FUNCTIONS.map((row) => [row.name, row]));

export function functionRow(name: string): FunctionRow | undefined {
  return byName.get(name);
}

/** Throws `ExpressionError`: for an unknown function, a wrong number of arguments, or arguments it cannot take. */
export function callFunction(call: Expression & { kind: 'call' }, values: readonly Value[], scope: Scope): Value {
  try {
    return requireFunction(call).apply(values, scope);
  } catch (error) {
    throw error instanceof ExpressionError && !error.range ? withRange(error, call.range) : error;
  }
}

/** The function that `call` names, its number of arguments checked. Throws `ExpressionError`. */
export function requireFunction(call: Expression & { kind: 'call' }): FunctionRow {
  const row = byName.get(call.callee.text);
  if (!row) {
    const message = `There is no function \`${call.callee.text}\`.${didYouMean(call.callee.text, byName.keys())}`;
    throw new ExpressionError('unknown-function', message, call.callee.range);
  }
  const given = call.arguments.length;
  const wanted = row.parameters.length;
  if (given === wanted || (row.variadic && given > wanted)) return row;
  const message = `\`${signature(row)}\` takes ${row.variadic ? 'at least ' : ''}${wanted} ${wanted === 1 ? 'argument' : 'arguments'}, not ${given}.`;
  throw new ExpressionError('argument-count', message, call.range);
}

export function signature({ name, parameters, variadic }: FunctionRow): string {
  return `${name}(${parameters.join(', ')}${variadic ? ', ...' : ''})`;
}

function has(mask: bigint, component: bigint): boolean {
  return (mask & component) === component;
}

function best(values: readonly Value[], isBetter: (value: Value, than: Value) => boolean): Value {
  return values.map(number).reduce((found, value) => (isBetter(value, found) ? value : found));
}

function popcount(value: bigint): bigint {
  const bits = value < 0n ? BigInt.asUintN(64, value) : value;
  return BigInt(bits.toString(2).replaceAll('0', '').length);
}

function absolute(value: bigint | number): Value {
  return typeof value === 'number' ? Math.abs(value) : value < 0n ? -value : value;
}

/** Where the component of a mask with one bit lies, on the machine of `scope`. */
function place(mask: bigint, scope: Scope): ComponentPlace & { readonly id: string } {
  const component = COMPONENTS.find(({ index }) => mask === 1n << BigInt(index));
  if (!component) {
    throw new ExpressionError('not-a-component', 'The argument must be one component, such as XTILEDATA.');
  }
  const found = scope.component?.(component.index);
  if (!found) throw new ExpressionError('no-such-component', `This machine has no component ${component.id}.`);
  return { ...found, id: component.id };
}

function offsetOf({ offset, id }: ComponentPlace & { readonly id: string }): number {
  if (offset !== undefined) return offset;
  const message = `${id} is a supervisor component: it has no place in the standard format.`;
  throw new ExpressionError('no-standard-offset', message);
}

function number(value: Value | undefined): bigint | number {
  if (typeof value === 'string' || value === undefined) {
    throw new ExpressionError('not-a-number', `The text "${value ?? ''}" is not a number.`);
  }
  return value;
}

function integer(value: Value | undefined): bigint {
  const found = number(value);
  if (typeof found === 'bigint') return found;
  throw new ExpressionError('not-an-integer', `${found} is a float; this function works on integers.`);
}
