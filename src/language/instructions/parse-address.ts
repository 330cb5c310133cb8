/** Takes the sum inside the brackets of a memory operand apart: base, index, scale and everything else. */
import { registerByName } from '../../machine/cpu/register-names';
import { rangeBetween } from '../errors/diagnostic';
import type { LineReader } from '../syntax/line-reader';
import type { Expression } from '../tree/expression';
import type { OperandSyntax } from '../tree/instruction';
import type { Name } from '../tree/name';

type Memory = OperandSyntax & { kind: 'memory' };
/** A memory operand while it is read. */
export type Parts = { -readonly [Key in keyof Memory]: Memory[Key] };

/**
 * Puts the registers and the displacement of `sum` into `parts`; two registers without a scale are base and index in
 * that order.
 */
export function splitAddress(reader: LineReader, parts: Parts, sum: Expression): void {
  addTerm(reader, parts, sum, false);
}

/** `table[rip]` and `-8[rbp]` as the sums that they are; undefined when there is no bracket in `value`. */
export function sumOfBrackets(value: Expression): Expression | undefined {
  switch (value.kind) {
    case 'index':
      return add('+', sumOfBrackets(value.object) ?? value.object, value.index);
    case 'unary': {
      if (value.operator !== '-' || value.operand.kind !== 'index') return undefined;
      const { object, index } = value.operand;
      return add('+', { ...value, operand: object }, index);
    }
    case 'binary': {
      if (value.operator !== '+' && value.operator !== '-') return undefined;
      const right = value.right;
      if (right.kind !== 'index') return undefined;
      return add('+', add(value.operator, value.left, right.object), right.index);
    }
    default:
      return undefined;
  }
}

export function containsRegister(value: Expression): boolean {
  switch (value.kind) {
    case 'name':
      return registerByName(value.name) !== undefined;
    case 'unary':
      return containsRegister(value.operand);
    case 'binary':
      return containsRegister(value.left) || containsRegister(value.right);
    case 'conditional':
      return [value.test, value.then, value.otherwise].some(containsRegister);
    case 'call':
      return value.arguments.some(containsRegister);
    case 'member':
      return containsRegister(value.object);
    case 'index':
      return containsRegister(value.object) || containsRegister(value.index);
    default:
      return false;
  }
}

function addTerm(reader: LineReader, parts: Parts, term: Expression, negative: boolean): void {
  if (term.kind === 'name' && registerByName(term.name)) {
    addRegister(reader, parts, { text: term.name.toLowerCase(), range: term.range }, negative);
  } else if (term.kind === 'binary' && (term.operator === '+' || term.operator === '-')) {
    addTerm(reader, parts, term.left, negative);
    addTerm(reader, parts, term.right, negative !== (term.operator === '-'));
  } else if (term.kind !== 'integer' && containsRegister(term)) {
    addScaled(reader, parts, term, negative);
  } else {
    const { displacement } = parts;
    if (displacement) parts.displacement = add(negative ? '-' : '+', displacement, term);
    else parts.displacement = negative ? { kind: 'unary', operator: '-', operand: term, range: term.range } : term;
  }
}

function addRegister(reader: LineReader, parts: Parts, register: Name, negative: boolean): void {
  if (negative) throw reader.problem('bad-address', 'An address can add a register, not subtract one.', register.range);
  if (!parts.base) {
    parts.base = register;
  } else if (!parts.index) {
    parts.index = register;
    swapStackPointer(parts);
  } else {
    throw reader.problem('bad-address', 'An address has at most two registers.', register.range);
  }
}

/** RSP cannot be an index: `[rax + rsp]` is encoded as `[rsp + rax]`. */
function swapStackPointer(parts: Parts): void {
  const { base, index } = parts;
  if (!base || index?.text !== 'rsp') return;
  parts.base = index;
  parts.index = base;
}

function addScaled(reader: LineReader, parts: Parts, term: Expression, negative: boolean): void {
  const scaled = scaledRegister(term);
  if (!scaled) {
    const message = 'An address is a sum: registers, one of them times 1, 2, 4 or 8, and constants.';
    throw reader.problem('bad-address', message, term.range);
  }
  if (negative) throw reader.problem('bad-address', 'An address can add a register, not subtract one.', term.range);
  const scale = scaled.scale;
  if (scale !== 1n && scale !== 2n && scale !== 4n && scale !== 8n) {
    throw reader.problem('bad-scale', 'An index register is scaled by 1, 2, 4 or 8.', term.range);
  }
  if (parts.index) {
    throw reader.problem('bad-address', 'An address has one base and one scaled index register.', term.range);
  }
  parts.index = scaled.register;
  parts.scale = Number(scale) as 1 | 2 | 4 | 8; // one of them: see above
}

function scaledRegister(term: Expression): { register: Name; scale: bigint | undefined } | undefined {
  if (term.kind !== 'binary' || term.operator !== '*') return undefined;
  for (const [register, scale] of [
    [term.left, term.right],
    [term.right, term.left],
  ] as const) {
    if (register.kind !== 'name' || !registerByName(register.name)) continue;
    const name = { text: register.name.toLowerCase(), range: register.range };
    return { register: name, scale: scale.kind === 'integer' ? scale.value : undefined };
  }
  return undefined;
}

function add(operator: '+' | '-', left: Expression, right: Expression): Expression {
  return { kind: 'binary', operator, left, right, range: rangeBetween(left.range, right.range) };
}
