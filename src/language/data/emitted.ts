/**
 * The bytes that directives of the GNU assembler emit behind a label of pasted compiler output (manual of GNU as,
 * "Assembler Directives"): `.long`, `.string`, `.zero` and their like.
 */

import { ExpressionError } from '../errors/expression-error';
import { LARGEST_DATA } from '../syntax/data-type';
import type { EmittedPart, Expression } from '../syntax/syntax';
import type { Value } from '../vocabulary/value';
import { requireInteger, requireNumeric } from './data-elements';

type Evaluate = (expression: Expression) => Value;

/** How many bytes `parts` have. Throws `ExpressionError` for counts that are none; values are not looked at. */
export function emittedSize(parts: readonly EmittedPart[], evaluate: Evaluate): number {
  let size = 0;
  for (const part of parts) {
    size += partSize(part, size, evaluate);
    if (size > LARGEST_DATA)
      throw new ExpressionError('data-too-large', `The data is larger than ${LARGEST_DATA} bytes.`);
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
  if (count >= 0n && count <= BigInt(LARGEST_DATA)) return Number(count);
  throw new ExpressionError('negative-size', `A size is from 0 to ${LARGEST_DATA}.`, expression.range);
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
    } else if (part.kind === 'fill' && part.value) {
      for (let offset = 0; offset < size; offset += part.size) {
        writeValue(view, at + offset, { size: part.size, float: false }, part.value, evaluate);
      }
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
