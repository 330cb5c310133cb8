/** Functions of a unit, and what is inlined into them (DWARF 5, section 3.3). */

import { FormatError } from '../byte-reader';
import { lastAt } from '../symbols';
import { AT, TAG } from './constants';
import { type Entry, ORIGINS } from './entry';
import { type AddressRange, rangesOf } from './ranges';
import type { Unit } from './unit';

export interface CFunction {
  readonly entry: Entry;
  readonly name: string;
  /** The first one has its entry. */
  readonly ranges: readonly AddressRange[];
}

/** The functions of a unit by address. */
export class FunctionIndex {
  /** Ascending. */
  private readonly ranges: readonly (AddressRange & { readonly of: CFunction })[];

  constructor(readonly all: readonly CFunction[]) {
    this.ranges = all.flatMap((of) => of.ranges.map((range) => ({ ...range, of }))).sort((a, b) => a.low - b.low);
  }

  at(address: number): CFunction | undefined {
    const range = this.ranges[lastAt(this.ranges.length, (index) => (this.ranges[index]?.low ?? 0) <= address)];
    return range && address < range.high ? range.of : undefined;
  }
}

/** A piece of a function that is inlined there, or a block of it. */
export interface Scope {
  readonly entry: Entry;
  readonly ranges: readonly AddressRange[];
}

export type EntryAt = (offset: number) => Entry;

/** Longer chains do not end. */
const LONGEST_CHAIN = 8;

/** The entry itself, and those that it is an instance of. Throws `FormatError`. */
export function instancesOf(entry: Entry, entryAt: EntryAt): readonly Entry[] {
  const found = [entry];
  for (let left = LONGEST_CHAIN; left > 0; left--) {
    const last = found.at(-1);
    const origin = last && ORIGINS.map((name) => last.reference(name)).find((offset) => offset !== undefined);
    if (origin === undefined) break;
    found.push(entryAt(origin));
  }
  return found;
}

/** Throws `FormatError`. */
export function nameOfEntry(entry: Entry, entryAt: EntryAt): string | undefined {
  for (const each of instancesOf(entry, entryAt)) {
    const name = each.text(AT.name);
    if (name !== undefined) return name;
  }
  return undefined;
}

/** All functions that have code. Throws `FormatError`. */
export function functionsOf(unit: Unit, entryAt: EntryAt): readonly CFunction[] {
  return unit.entries
    .filter(({ tag }) => tag === TAG.subprogram)
    .flatMap((entry) => {
      const ranges = codeOf(entry);
      return ranges.length === 0 ? [] : [{ entry, name: nameOfEntry(entry, entryAt) ?? '?', ranges }];
    });
}

/** From the function's outermost block to the innermost one that has an address. */
export function scopesAt(entry: Entry, address: number): readonly Scope[] {
  for (const child of entry.children) {
    if (child.tag !== TAG.lexical_block && child.tag !== TAG.inlined_subroutine) continue;
    const ranges = codeOf(child);
    if (isIn(ranges, address)) return [{ entry: child, ranges }, ...scopesAt(child, address)];
  }
  return [];
}

export function isIn(ranges: readonly AddressRange[], address: number): boolean {
  return ranges.some(({ low, high }) => address >= low && address < high);
}

/** Empty where it cannot be read. */
function codeOf(entry: Entry): readonly AddressRange[] {
  try {
    return rangesOf(entry);
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    return [];
  }
}
