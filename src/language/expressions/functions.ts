/** The functions of expressions, as a table: evaluation, checks, completion and hover read it. */
import { COMPONENTS, type Component } from '../../machine/architecture/component';
import type { Processor } from '../../machine/processor/processor';
import { atRange, ExpressionError } from '../errors/expression-error';
import { didYouMean } from '../errors/nearest';
import type { Expression } from '../tree/expression';
import type { Scope, Value } from '../vocabulary/value';

export interface FunctionRow {
  readonly name: string;
  readonly parameters: readonly string[];
  /** Whether the last parameter may be repeated. */
  readonly variadic?: boolean;
  /** A trace may declare the name for something of its own: so for every function that came after the first traces. */
  readonly mayBeDeclared?: boolean;
  /** Its arguments are texts; those of all others are numbers. */
  readonly ofTexts?: boolean;
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
    documentation: "The number of bits that are set; a negative number counts as its 64-bit two's complement.",
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
    apply: ([component], scope) => BigInt(sizeOf(integer(component), scope)),
  },
  {
    name: 'offset',
    parameters: ['COMPONENT'],
    documentation: 'Where a component lies in an XSAVE area of the standard format on this machine.',
    apply: ([component], scope) => BigInt(offsetOf(integer(component), scope)),
  },
  {
    name: 'contains',
    parameters: ['text', 'part'],
    mayBeDeclared: true,
    ofTexts: true,
    documentation: 'Whether a text has another one in it: `contains(last.exception, "#P")`.',
    apply: ([whole, part]) => (text(whole).includes(text(part)) ? 1n : 0n),
  },
];

const byName: ReadonlyMap<string, FunctionRow> = new Map(FUNCTIONS.map((row) => [row.name, row]));

export function functionRow(name: string): FunctionRow | undefined {
  return byName.get(name);
}

/** Throws `ExpressionError`: for an unknown function, a wrong number of arguments, or arguments it cannot take. */
export function callFunction(call: Expression & { kind: 'call' }, values: readonly Value[], scope: Scope): Value {
  return atRange(call.range, () => requireFunction(call).apply(values, scope));
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

/** Component 1's registers lie behind the x87 state, in the legacy region (SDM vol. 1, 13.4.1). */
const SSE_OFFSET = 160;

/** Bytes of the component of a mask with one bit. */
function sizeOf(mask: bigint, scope: Scope): number {
  const { component, processor } = requireComponent(mask, scope);
  return processor.compactedLayout(mask).placements[0]?.size ?? component.size;
}

/** Bytes from the start of an area in standard format. */
function offsetOf(mask: bigint, scope: Scope): number {
  const { component, processor } = requireComponent(mask, scope);
  if (component.index < 2) return component.index * SSE_OFFSET;
  const placement = processor.standardLayout(mask).placements[0];
  if (placement) return placement.offset;
  const message = `${component.id} is a supervisor component: it has no place in the standard format.`;
  throw new ExpressionError('no-standard-offset', message);
}

function requireComponent(mask: bigint, { processor }: Scope): { component: Component; processor: Processor } {
  const component = COMPONENTS.find(({ index }) => mask === 1n << BigInt(index));
  if (!component) {
    throw new ExpressionError('not-a-component', 'The argument must be one component, such as XTILEDATA.');
  }
  if (!processor) throw new ExpressionError('no-machine', 'There is no machine here to ask about its components.');
  if (mask & (processor.xcr0Supported | processor.xssSupported)) return { component, processor };
  throw new ExpressionError('no-such-component', `${processor.model.title} has no component ${component.id}.`);
}

function number(value: Value | undefined): bigint | number {
  if (typeof value === 'string' || value === undefined) {
    throw new ExpressionError('not-a-number', `The text "${value ?? ''}" is not a number.`);
  }
  return value;
}

function text(value: Value | undefined): string {
  if (typeof value === 'string') return value;
  throw new ExpressionError('not-a-text', `${value ?? 'Nothing'} is a number; this function works on texts.`);
}

function integer(value: Value | undefined): bigint {
  const found = number(value);
  if (typeof found === 'bigint') return found;
  throw new ExpressionError('not-an-integer', `${found} is a float; this function works on integers.`);
}
