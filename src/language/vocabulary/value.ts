/** What expressions are about: values, places that have one, and scopes that say what names mean. */
import type { Register } from '../../machine/architecture/registers';
import type { Processor } from '../../machine/processor/processor';

export type Value = bigint | number | string;

/** Something that has a place: a register, a lane, memory, a task. What is not a single value has no `value`. */
export interface Reference {
  readonly value?: Value | undefined;
  /** `u64`, `i32`, `f32`, `string`, `mask`, `address`, ...: decides how the value is shown. */
  readonly type: string;
  /** The row of a register whose bits, number and manual the tables know. */
  readonly register?: Register | undefined;
  /** Of data and memory. */
  readonly address?: number | undefined;
  /** Bytes at `address`, of an object of a program. */
  readonly size?: number | undefined;
  /** The characters that it leads to, in quotes; shown behind the value, or in place of one. */
  said?(): string | undefined;
  /** For suggestions when there is no member of a name. */
  readonly members?: readonly string[] | undefined;
  member?(name: string): Reference | Value | undefined;
  /** May throw `ExpressionError` for an index out of range. */
  index?(index: bigint): Reference | Value | undefined;
  /** Throws `ExpressionError` when the place does not take the value. */
  assign?(value: Value): void;
}

/** What names mean where an expression is evaluated. Component masks and kernel constants are known without it. */
export interface Scope {
  name(name: string): Reference | Value | undefined;
  /** All names, for suggestions. */
  names?(): Iterable<string>;
  /** What there is to say of a name that means nothing; empty where that is nothing. Without it `names` are looked through. */
  hint?(name: string): string;
  /** The machine that `size` and `offset` are about; undefined only where the trace has not been read yet. */
  readonly processor: Processor | undefined;
}

/** Where only numbers, component masks and kernel constants are known. */
export const EMPTY_SCOPE: Scope = { name: () => undefined, processor: undefined };

export function isReference(found: Reference | Value): found is Reference {
  return typeof found === 'object';
}
