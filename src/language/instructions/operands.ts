/** From the operands of the syntax tree to those of the assembler: names get their values, labels stay open. */

import type { Masking, RegisterRef } from '../../machine/cpu/instruction';
import { registerByName } from '../../machine/cpu/register-names';
import type { AssemblerMemory, AssemblerOperand } from '../../machine/encoding/operand';
import { rangeBetween } from '../errors/diagnostic';
import { ExpressionError } from '../errors/expression-error';
import type { Expression } from '../tree/expression';
import type { InstructionSyntax, OperandSyntax } from '../tree/instruction';
import type { Name } from '../tree/name';
import type { Value } from '../vocabulary/value';

/**
 * What an address has as its name: the address of data (bigint), or the item of the layout that a label or a
 * procedure stands before (number). Undefined for everything else, constants too.
 */
export type SymbolLookup = (name: string) => bigint | number | undefined;

const BRANCH = /^(j(?!mpabs)[a-z]+|call|loop(n?[ez])?|xbegin)$/;

/** Whether the operand of `mnemonic` (lower case) is a place to go to. */
export function isBranch(mnemonic: string): boolean {
  const first = mnemonic.charCodeAt(0);
  // 'j', 'c', 'l' and 'x': the test is for the many others.
  return (first === 0x6a || first === 0x63 || first === 0x6c || first === 0x78) && BRANCH.test(mnemonic);
}

/**
 * The operands of `instruction`, in order. `evaluate` is for everything that is not an address by name. Throws
 * `ExpressionError` for unknown names and for values that an operand cannot have.
 */
export function operandsOf(
  instruction: InstructionSyntax,
  lookup: SymbolLookup,
  evaluate: (expression: Expression) => Value,
): AssemblerOperand[] {
  const { text } = instruction.mnemonic;
  const branch = isBranch(text);
  return instruction.operands.map((operand) =>
    operandOf(text === 'lea' ? asAddress(operand, lookup) : operand, branch, lookup, evaluate),
  );
}

/** LEA has no immediate operand: `lea rax, v` and `lea rax, v+8` are as if the brackets stood there. */
function asAddress(operand: OperandSyntax, lookup: SymbolLookup): OperandSyntax {
  if (operand.kind !== 'symbol' && operand.kind !== 'immediate') return operand;
  const { range } = operand;
  const displacement: Expression =
    operand.kind === 'symbol' ? { kind: 'name', name: operand.name, range } : operand.value;
  return namesAddress(displacement, lookup) ? { kind: 'memory', scale: 1, displacement, range } : operand;
}

function operandOf(
  operand: OperandSyntax,
  branch: boolean,
  lookup: SymbolLookup,
  evaluate: (expression: Expression) => Value,
): AssemblerOperand {
  switch (operand.kind) {
    case 'register':
      return registerOperand(operand);
    case 'memory':
      return memoryOperand(operand, lookup, evaluate);
    case 'immediate':
      return valueOperand(operand.value, branch, lookup, evaluate);
    case 'symbol':
      return valueOperand({ kind: 'name', name: operand.name, range: operand.range }, branch, lookup, evaluate);
  }
}

/** One object a register: operands without a mask never change. */
const REGISTER_OPERANDS = new Map<string, AssemblerOperand>();

function registerOperand({ name, mask, zeroing }: OperandSyntax & { kind: 'register' }): AssemblerOperand {
  if (mask || zeroing) return { kind: 'register', register: register(name), ...maskingOf(mask, zeroing) };
  let operand = REGISTER_OPERANDS.get(name);
  if (!operand) {
    operand = { kind: 'register', register: register(name) };
    REGISTER_OPERANDS.set(name, operand);
  }
  return operand;
}

function maskingOf(mask: Name | undefined, zeroing: boolean | undefined): Masking {
  return { ...(mask && { mask: register(mask.text).index }), ...(zeroing && { zeroing }) };
}

function register(name: string): RegisterRef {
  return registerByName(name)!; // the parser reads nothing else as a register
}

function valueOperand(
  expression: Expression,
  branch: boolean,
  lookup: SymbolLookup,
  evaluate: (expression: Expression) => Value,
): AssemblerOperand {
  const { label, value } = labelAndValue(expression, lookup, evaluate);
  const labelled = label === undefined ? undefined : { label };
  return branch ? { kind: 'branch', target: Number(value), ...labelled } : { kind: 'immediate', value, ...labelled };
}

function memoryOperand(
  operand: OperandSyntax & { kind: 'memory' },
  lookup: SymbolLookup,
  evaluate: (expression: Expression) => Value,
): AssemblerMemory {
  const { displacement } = operand;
  const { label, value } = displacement ? labelAndValue(displacement, lookup, evaluate) : NOTHING;
  const memory: Mutable<AssemblerMemory> = {
    kind: 'memory',
    scale: operand.scale,
    displacement: BigInt.asIntN(EXACT_BITS, value) === value ? Number(value) : value,
    ...maskingOf(operand.mask, operand.zeroing),
  };
  if (operand.base) memory.base = register(operand.base.text);
  if (operand.index) memory.index = register(operand.index.text);
  if (operand.segment) memory.segment = register(operand.segment.text);
  if (operand.broadcast !== undefined) memory.broadcast = operand.broadcast;
  if (operand.size !== undefined) memory.size = operand.size;
  if (label !== undefined) memory.label = label;
  if (operand.base?.text === 'rip' && !(displacement && namesAddress(displacement, lookup))) memory.fromNext = true;
  return memory;
}

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

/** Signed integers of this many bits are exact as numbers. */
const EXACT_BITS = 53;

interface LabelAndValue {
  readonly label?: number;
  readonly value: bigint;
}

const NOTHING: LabelAndValue = { value: 0n };

/** Splits `label + 8` into its label and the rest; a sum has at most one label, and adds it. */
function labelAndValue(
  expression: Expression,
  lookup: SymbolLookup,
  evaluate: (expression: Expression) => Value,
): LabelAndValue {
  if (expression.kind === 'integer') return expression;
  if (expression.kind === 'name') {
    const address = lookup(expression.name);
    if (typeof address === 'number') return { label: address, value: 0n };
    if (address !== undefined) return { value: address };
  }
  if (expression.kind === 'binary' && (expression.operator === '+' || expression.operator === '-')) {
    const left = labelAndValue(expression.left, lookup, evaluate);
    const right = labelAndValue(expression.right, lookup, evaluate);
    if (right.label !== undefined && (left.label !== undefined || expression.operator === '-')) {
      const range = rangeBetween(expression.left.range, expression.right.range);
      throw new ExpressionError('label-arithmetic', 'An operand can add a number to one label, nothing else.', range);
    }
    const label = left.label ?? right.label;
    const value = expression.operator === '+' ? left.value + right.value : left.value - right.value;
    return label === undefined ? { value } : { label, value };
  }
  const value = evaluate(expression);
  if (typeof value === 'bigint') return { value };
  throw new ExpressionError('not-an-integer', 'An operand is an integer, an address or a register.', expression.range);
}

function namesAddress(expression: Expression, lookup: SymbolLookup): boolean {
  switch (expression.kind) {
    case 'name':
      return lookup(expression.name) !== undefined;
    case 'unary':
      return namesAddress(expression.operand, lookup);
    case 'binary':
      return namesAddress(expression.left, lookup) || namesAddress(expression.right, lookup);
    default:
      return false;
  }
}
