/** Expressions: C's operators and precedence (docs/language.md, "Expressions"). */

import { tableOf } from '../../machine/table';
import type { BinaryOperator, Expression, UnaryOperator } from '../tree/expression';
import { LineProblem, LineReader } from './line-reader';
import { scanLine } from './scanner';

/** Higher binds tighter. */
const BINARY: Readonly<Record<BinaryOperator, number>> = {
  '||': 1,
  '&&': 2,
  '|': 3,
  '^': 4,
  '&': 5,
  '==': 6,
  '!=': 6,
  '<': 7,
  '<=': 7,
  '>': 7,
  '>=': 7,
  '<<': 8,
  '>>': 8,
  '+': 9,
  '-': 9,
  '*': 10,
  '/': 10,
  '%': 10,
};

const PRECEDENCE: ReadonlyMap<string, number> = new Map(Object.entries(BINARY));

const UNARY: ReadonlySet<string> = new Set<UnaryOperator>(['-', '~', '!']);

/** Names that are numbers. */
const FLOAT_NAMES = tableOf<number>({ inf: Number.POSITIVE_INFINITY, nan: Number.NaN });

const FLOAT_NAME_LENGTH = 3;

/** Whether `inf` or `nan` stands there, in lower case. */
export function isFloatName(name: string): boolean {
  return name.length === FLOAT_NAME_LENGTH && Object.hasOwn(FLOAT_NAMES, name);
}

/**
 * The expression in `text`, which must be all of it: for watches, conditions and everything else that is not part of
 * a trace. There, `p->x` and `*p` read as `p.x` and `p[0]`: programs have pointers. Ranges are on line `line` and count from `column`. Throws `ExpressionError`.
 */
export function parseExpressionText(text: string, line = 0, column = 0): Expression {
  const oneLine = text.replace(/[\r\n]/g, ' ');
  const reader = new LineReader(line, oneLine, scanLine(oneLine), column);
  reader.readsPointers = true;
  try {
    if (reader.isAtEnd) throw reader.unexpected('an expression');
    const expression = parseExpression(reader);
    if (!reader.isAtEnd) throw reader.unexpected('an operator or the end of the expression');
    return expression;
  } catch (problem) {
    if (problem instanceof LineProblem) throw problem.toError();
    throw problem;
  }
}

/** The longest expression that begins at the reader's token. */
export function parseExpression(reader: LineReader): Expression {
  reader.beginExpression();
  return parseConditional(reader);
}

function parseConditional(reader: LineReader): Expression {
  const { start } = reader.token;
  const test = parseBinary(reader, 1);
  if (!reader.isOperator('?')) return test;
  reader.growExpression();
  reader.next();
  const then = parseConditional(reader);
  reader.expect(':', 'between the two results of `?`');
  const otherwise = parseConditional(reader);
  return { kind: 'conditional', test, then, otherwise, range: reader.rangeFrom(start) };
}

function parseBinary(reader: LineReader, lowest: number): Expression {
  const { start } = reader.token;
  let left = parseUnary(reader);
  for (;;) {
    const { kind, text } = reader.token;
    const precedence = kind === 'operator' ? PRECEDENCE.get(text) : undefined;
    if (precedence === undefined || precedence < lowest) return left;
    reader.growExpression();
    reader.next();
    const right = parseBinary(reader, precedence + 1);
    const operator = text as BinaryOperator; // the table has no others
    left = { kind: 'binary', operator, left, right, range: reader.rangeFrom(start) };
  }
}

function parseUnary(reader: LineReader): Expression {
  const { token } = reader;
  if (reader.readsPointers && reader.isOperator('*')) return parsePointedTo(reader);
  if (token.kind !== 'operator' || !UNARY.has(token.text)) return parsePostfix(reader);
  reader.growExpression();
  reader.next();
  const operand = parseUnary(reader);
  const operator = token.text as UnaryOperator; // UNARY has nothing else
  return { kind: 'unary', operator, operand, range: reader.rangeFrom(token.start) };
}

function parsePointedTo(reader: LineReader): Expression {
  const { start } = reader.token;
  reader.growExpression();
  reader.next();
  const object = parseUnary(reader);
  const range = reader.rangeFrom(start);
  return { kind: 'index', object, index: { kind: 'integer', value: 0n, range }, range };
}

/** `->`, which is two operators everywhere else. */
function isArrow(reader: LineReader): boolean {
  if (!reader.readsPointers || !reader.isOperator('-')) return false;
  const behind = reader.following;
  return behind?.kind === 'operator' && behind.text === '>' && behind.start === reader.token.end;
}

function parsePostfix(reader: LineReader): Expression {
  const { start } = reader.token;
  let expression = parsePrimary(reader);
  for (;;) {
    if (reader.isOperator('.') || isArrow(reader)) {
      reader.growExpression();
      if (reader.isOperator('-')) reader.next();
      reader.next();
      const member = reader.name('the name of a member');
      expression = { kind: 'member', object: expression, member, range: reader.rangeFrom(start) };
    } else if (reader.isOperator('[')) {
      reader.growExpression();
      reader.next();
      const index = parseConditional(reader);
      reader.expect(']', 'behind the index');
      expression = { kind: 'index', object: expression, index, range: reader.rangeFrom(start) };
    } else {
      return expression;
    }
  }
}

function parsePrimary(reader: LineReader): Expression {
  const { token } = reader;
  // The value of a token has the type that its kind says.
  switch (token.kind) {
    case 'integer':
      reader.next();
      return { kind: 'integer', value: token.value as bigint, range: reader.rangeOf(token) };
    case 'float':
      reader.next();
      return { kind: 'float', value: token.value as number, range: reader.rangeOf(token) };
    case 'string':
      reader.next();
      return { kind: 'string', value: token.value as string, range: reader.rangeOf(token) };
    case 'name':
      return parseName(reader);
    default:
      return parseParenthesized(reader);
  }
}

function parseName(reader: LineReader): Expression {
  const name = reader.label('a name');
  if (reader.isOperator('(')) {
    reader.growExpression();
    reader.next();
    const values = parseArguments(reader, name.text);
    return { kind: 'call', callee: name, arguments: values, range: reader.rangeFrom(name.range.start - reader.column) };
  }
  const float = isFloatName(name.text) ? FLOAT_NAMES[name.text] : undefined;
  if (float !== undefined) return { kind: 'float', value: float, range: name.range };
  return { kind: 'name', name: name.text, range: name.range };
}

/** Values and the closing parenthesis; the opening one has been read. */
export function parseArguments(reader: LineReader, callee: string): readonly Expression[] {
  const values: Expression[] = [];
  if (reader.accept(')')) return values;
  do values.push(parseConditional(reader));
  while (reader.accept(','));
  reader.expect(')', `to close the arguments of \`${callee}\``);
  return values;
}

function parseParenthesized(reader: LineReader): Expression {
  if (!reader.isOperator('(')) throw reader.unexpected('a value');
  reader.growExpression();
  reader.next();
  const inner = parseConditional(reader);
  reader.expect(')', 'to close the parenthesis');
  return inner;
}
