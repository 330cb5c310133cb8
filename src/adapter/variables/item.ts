/**
 * One row of the Variables view before it is put into the protocol's words. Items are made when they are looked at and
 * read the state then; the same function that makes an item of the present state makes the one of the stop before, so
 * that what changed can be told. Names and order of the items of a parent do not depend on their values.
 */
import { formatValue, type Value } from './value';

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
  /** A type, or a sentence on what it is. */
  readonly type?: string;
  /** What to type into a watch to get the same. */
  readonly expression?: string;
  /** For readMemory, in the form of `memory-reference.ts`. */
  readonly memory?: string;
  /** What setting it to `text` assigns; without it, `expression` is assigned. */
  readonly assign?: (text: string) => Assignment;
  /** Why it cannot be set. */
  readonly readOnly?: string;
  readonly children?: Children;
  /** What to compare with the stop before, where the value does not say everything. */
  readonly fingerprint?: () => string;
}

/** Items without children of their own, for those of a record. */
export function group(name: string, value: Value, items: () => readonly Item[], rest: Partial<Item> = {}): Item {
  return { name, value, children: { named: items }, ...rest };
}

export function itemsDiffer(present: Item, before: Item): boolean {
  const fingerprint = (item: Item) => item.fingerprint?.() ?? formatValue(item.value);
  return fingerprint(present) !== fingerprint(before);
}

/** The child of that name, without making the others where they are indexed. */
export function childNamed(parent: Item, name: string): Item | undefined {
  const { named, indexed } = parent.children ?? {};
  const index = /^\[(\d+)\]$/.exec(name)?.[1];
  if (indexed && index !== undefined) return Number(index) < indexed.count ? indexed.at(Number(index)) : undefined;
  return named?.().find((item) => item.name === name);
}
