/** The bytes of `data` declarations. */

import { ExpressionError } from '../errors/expression-error';
import { dataTypeRow, LARGEST_DATA } from '../syntax/data-type';
import type { DataValue, Expression } from '../syntax/syntax';
import { isInsideFolder } from '../syntax/trace-path';
import type { ConstantEvaluator } from './constant-evaluator';
import { elementBytes, requireInteger } from './data-elements';
import { emittedSize } from './emitted';
import { tilecfgImage } from './tilecfg-image';

/** Reads a file beside the trace. Throws `ExpressionError` when there is none. */
export type ReadFile = (path: string) => Uint8Array;

/** Throws `ExpressionError`: for sizes out of range, values that do not fit the type, files that cannot be read. */
export function dataBytes(value: DataValue, evaluate: ConstantEvaluator, readFile?: ReadFile): Uint8Array {
  switch (value.kind) {
    case 'zero':
      return new Uint8Array(requireSize(value.size, 'A size', evaluate));
    case 'hex':
      return value.bytes;
    case 'file':
      return fileBytes(value, evaluate, readFile);
    case 'array':
      return arrayBytes(value, evaluate);
    case 'tilecfg':
      return tilecfgImage(value, evaluate);
    case 'emitted':
      // What the values are may depend on where labels come to lie.
      return new Uint8Array(emittedSize(value.parts, evaluate));
    case 'alias':
      return new Uint8Array(0);
  }
}

/** The number of elements of an array. Throws `ExpressionError` for dimensions that are no counts. */
export function elementCount({ type, dimensions }: DataValue & { kind: 'array' }, evaluate: ConstantEvaluator): number {
  const most = LARGEST_DATA / dataTypeRow(type).size;
  return dimensions.reduce((count, dimension) => {
    const total = count * requireSize(dimension, 'A dimension', evaluate);
    if (total <= most) return total;
    throw new ExpressionError('data-too-large', `The data is larger than ${LARGEST_DATA} bytes.`, dimension.range);
  }, 1);
}

function arrayBytes(value: DataValue & { kind: 'array' }, evaluate: ConstantEvaluator): Uint8Array {
  const row = dataTypeRow(value.type);
  return elementBytes(row, elementCount(value, evaluate), value.initializer, evaluate);
}

/** A count of bytes or elements, from 0 to `LARGEST_DATA`. Throws `ExpressionError`; `what` begins its message. */
export function requireSize(expression: Expression, what: string, evaluate: ConstantEvaluator): number {
  const value = requireInteger(expression, what, evaluate);
  if (value >= 0n && value <= BigInt(LARGEST_DATA)) return Number(value);
  const message = value < 0n ? `${what} is not negative.` : `The data is larger than ${LARGEST_DATA} bytes.`;
  throw new ExpressionError(value < 0n ? 'negative-size' : 'data-too-large', message, expression.range);
}

/** The size that a `file` asks for, if it does. Throws `ExpressionError`, also for a path that leads out. */
export function fileSize(
  { path, offset, size, range }: DataValue & { kind: 'file' },
  evaluate: ConstantEvaluator,
): number | undefined {
  if (!isInsideFolder(path)) {
    const message = `"${path}" leads out of the trace's folder. Copy the file beside the trace.`;
    throw new ExpressionError('path-outside', message, range);
  }
  if (offset) requireSize(offset, 'An offset', evaluate);
  return size && requireSize(size, 'A size', evaluate);
}

function fileBytes(
  file: DataValue & { kind: 'file' },
  evaluate: ConstantEvaluator,
  readFile: ReadFile | undefined,
): Uint8Array {
  const { path, offset, range } = file;
  const size = fileSize(file, evaluate);
  if (!readFile) throw new ExpressionError('no-files', `There are no files here, so "${path}" cannot be read.`, range);
  const bytes = readFile(path);
  const start = offset ? requireSize(offset, 'An offset', evaluate) : 0;
  const length = size ?? bytes.length - start;
  if (start + length <= bytes.length && length >= 0) return bytes.slice(start, start + length);
  const message = `"${path}" has ${bytes.length} bytes, which is less than the offset and size ask for.`;
  throw new ExpressionError('file-too-short', message, range);
}
