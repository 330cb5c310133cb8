/** Variables of programs: typed by their debugging information, opened member by member, element by element. */

import { typeName } from '../../elf/dwarf/types/type-name';
import { type CType, plainType, sizeOfType } from '../../elf/dwarf/types/types';
import { formatFloat } from '../../language/expressions/format-value';
import type { Expression } from '../../language/tree/expression';
import { formatAddress, toLinear } from '../../machine/architecture/linear-address';
import {
  type CObject,
  elementOf,
  floatOf,
  integerOf,
  memberOf,
  membersOf,
  objectAt,
  quotedTextOf,
} from '../../world/compiled/c-object';
import { nameAt } from '../../world/compiled/code-name';
import type { CompiledFrame } from '../../world/compiled/compiled-frame';
import { type FrameMachine, globalVariables, named, variablesOfFrame } from '../../world/compiled/frame-variables';
import { memoryReference } from '../protocol/memory-reference';
import type { Children, Item } from './item';
import { decimal, formatValue, hex, text, type Value } from './value';

const REGISTER = 'It lies in a register: set that.';
const WHOLE = 'Set one part of it.';
const SUMMARY_PARTS = 8;
const SUMMARY_DEPTH = 2;
/** Larger ones are compared with the stop before only where they are opened. */
const COMPARED_BYTES = 64 * 1024;

/** What the items of a frame are made of. */
export interface CompiledContext {
  readonly frame: CompiledFrame;
  readonly machine: FrameMachine;
  readonly space: number;
}

/** Parameters, then variables, innermost block first. What is hidden is not shown. */
export function compiledLocals(context: CompiledContext): readonly Item[] {
  const all = variablesOfFrame(context.frame, context.machine);
  const seen = all.filter(({ name }, index) => all.findIndex((other) => other.name === name) === index);
  const parameters = seen.filter(({ isParameter }) => isParameter);
  return [...parameters, ...seen.filter(({ isParameter }) => !isParameter)].map(({ name, object }) =>
    objectItem(context, name, object, name),
  );
}

export function compiledGlobals(context: CompiledContext): readonly Item[] {
  const all = globalVariables(context.frame);
  const seen = all.filter(({ name }, index) => all.findIndex((other) => other.name === name) === index);
  return seen.map((variable) => {
    const { name, object } = named(variable, context.frame, context.machine);
    return objectItem(context, name, object, name);
  });
}

export function hasGlobals({ frame }: Pick<CompiledContext, 'frame'>): boolean {
  return globalVariables(frame).length > 0;
}

/** What an expression of names, members and elements means in a frame; undefined where it is another one. */
export function compiledItem(
  context: CompiledContext,
  expression: Expression,
  words: string,
  indexOf: (index: Expression) => bigint | undefined,
): Item | undefined {
  const object = objectOf(context, expression, indexOf);
  return object && objectItem(context, words, object, words);
}

function objectOf(
  context: CompiledContext,
  expression: Expression,
  indexOf: (index: Expression) => bigint | undefined,
): CObject | undefined {
  switch (expression.kind) {
    case 'name':
      return variableNamed(context, expression.name);
    case 'member': {
      const object = objectOf(context, expression.object, indexOf);
      return object && memberOf(object, expression.member.text);
    }
    case 'index': {
      const object = objectOf(context, expression.object, indexOf);
      const index = object && indexOf(expression.index);
      return object && index !== undefined ? elementOf(object, Number(index)) : undefined;
    }
    default:
      return undefined;
  }
}

function variableNamed({ frame, machine }: CompiledContext, name: string): CObject | undefined {
  const local = variablesOfFrame(frame, machine).find((variable) => variable.name === name);
  if (local) return local.object;
  const global = globalVariables(frame).find((variable) => variable.name === name);
  return global && named(global, frame, machine).object;
}

/** @param expression that means it in the frame. */
function objectItem(context: CompiledContext, name: string, object: CObject, expression: string): Item {
  const { address, size, why } = object;
  const children = why === undefined ? childrenOf(context, object, expression) : undefined;
  const isSingle = children === undefined || plainType(object.type).kind === 'pointer';
  return {
    name,
    value: why === undefined ? shownValue(context, object) : text(why),
    type: typeName(object.type),
    documentation: describe(object),
    expression,
    ...(address === undefined ? {} : { memory: memoryReference(context.space, address) }),
    ...(size === undefined || address === undefined ? {} : { size }),
    ...(isSingle ? readOnlyIf(address === undefined, REGISTER) : { readOnly: WHOLE }),
    ...(children ? { children } : {}),
    ...(size !== undefined && size <= COMPARED_BYTES ? { contents: () => object.bytes(0, size) } : {}),
  };
}

function readOnlyIf(is: boolean, why: string): { readonly readOnly?: string } {
  return is ? { readOnly: why } : {};
}

function describe({ type, size, address, why }: CObject): string {
  const what = size === undefined ? typeName(type) : `${typeName(type)}, ${size} ${size === 1 ? 'byte' : 'bytes'}`;
  if (why !== undefined) return `${what}. ${why}`;
  return address === undefined ? `${what}, in registers` : `${what}, at ${formatAddress(address)}`;
}

function shownValue(context: CompiledContext, object: CObject): Value {
  const plain = plainType(object.type);
  switch (plain.kind) {
    case 'base':
      return baseValue(object, plain);
    case 'enum': {
      const value = integerOf(object);
      if (value === undefined) return text(UNREADABLE);
      const size = plain.size * 8;
      const same = plain.values.find((each) => BigInt.asUintN(size, each.value) === BigInt.asUintN(size, value));
      return decimal(value, size, same && `(${same.name})`);
    }
    case 'pointer':
      return pointerValue(context, object, plain.to());
    default:
      return text(summary(context, object, SUMMARY_DEPTH));
  }
}

const UNREADABLE = 'not mapped';

function baseValue(object: CObject, { base, size, name }: CType & { readonly kind: 'base' }): Value {
  if (base === 'float') {
    const value = floatOf(object);
    if (value === undefined) return text(UNREADABLE);
    return size > 8 ? text(formatFloat(value)) : { kind: 'float', value, type: size === 4 ? 'f32' : 'f64' };
  }
  const value = integerOf(object);
  if (value === undefined) return text(object.bytes(0, 1).length === 0 ? UNREADABLE : name);
  if (base === 'bool' && value < 2n) return decimal(value, 1, value === 1n ? '(true)' : '(false)');
  if (name !== 'char') return decimal(value, object.bits?.size ?? size * 8);
  return decimal(value, size * 8, characterNote(value));
}

function characterNote(value: bigint): string {
  const code = Number(BigInt.asUintN(32, value));
  return code >= 0x20 && code < 0x7f ? `'${String.fromCharCode(code)}'` : '';
}

function pointerValue({ frame: { compiled } }: CompiledContext, object: CObject, to: CType): Value {
  const value = integerOf(object);
  if (value === undefined) return text(UNREADABLE);
  const said = quotedTextOf(object);
  if (said) return hex(value, 64, said);
  const address = toLinear(value);
  if (address === undefined || value === 0n) return hex(value);
  if (plainType(to).kind === 'function') return hex(value, 64, `<${nameAt(compiled, address)}>`);
  const symbol = compiled.symbols.dataAt(address - compiled.bias);
  return hex(value, 64, symbol && `<${symbol.name}>`);
}

/** `{x = 1, y = 2}`, `[1, 2, 3, ...]`, `"text"`. */
function summary(context: CompiledContext, object: CObject, depth: number): string {
  const plain = plainType(object.type);
  const said = plain.kind === 'array' ? quotedTextOf(object) : undefined;
  if (said) return said;
  if (plain.kind === 'array') {
    const count = plain.counts[0] ?? 0;
    if (depth === 0) return '[...]';
    const shown = Array.from({ length: Math.min(count, SUMMARY_PARTS) }, (_, index) => {
      const element = elementOf(object, index);
      return element ? part(context, element, depth) : '?';
    });
    return `[${[...shown, ...(count > SUMMARY_PARTS ? ['...'] : [])].join(', ')}]`;
  }
  if (plain.kind === 'struct' || plain.kind === 'union' || plain.kind === 'class') {
    if (depth === 0) return '{...}';
    const members = membersOf(object);
    const shown = members.slice(0, SUMMARY_PARTS).map(({ name, object: member }) => {
      const value = part(context, member, depth);
      return name === undefined ? value : `${name} = ${value}`;
    });
    return `{${[...shown, ...(members.length > SUMMARY_PARTS ? ['...'] : [])].join(', ')}}`;
  }
  return plain.kind === 'unknown' ? plain.name : typeName(object.type);
}

function part(context: CompiledContext, object: CObject, depth: number): string {
  const { kind } = plainType(object.type);
  const isWhole = kind === 'array' || kind === 'struct' || kind === 'union' || kind === 'class';
  return isWhole ? summary(context, object, depth - 1) : formatValue(shownValue(context, object));
}

function childrenOf(context: CompiledContext, object: CObject, expression: string): Children | undefined {
  const plain = plainType(object.type);
  switch (plain.kind) {
    case 'array': {
      const count = plain.counts[0];
      if (count === undefined || sizeOfType(plain.of()) === undefined) return undefined;
      return {
        indexed: {
          count,
          at: (index) => elementItem(context, object, index, expression),
        },
      };
    }
    case 'struct':
    case 'union':
    case 'class':
      return { named: () => memberItems(context, object, expression) };
    case 'pointer':
      return pointerChildren(context, object, plain.to(), expression);
    default:
      return undefined;
  }
}

function elementItem(context: CompiledContext, object: CObject, index: number, expression: string): Item {
  const element = elementOf(object, index);
  const name = `[${index}]`;
  if (!element) return { name, value: text(UNREADABLE) };
  return objectItem(context, name, element, `${expression}${name}`);
}

/** Members of unnamed structures and unions stand beside those of the one that they are in. */
function memberItems(context: CompiledContext, object: CObject, expression: string): readonly Item[] {
  return membersOf(object).flatMap(({ name, object: member }) =>
    name === undefined
      ? memberItems(context, member, expression)
      : [objectItem(context, name, member, `${expression}.${name}`)],
  );
}

/** What it points to: the members of a structure at once, anything else by itself. */
function pointerChildren(
  context: CompiledContext,
  object: CObject,
  to: CType,
  expression: string,
): Children | undefined {
  const target = plainType(to);
  const address = integerOf(object);
  const size = sizeOfType(to);
  if (address === undefined || address === 0n || !size || target.kind === 'function') return undefined;
  const pointed = objectAt(to, toLinear(address), object.source);
  const isStructure = target.kind === 'struct' || target.kind === 'union' || target.kind === 'class';
  if (isStructure) return { named: () => memberItems(context, pointed, expression) };
  return { named: () => [objectItem(context, '*', pointed, `${expression}[0]`)] };
}
