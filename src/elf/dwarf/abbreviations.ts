/** Abbreviations: which attributes an entry has, and how they are written (DWARF 5, section 7.5.3). */
import { FormatError } from '../byte-reader';
import type { DebugSections } from './debug-sections';
import { IMPLICIT_CONSTANT } from './forms';

interface AttributeSpec {
  readonly name: number;
  readonly form: number;
  readonly implicit: bigint;
}

export interface Abbreviation {
  readonly tag: number;
  readonly hasChildren: boolean;
  readonly attributes: readonly AttributeSpec[];
}

export type Abbreviations = ReadonlyMap<number, Abbreviation>;

/**
 * @param offset in `.debug_abbrev`.
 * @param until the code that is wanted: those behind it are not read. Throws `FormatError`.
 */
export function readAbbreviations(sections: DebugSections, offset: number, until?: number): Abbreviations {
  const reader = sections.read('abbrev', offset);
  const found = new Map<number, Abbreviation>();
  for (let code = reader.uleb(); code !== 0; code = reader.uleb()) {
    const tag = reader.uleb();
    const hasChildren = reader.u8() !== 0;
    const attributes: AttributeSpec[] = [];
    for (;;) {
      const name = reader.uleb();
      const form = reader.uleb();
      const implicit = form === IMPLICIT_CONSTANT ? reader.sleb() : 0n;
      if (name === 0 && form === 0) break;
      attributes.push({ name, form, implicit });
    }
    if (found.has(code)) throw new FormatError('.debug_abbrev has an abbreviation twice.');
    found.set(code, { tag, hasChildren, attributes });
    if (code === until) break;
  }
  sections.charge(reader.at - offset);
  return found;
}
