/** Expressions before they are evaluated: names, members, indices and kinds of values that cannot be right. */

import type { Range } from '../errors/diagnostic';
import { didYouMean, didYouMeanText, nearest, quoted } from '../errors/nearest';
import { FUNCTIONS, type FunctionRow, functionRow, requireFunction } from '../expressions/functions';
import { dataTypeRow, isDataType } from '../syntax/data-type';
import type { BinaryOperator, Expression, UnaryOperator } from '../tree/expression';
import { builtInValue, memberOf, TASK_SHAPE, VALUES, type ValueShape } from '../vocabulary/built-in-values';
import { namedConstant } from '../vocabulary/constants';
import type { Checker } from './checker';
import type { TraceName } from './trace-names';

const INTEGER: ValueShape = { type: 'i64' };
const FLOAT: ValueShape = { type: 'f64' };
const STRING: ValueShape = { type: 'string' };
const ADDRESS: ValueShape = { type: 'address' };

/** Bits of floats have no meaning. */
const INTEGERS_ONLY: ReadonlySet<BinaryOperator | UnaryOperator> = new Set(['|', '^', '&', '<<', '>>', '~']);
const EQUALITY: ReadonlySet<BinaryOperator> = new Set(['==', '!=']);
const COMPARISONS: ReadonlySet<BinaryOperator> = new Set([...EQUALITY, '<', '<=', '>', '>=']);
const BITWISE: ReadonlySet<BinaryOperator> = new Set(['|', '^', '&']);
const LOGICAL: ReadonlySet<BinaryOperator> = new Set(['&&', '||']);

/** Reports what is wrong with an expression that statement `at` evaluates when it runs. */
export function checkValue(checker: Checker, expression: Expression, at: number): ValueShape | undefined {
  const shape = shapeOf(checker, expression, at);
  if (!shape || shape.type !== undefined) return shape;
  const hint = membersHint(shape) || ' Go on with an index in brackets.';
  checker.error(expression.range, 'no-single-value', `This is no single value.${hint}`);
  return undefined;
}

/** Nothing for what has no members. */
function membersHint({ members }: ValueShape): string {
  const names = [...(members?.keys() ?? [])].slice(0, 12);
  return names.length > 0 ? ` Go on with a dot and one of: ${names.join(', ')}.` : '';
}

/** Undefined when the kind is not known: the expression around it is then not checked further. */
function shapeOf(checker: Checker, expression: Expression, at: number): ValueShape | undefined {
  switch (expression.kind) {
    case 'integer':
      return INTEGER;
    case 'float':
      return FLOAT;
    case 'string':
      return STRING;
    case 'name':
      return nameShape(checker, expression.name, expression.range, at);
    case 'member':
      return memberShape(checker, expression, at);
    case 'index':
      return elementShape(checker, expression, at);
    case 'unary': {
      const shape = checkValue(checker, expression.operand, at);
      if (shape && expression.operator !== '!')
        checkKind(checker, expression.operator, expression.operand.range, shape);
      return expression.operator === '-' && shape ? shape : INTEGER;
    }
    case 'binary':
      return binaryShape(checker, expression, at);
    case 'conditional': {
      checkValue(checker, expression.test, at);
      const then = checkValue(checker, expression.then, at);
      const otherwise = checkValue(checker, expression.otherwise, at);
      return then?.type === otherwise?.type ? then : undefined;
    }
    case 'call':
      return callShape(checker, expression, at);
  }
}

function nameShape(checker: Checker, name: string, range: Range, at: number): ValueShape | undefined {
  const declared = declaredShape(checker, name, range, at);
  if (declared) return declared === 'reported' ? undefined : declared;
  const builtIn = builtInValue(name)?.shape ?? (namedConstant(name) && INTEGER);
  if (builtIn) return builtIn;
  if (functionRow(name)) {
    checker.error(range, 'function-without-arguments', `\`${name}\` is a function: write \`${name}(...)\`.`);
    return undefined;
  }
  const hint = checker.hintFor('value', name, () => {
    const values = [...VALUES.map((value) => value.name), ...FUNCTIONS.map((row) => row.name)];
    return didYouMean(name, [...checker.names.byName.keys(), ...values]);
  });
  checker.error(range, 'unknown-name', `There is no \`${name}\`.${hint}`);
  return undefined;
}

/** Whether a word has no meaning of its own, so that it may be a text without its quotes. */
function isBareWord(checker: Checker, expression: Expression): expression is Expression & { kind: 'name' } {
  if (expression.kind !== 'name') return false;
  const { name } = expression;
  return !checker.names.byName.has(name) && !builtInValue(name) && !namedConstant(name) && !functionRow(name);
}

/** Both sides of a comparison for equality: what is compared with a text is a text. */
function checkSides(
  checker: Checker,
  { left, right }: Expression & { kind: 'binary' },
  at: number,
): readonly (ValueShape | undefined)[] {
  if (!isBareWord(checker, left)) {
    const shape = checkValue(checker, left, at);
    return [shape, besideText(checker, right, shape, at)];
  }
  const shape = checkValue(checker, right, at);
  return [besideText(checker, left, shape, at), shape];
}

function besideText(
  checker: Checker,
  expression: Expression,
  other: ValueShape | undefined,
  at: number,
): ValueShape | undefined {
  if (other?.type !== 'string') return checkValue(checker, expression, at);
  if (isBareWord(checker, expression)) {
    const { name, range } = expression;
    checker.error(range, 'unknown-name', `There is no \`${name}\`.${didYouMeanText(name, other.texts)}`);
    return undefined;
  }
  const { texts } = other;
  if (expression.kind === 'string' && texts && !texts.includes(expression.value)) {
    const near = nearest(expression.value, texts);
    const hint = near === undefined ? '' : ` Did you mean \`"${near}"\`?`;
    const message = `This is never the case: what it is compared with is ${quoted(texts)}.${hint}`;
    checker.warning(expression.range, 'never-equal', message);
  }
  return checkValue(checker, expression, at);
}

function declaredShape(checker: Checker, name: string, range: Range, at: number): ValueShape | 'reported' | undefined {
  const declared = checker.names.byName.get(name);
  switch (declared?.kind) {
    case undefined:
      return undefined;
    case 'task':
      return TASK_SHAPE;
    case 'const': {
      const value = checker.constants.get(name);
      return typeof value === 'string' ? STRING : typeof value === 'number' ? FLOAT : INTEGER;
    }
    case 'counter': {
      const block = lastBefore(checker.names.counters.get(name) ?? [], at);
      if (block && (block.end === undefined || at < block.end)) return INTEGER;
      checker.error(
        range,
        'counter-out-of-scope',
        `\`${name}\` counts the rounds of a \`repeat\`, and is known inside it only.`,
      );
      return 'reported';
    }
    default:
      return ADDRESS;
  }
}

/** The last block that begins before statement `at`; they are in order. */
function lastBefore(blocks: readonly TraceName[], at: number): TraceName | undefined {
  let low = 0;
  let high = blocks.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((blocks[middle]?.statement ?? at) < at) low = middle + 1;
    else high = middle;
  }
  return blocks[low - 1];
}

function memberShape(
  checker: Checker,
  { object, member }: Expression & { kind: 'member' },
  at: number,
): ValueShape | undefined {
  const shape = shapeOf(checker, object, at);
  if (!shape) return undefined;
  const found = memberOf(shape, member.text);
  if (found) return found.shape;
  const members = [...(shape.members?.keys() ?? [])];
  const near = didYouMean(member.text, members);
  const some = members.slice(0, 12).join(', ');
  const hint = near || (members.length > 0 ? ` There are ${some}${members.length > 12 ? ', ...' : ''}.` : '');
  checker.error(member.range, 'unknown-member', `There is no member \`${member.text}\` here.${hint}`);
  return undefined;
}

function elementShape(
  checker: Checker,
  { object, index }: Expression & { kind: 'index' },
  at: number,
): ValueShape | undefined {
  const shape = shapeOf(checker, object, at);
  const indexShape = checkValue(checker, index, at);
  if (indexShape?.type === 'string' || isFloat(indexShape)) {
    checker.error(index.range, 'not-an-integer', 'An index is an integer.');
  }
  if (!shape) return undefined;
  if (!shape.element) {
    checker.error(object.range, 'not-indexed', `This has no elements to choose from.${membersHint(shape)}`);
    return undefined;
  }
  const isCpu = object.kind === 'name' && object.name === 'cpu';
  checkIndex(checker, index, isCpu ? checker.setting.cpuCount : shape.length);
  return shape.element;
}

function checkIndex(checker: Checker, index: Expression, length: number | undefined): void {
  const value = length === undefined ? undefined : checker.tryConstant(index);
  if (typeof value !== 'bigint' || length === undefined || (value >= 0n && value < BigInt(length))) return;
  checker.error(index.range, 'index-out-of-range', `The index is from 0 to ${length - 1}, not ${value}.`);
}

function binaryShape(checker: Checker, expression: Expression & { kind: 'binary' }, at: number): ValueShape {
  const { operator, left, right } = expression;
  if (BITWISE.has(operator)) checkBinding(checker, expression);
  const [leftShape, rightShape] = EQUALITY.has(operator)
    ? checkSides(checker, expression, at)
    : [checkValue(checker, left, at), checkValue(checker, right, at)];
  if (LOGICAL.has(operator) || !leftShape || !rightShape) return INTEGER;
  if (EQUALITY.has(operator)) {
    if (leftShape.type === 'string' && rightShape.type !== 'string') neverEqual(checker, right, expression, leftShape);
    if (rightShape.type === 'string' && leftShape.type !== 'string') neverEqual(checker, left, expression, rightShape);
    return INTEGER;
  }
  checkKind(checker, operator, left.range, leftShape);
  checkKind(checker, operator, right.range, rightShape);
  return isFloat(leftShape) || isFloat(rightShape) ? FLOAT : INTEGER;
}

/** C's comparisons bind tighter than its bitwise operators, which few remember. With a comparison on either side it is meant. */
function checkBinding(checker: Checker, { operator, left, right, range }: Expression & { kind: 'binary' }): void {
  const [first, second] = [left, right].filter(isComparison);
  if (!first || second) return;
  // Only what parentheses are around ends elsewhere than the expression that it is a part of.
  if (first === left ? first.range.start > range.start : first.range.end < range.end) return;
  const message =
    `\`${first.operator}\` binds tighter than \`${operator}\`, as in C: \`${operator}\` gets what the comparison answers, 0 or 1. ` +
    'Put parentheses around what belongs together.';
  checker.warning(first.range, 'binds-tighter', message);
}

function isComparison(expression: Expression): expression is Expression & { kind: 'binary' } {
  return expression.kind === 'binary' && COMPARISONS.has(expression.operator);
}

/** A number that is compared with a text. `SIGILL` is one, and `"SIGILL"` probably meant. */
function neverEqual(checker: Checker, number: Expression, comparison: Expression, text: ValueShape): void {
  const [range, hint] =
    number.kind === 'name'
      ? [number.range, didYouMeanText(number.name, text.texts)]
      : [comparison.range, ' Compare it with a text in quotes.'];
  checker.error(range, 'type-mismatch', `A text is never equal to a number.${hint}`);
}

function checkKind(checker: Checker, operator: BinaryOperator | UnaryOperator, range: Range, shape: ValueShape): void {
  if (shape.type === 'string') {
    checker.error(range, 'not-a-number', `\`${operator}\` works on numbers. Text can only be compared with == and !=.`);
  } else if (INTEGERS_ONLY.has(operator) && isFloat(shape)) {
    checker.error(range, 'not-an-integer', `\`${operator}\` works on integers, not on floats.`);
  }
}

function callShape(checker: Checker, call: Expression & { kind: 'call' }, at: number): ValueShape | undefined {
  const ofTexts = functionRow(call.callee.text)?.ofTexts === true;
  const shapes = call.arguments.map((argument) =>
    ofTexts ? besideText(checker, argument, STRING, at) : checkValue(checker, argument, at),
  );
  const row = checker.reporting(call.range, () => requireFunction(call));
  if (row) checkArguments(checker, call, row, shapes);
  // abs, min and max answer what they are given.
  return row?.parameters.includes('x') && row.name !== 'popcount' ? undefined : INTEGER;
}

function checkArguments(
  checker: Checker,
  { arguments: given }: Expression & { kind: 'call' },
  { name, ofTexts = false }: FunctionRow,
  shapes: readonly (ValueShape | undefined)[],
): void {
  for (const [index, shape] of shapes.entries()) {
    const range = given[index]?.range;
    if (!range || !shape || (shape.type === 'string') === ofTexts) continue;
    if (ofTexts) checker.error(range, 'not-a-text', `\`${name}\` works on texts, and this is a number.`);
    else checker.error(range, 'not-a-number', `\`${name}\` works on numbers, and this is a text.`);
  }
}

function isFloat(shape: ValueShape | undefined): boolean {
  const type = shape?.type;
  return type !== undefined && isDataType(type) && dataTypeRow(type).kind === 'float';
}
