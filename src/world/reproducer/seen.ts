/** What a C expression of an exported program stands for. */
import { dataTypeRow, isDataType } from '../../language/syntax/data-type';
import type { Expression } from '../../language/tree/expression';
import type { Scope } from '../../language/vocabulary/value';

/** C for a value that the program sees. */
export type Seen =
  /** Of the type `num`. */
  | { readonly type: 'integer'; readonly code: string }
  /** The bits of a double. */
  | { readonly type: 'float'; readonly code: string }
  | { readonly type: 'text'; readonly code: string }
  /** A text that is looked at by comparing it: a condition for each text that the program can tell. */
  | { readonly type: 'states'; readonly states: (text: string) => string | undefined };

/** What the names of an expression stand for in the program. */
export interface Names {
  /** Constants, and addresses of data and code. */
  readonly constants: Scope;
  /** The C expression of a counter of a block around the step. */
  counter(name: string): string | undefined;
  /** The number of a task. */
  task(name: string): number | undefined;
}

/** C of an integer; undefined for what the program does not see. */
export type IntegerInC = (expression: Expression) => string | undefined;

export function integer(code: string): Seen {
  return { type: 'integer', code };
}

/** Raw bytes of a lane or of memory as a value of their type. */
export function typed(raw: (bytes: number) => string, typeName: string): Seen | undefined {
  if (!isDataType(typeName)) return undefined;
  const { size, kind } = dataTypeRow(typeName);
  const code = raw(size);
  if (kind === 'signed') return integer(`(num)(i${size * 8})${code}`);
  if (kind === 'unsigned') return integer(`(num)${code}`);
  const format = FLOATS[typeName];
  return format && { type: 'float', code: format === 'double' ? code : `widened(${code}, ${format.join(', ')})` };
}

/** Bits of exponent and mantissa. */
const FLOATS: Readonly<Record<string, readonly [number, number] | 'double'>> = {
  bf16: [8, 7],
  f16: [5, 10],
  f32: [8, 23],
  f64: 'double',
};
