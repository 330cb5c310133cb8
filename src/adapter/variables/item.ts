/**
 * One row of the Variables view before it is put into the protocol's words. Items are made when they are looked at and
 * read the state then; the same function that makes an item of the present state makes the one of the stop before, so
 * that what changed can be told. Names and order of the items of a parent do not depend on their values.
 */
import { isSameValue, type Value } from './value';

/** What to write where: an assignment in the trace's own expression language. */
export interface Assignment {
  readonly target: string;
  readonly value: string;
}

export interface Children {
  /** In the order shown. */
  readonly named?: () => readonly Item[];
  /** `[0]` ... `[count - 1]`, made one by one because there may be thousands. */
  readonly indexed?: { readonly count: number; readonly at: (index: number) => Item };
}

export interface Item {
  readonly name: string;
  readonly value: Value;
  /** As the trace language names types; left out where the value says it. */
  readonly type?: string;
  /** What it is, in a sentence. */
  readonly documentation?: string;
  /** What to type into a watch to get the same. */
  readonly expression?: string;
  /** Zero-based line of the trace that declares it. */
  readonly declared?: number;
  /** Where its value leads to: a reference for `locations`. */
  readonly location?: number;
  /** For readMemory, in the form of `memory-reference.ts`. */
  readonly memory?: string;
  /** Bytes at `memory`, of a variable of a program: a data breakpoint watches them. */
  readonly size?: number;
  /** What setting it to `text` assigns; without it, `expression` is assigned. */
  readonly assign?: (text: string) => Assignment;
  /** Why it cannot be set. */
  readonly readOnly?: string;
  readonly children?: Children;
  /** What else to compare with the stop before, where the value does not say everything. */
  readonly contents?: () => Uint8Array;
}

export function itemsDiffer(present: Item, before: Item): boolean {
  if (present === before) return false;
  if (!isSameValue(present.value, before.value)) return true;
  const [now, then] = [present.contents?.(), before.contents?.()];
  return now !== undefined && then !== undefined && !areSameBytes(now, then);
}

function areSameBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  // At every stop, of kilobytes of tiles: `every` would call a function for each byte.
  for (let index = 0; index < a.length; index++) if (a[index] !== b[index]) return false;
  return true;
}

/** `u64`, `bit`, `f32[16]`; undefined for what is told in words. */
export function typeOf({ type, value }: Item): string | undefined {
  if (type !== undefined) return type;
  if (value.kind === 'integer') return value.bits === 1 ? 'bit' : `u${value.bits}`;
  return value.kind === 'float' ? value.type : undefined;
}

/** The child of that name, without making the others where they are indexed. */
export function childNamed(parent: Item, name: string): Item | undefined {
  return indexedChild(parent, name) ?? parent.children?.named?.().find((item) => item.name === name);
}

/** Child `[7]` of an indexed parent. */
export function indexedChild(parent: Item | undefined, name: string): Item | undefined {
  const indexed = parent?.children?.indexed;
  const index = /^\[(\d+)\]$/.exec(name)?.[1];
  return indexed && index !== undefined && Number(index) < indexed.count ? indexed.at(Number(index)) : undefined;
}
