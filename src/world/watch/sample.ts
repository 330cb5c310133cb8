/** The value of watched data at a moment, to be compared with that of another. */
import { ExpressionError } from '../../language/errors/expression-error';
import { evaluate, resolve, truth } from '../../language/expressions/evaluate';
import { formatValue } from '../../language/expressions/format-value';
import type { Expression } from '../../language/tree/expression';
import { isReference, type Scope, type Value } from '../../language/vocabulary/value';
import type { MemoryRange } from '../../machine/cpu/observer';
import type { World } from '../state/world';

export type Sample =
  | { readonly kind: 'value'; readonly value: Value; readonly type: string }
  /** Of a range of memory, or of a tile: as far as they are there. */
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  /** There is no value at present, and why. */
  | { readonly kind: 'none'; readonly why: string };

export function sampleExpression(expression: Expression, scope: Scope): Sample {
  try {
    const found = resolve(expression, scope);
    if (isReference(found) && found.value !== undefined) return { kind: 'value', value: found.value, type: found.type };
    const value = evaluate(expression, scope);
    return { kind: 'value', value, type: typeof value === 'bigint' ? 'i64' : 'f64' };
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    return { kind: 'none', why: error.message };
  }
}

/** Whether a value is true, as in C. An absent value is false. */
export function isTrueSample(sample: Sample): boolean {
  return sample.kind === 'value'
    ? truth(sample.value)
    : sample.kind === 'bytes' && sample.bytes.some((byte) => byte !== 0);
}

export function sampleMemory({ memory }: World, { space, address, length }: MemoryRange): Sample {
  return { kind: 'bytes', bytes: memory.peek(space, address, length) ?? new Uint8Array() };
}

export function isSameSample(a: Sample, b: Sample): boolean {
  if (a.kind === 'value' && b.kind === 'value') return Object.is(a.value, b.value);
  if (a.kind === 'bytes' && b.kind === 'bytes') return areSameBytes(a.bytes, b.bytes);
  return a.kind === 'none' && b.kind === 'none' && a.why === b.why;
}

function areSameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && firstDifference(a, b) === a.length;
}

/** The index of the first byte in which the two differ; of ranges with megabytes, behind every access. */
function firstDifference(a: Uint8Array, b: Uint8Array): number {
  const shortest = Math.min(a.length, b.length);
  for (let index = 0; index < shortest; index++) if (a[index] !== b[index]) return index;
  return shortest;
}

/** More bytes than this are shown from the first one on that differs. */
const SHOWN_BYTES = 16;

/** `0x0 to 0x40000`; of many bytes, those from the first difference on, with its place. */
export function describeChange(before: Sample, after: Sample): string {
  if (before.kind !== 'bytes' || after.kind !== 'bytes') return `${describeSample(before)} to ${describeSample(after)}`;
  const longest = Math.max(before.bytes.length, after.bytes.length);
  const at = firstDifference(before.bytes, after.bytes);
  const from = longest <= SHOWN_BYTES || at === longest ? 0 : at;
  const place = from === 0 ? '' : ` from byte ${from} on`;
  return `${hexBytes(before.bytes, from)} to ${hexBytes(after.bytes, from)}${place}`;
}

export function describeSample(sample: Sample): string {
  switch (sample.kind) {
    case 'value':
      return formatValue(sample.value, sample.type);
    case 'bytes':
      return hexBytes(sample.bytes, 0);
    case 'none':
      return 'no value';
  }
}

function hexBytes(bytes: Uint8Array, from: number): string {
  const shown = bytes.subarray(from, from + SHOWN_BYTES);
  const words = Array.from(shown, (byte) => byte.toString(16).padStart(2, '0')).join(' ');
  if (words === '') return 'nothing';
  return from + SHOWN_BYTES < bytes.length ? `${words} ...` : words;
}
