/** The values of `data` declarations. */

import type { DataType, DataValue, Initializer } from '../tree/data';
import type { Expression } from '../tree/expression';
import { DATA_TYPES, isDataType } from './data-type';
import type { LineReader } from './line-reader';
import { parseExpression } from './parse-expression';
import { parseHexBytes } from './parse-hex';
import { parseTilecfg } from './parse-tilecfg';

const FORMS = ['zero', 'hex', 'file', 'tilecfg', ...DATA_TYPES];

export function parseDataValue(reader: LineReader): DataValue {
  const start = reader.token.start;
  const name = reader.name('a value: zero, hex, file, tilecfg, or a type such as i8[16][64]');
  const word = name.text.toLowerCase();
  switch (word) {
    case 'zero':
      return { kind: 'zero', size: parseExpression(reader) };
    case 'hex':
      return parseHexBytes(reader);
    case 'file':
      return parseFile(reader, start);
    case 'tilecfg':
      return parseTilecfg(reader);
    default:
      if (isDataType(word)) return parseArray(reader, word);
      throw reader.unknownWord('unknown-data-type', 'a type or form of data', name, FORMS);
  }
}

function parseFile(reader: LineReader, start: number): DataValue {
  const { token } = reader;
  if (token.kind !== 'string') throw reader.unexpected('the path of the file in quotes');
  reader.next();
  const options: { offset?: Expression; size?: Expression } = {};
  for (;;) {
    const option = reader.isKeyword('offset') ? 'offset' : reader.isKeyword('size') ? 'size' : undefined;
    if (!option) break;
    reader.next();
    reader.expect('=', `behind \`${option}\``);
    options[option] = parseExpression(reader);
  }
  return { kind: 'file', path: String(token.value), ...options, range: reader.rangeFrom(start) };
}

function parseArray(reader: LineReader, type: DataType): DataValue {
  const dimensions: Expression[] = [];
  while (reader.accept('[')) {
    dimensions.push(parseExpression(reader));
    reader.expect(']', 'behind the number of elements');
  }
  if (dimensions.length === 0) throw reader.unexpected(`the number of elements in brackets, as in \`${type}[16]\``);
  return { kind: 'array', type, dimensions, initializer: parseInitializer(reader) };
}

function parseInitializer(reader: LineReader): Initializer {
  if (reader.accept('{')) return { kind: 'list', values: parseList(reader) };
  const name = reader.name('the elements: { v, v, ... }, zero, fill(v), ramp(start, step) or random(seed)');
  switch (name.text.toLowerCase()) {
    case 'zero':
      return { kind: 'zero' };
    case 'fill':
      return { kind: 'fill', value: parseOnly(reader, 'fill') };
    case 'random':
      return { kind: 'random', seed: parseOnly(reader, 'random') };
    case 'ramp': {
      reader.expect('(', 'behind `ramp`');
      const start = parseExpression(reader);
      reader.expect(',', 'between the start and the step of `ramp`');
      const step = parseExpression(reader);
      reader.expect(')', 'to close the arguments of `ramp`');
      return { kind: 'ramp', start, step };
    }
    default:
      throw reader.unknownWord('unknown-initializer', 'a way to fill data', name, ['zero', 'fill', 'ramp', 'random']);
  }
}

function parseOnly(reader: LineReader, name: string): Expression {
  reader.expect('(', `behind \`${name}\``);
  const value = parseExpression(reader);
  reader.expect(')', `to close the argument of \`${name}\``);
  return value;
}

function parseList(reader: LineReader): readonly Expression[] {
  const values: Expression[] = [];
  while (!reader.isOperator('}')) {
    values.push(parseExpression(reader));
    if (!reader.accept(',')) break;
  }
  reader.expect('}', 'to close the list');
  return values;
}
