/**
 * The bytes that directives of the GNU assembler emit behind a label of pasted compiler output (manual of GNU as,
 * "Assembler Directives"): `.long`, `.string`, `.zero` and their like.
 */

import type { Range } from '../errors/diagnostic';
import { ExpressionError } from '../errors/expression-error';
import { beyond, bytesText, LIMITS } from '../errors/limits';
import type { EmittedPart } from '../tree/data';
import type { Expression } from '../tree/expression';
import type { Value } from '../vocabulary/value';
import { requireInteger, requireNumeric } from './data-elements';
import { repeatFirst } from './repeat-first';

type Evaluate = (expression: Expression) => Value;

/** How many bytes `parts` have. Throws `ExpressionError` for counts that are none; values are not looked at. */
export function emittedSize(parts: readonly EmittedPart[], evaluate: Evaluate): number {
  let size = 0;
  for (const part of parts) {
    size += partSize(part, size, evaluate);
    if (size > LIMITS.data.most) throw tooLarge();
  }
  return size;
}

function partSize(part: EmittedPart, before: number, evaluate: Evaluate): number {
  switch (part.kind) {
    case 'bytes':
      return part.bytes.length;
    case 'values':
      return part.size * part.values.length;
    case 'fill':
      return part.size * requireCount(part.count, evaluate);
    case 'align': {
      const to = Math.max(1, requireCount(part.to, evaluate));
      return Math.ceil(before / to) * to - before;
    }
  }
}

function requireCount(expression: Expression, evaluate: Evaluate): number {
  const count = requireInteger(expression, 'A size', evaluate);
  if (count < 0n) throw new ExpressionError('negative-size', 'A size is not negative.', expression.range);
  if (count > BigInt(LIMITS.data.most)) throw tooLarge(expression.range);
  return Number(count);
}

function tooLarge(range?: Range): ExpressionError {
  return beyond(LIMITS.data, `A size is at most ${bytesText(LIMITS.data.most)}.`, range);
}

/** Throws `ExpressionError` for a value that has none; does not write any. */
export function checkEmittedValues(parts: readonly EmittedPart[], evaluate: Evaluate): void {
  const one = new DataView(new ArrayBuffer(LARGEST_VALUE));
  for (const part of parts) {
    if (part.kind === 'values') for (const value of part.values) writeValue(one, 0, part, value, evaluate);
    else if (part.kind === 'fill' && part.value) writeValue(one, 0, fillOf(part), part.value, evaluate);
  }
}

/** `.octa` has the most bytes; those of a `.fill` are counted in its size, and its values have at most eight. */
const LARGEST_VALUE = 16;

function fillOf({ size }: { readonly size: number }): { readonly size: number; readonly float: boolean } {
  return { size, float: false };
}

/** Little-endian; integers wrap to their size. `evaluate` knows the addresses of labels. Throws `ExpressionError`. */
export function emittedBytes(parts: readonly EmittedPart[], evaluate: Evaluate): Uint8Array {
  const bytes = new Uint8Array(emittedSize(parts, evaluate));
  const view = new DataView(bytes.buffer);
  let at = 0;
  for (const part of parts) {
    const size = partSize(part, at, evaluate);
    if (part.kind === 'bytes') bytes.set(part.bytes, at);
    else if (part.kind === 'values') {
      for (const [index, value] of part.values.entries())
        writeValue(view, at + index * part.size, part, value, evaluate);
    } else if (part.kind === 'fill' && part.value && size > 0) {
      writeValue(view, at, fillOf(part), part.value, evaluate);
      repeatFirst(bytes.subarray(at, at + size), part.size);
    }
    at += size;
  }
  return bytes;
}

function writeValue(
  view: DataView,
  at: number,
  { size, float }: { readonly size: number; readonly float: boolean },
  expression: Expression,
  evaluate: Evaluate,
): void {
  if (float) {
    const value = Number(requireNumeric(expression, evaluate));
    if (size === 4) view.setFloat32(at, value, true);
    else view.setFloat64(at, value, true);
    return;
  }
  let rest = requireInteger(expression, 'A value', evaluate);
  for (let byte = 0; byte < size; byte++, rest >>= 8n) view.setUint8(at + byte, Number(rest & 0xffn));
}
