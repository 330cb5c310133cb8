/** The bytes of `data` declarations: how many there are, known before anything is read or filled, and what they are. */

import type { ByteSource } from '../../elf/image/byte-source';
import type { Range } from '../errors/diagnostic';
import { atRange, ExpressionError } from '../errors/expression-error';
import { beyond, bytesText, LIMITS } from '../errors/limits';
import { dataTypeRow } from '../syntax/data-type';
import { isInsideFolder } from '../syntax/trace-path';
import type { DataValue } from '../tree/data';
import type { Expression } from '../tree/expression';
import type { ConstantEvaluator } from './constant-evaluator';
import { elementBytes, requireInteger } from './data-elements';
import { emittedBytes, emittedSize } from './emitted';
import { tilecfgImage } from './tilecfg-image';

type FileValue = DataValue & { readonly kind: 'file' };

/** Bytes that come one after the other: at most `count` of them from `at` on, always the same ones, and none at the end. */
interface ByteStream {
  readonly read: (at: number, count: number) => Uint8Array;
}

/** The files beside a trace. Both throw `ExpressionError` for one that cannot be read, without a range. */
export interface TraceFiles {
  /** Bytes, without reading them. */
  readonly sizeOf: (path: string) => number;
  readonly read: (path: string) => Uint8Array;
  /**
   * A file that is too large to be read whole: the image of a kernel. Undefined where it is there and nobody wants to read it yet.
   * Absent: there are no such files.
   */
  readonly openImage?: (path: string) => ByteSource | undefined;
  /** Names in a folder; `''` is the trace's own. Undefined where it is no folder. Absent: nothing is known of folders. */
  readonly list?: (path: string) => readonly string[] | undefined;
  /** What standard input is, where it comes bit by bit; undefined for other names. */
  readonly streamAt?: (path: string) => ByteStream | undefined;
  /** What programs find outside of that folder, by paths that begin below the root. Absent: nothing. */
  readonly root?: Pick<TraceFiles, 'sizeOf' | 'read' | 'list'>;
}

/** Throws `ExpressionError`: for sizes out of range, and for files that cannot be read. Nothing is read or filled. */
export function dataSize(value: DataValue, evaluate: ConstantEvaluator, files?: TraceFiles): number {
  switch (value.kind) {
    case 'zero':
      return requireSize(value.size, 'A size', evaluate);
    case 'hex':
      return value.bytes.length;
    case 'file': {
      const { start, end } = filePart(value, evaluate, files);
      return end - start;
    }
    case 'array':
      return elementCount(value, evaluate) * dataTypeRow(value.type).size;
    case 'tilecfg':
      return tilecfgImage(value, evaluate).length;
    case 'emitted':
      return emittedSize(value.parts, evaluate);
    case 'alias':
      return 0;
  }
}

/** As many bytes as `dataSize` says. Throws `ExpressionError` for the same, and for values that do not fit the type. */
export function dataBytes(value: DataValue, evaluate: ConstantEvaluator, files?: TraceFiles): Uint8Array {
  switch (value.kind) {
    case 'hex':
      return value.bytes;
    case 'file': {
      const { start, end } = filePart(value, evaluate, files);
      const bytes = atRange(value.range, () => filesOf(value, files).read(value.path));
      // A file that has become shorter meanwhile is no reason to move what lies behind it.
      const part = new Uint8Array(end - start);
      part.set(bytes.subarray(start, end));
      return part;
    }
    case 'array':
      return arrayBytes(value, evaluate);
    case 'tilecfg':
      return tilecfgImage(value, evaluate);
    case 'emitted':
      return emittedBytes(value.parts, evaluate);
    case 'zero':
    case 'alias':
      return new Uint8Array(dataSize(value, evaluate));
  }
}

/** The number of elements of an array. Throws `ExpressionError` for dimensions that are no counts. */
export function elementCount({ type, dimensions }: DataValue & { kind: 'array' }, evaluate: ConstantEvaluator): number {
  const most = LIMITS.data.most / dataTypeRow(type).size;
  return dimensions.reduce((count, dimension) => {
    const total = count * requireSize(dimension, 'A dimension', evaluate);
    if (total <= most) return total;
    throw tooLarge(dimension);
  }, 1);
}

function arrayBytes(value: DataValue & { kind: 'array' }, evaluate: ConstantEvaluator): Uint8Array {
  const row = dataTypeRow(value.type);
  return elementBytes(row, elementCount(value, evaluate), value.initializer, evaluate);
}

/** A count of bytes or elements that one declaration may have. Throws `ExpressionError`; `what` begins its message. */
export function requireSize(expression: Expression, what: string, evaluate: ConstantEvaluator): number {
  const value = requireInteger(expression, what, evaluate);
  if (value < 0n) throw new ExpressionError('negative-size', `${what} is not negative.`, expression.range);
  if (value > BigInt(LIMITS.data.most)) throw tooLarge(expression);
  return Number(value);
}

function tooLarge({ range }: Expression): ExpressionError {
  return beyond(LIMITS.data, `One declaration has at most ${bytesText(LIMITS.data.most)}.`, range);
}

/** Throws `ExpressionError` where `bytes`, which all data takes with what lies free in between, are too many. */
export function demandRoom(bytes: number): true {
  const { most } = LIMITS.allData;
  if (bytes <= most) return true;
  throw beyond(LIMITS.allData, `The data of a trace has at most ${bytesText(most)} in all. This is beyond it.`);
}

interface FilePart {
  /** Offsets in the file. */
  readonly start: number;
  readonly end: number;
}

/** What a declaration takes of a file. Throws `ExpressionError`, also for a path that leads out. */
function filePart(file: FileValue, evaluate: ConstantEvaluator, files: TraceFiles | undefined): FilePart {
  const { path, offset, size, range } = file;
  const asked = askedPart(file, evaluate);
  const bytes = atRange(range, () => filesOf(file, files).sizeOf(path));
  const start = offset ? asked.start : 0;
  const end = size ? asked.end : bytes;
  if (start <= end && end <= bytes) return { start, end };
  const message = `"${path}" has ${bytes} bytes, which is less than the offset and size ask for.`;
  throw new ExpressionError('file-too-short', message, range);
}

/** The offset and size that a declaration asks for, whatever the file has. Throws `ExpressionError`. */
export function askedPart({ path, offset, size, range }: FileValue, evaluate: ConstantEvaluator): FilePart {
  requireInside(path, range);
  const start = offset ? requireSize(offset, 'An offset', evaluate) : 0;
  return { start, end: start + (size ? requireSize(size, 'A size', evaluate) : 0) };
}

/** Throws `ExpressionError` for a path that leads out of the trace's folder. */
export function requireInside(path: string, range: Range): void {
  if (isInsideFolder(path)) return;
  const message = `"${path}" leads out of the trace's folder. Copy the file beside the trace.`;
  throw new ExpressionError('path-outside', message, range);
}

/** Where `path` can be read. Throws `ExpressionError` where nothing can be, and for a path that leads out. */
export function filesOf(
  { path, range }: { readonly path: string; readonly range: Range },
  files: TraceFiles | undefined,
): TraceFiles {
  requireInside(path, range);
  if (files) return files;
  throw new ExpressionError('no-files', `There are no files here, so "${path}" cannot be read.`, range);
}
