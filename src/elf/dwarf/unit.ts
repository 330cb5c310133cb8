/** A compile unit: its root entry at once, all entries when somebody asks for them (DWARF 5, sections 3.1 and 7.5). */
import { type ByteReader, FormatError } from '../byte-reader';
import type { Abbreviation, Abbreviations } from './abbreviations';
import { AT } from './constants';
import type { DebugSections } from './debug-sections';
import { Entry, type EntryUnit, type UnitBases } from './entry';
import { type FormValue, readForm } from './forms';
import { joinPath } from './lines/join-path';
import type { UnitHeader } from './unit-header';

/** Deeper than any compiler nests. */
const MOST_NESTED = 512;

export class Unit implements EntryUnit {
  readonly root: Entry;
  readonly bases: UnitBases;
  private known: readonly Entry[] | undefined;
  private whole: ByteReader | undefined;

  /** Throws `FormatError`. */
  constructor(
    readonly sections: DebugSections,
    readonly header: UnitHeader,
    private readonly abbreviations: Abbreviations,
  ) {
    const reader = this.reader(header.entries);
    const abbreviation = this.abbreviationAt(reader);
    if (!abbreviation) throw new FormatError('A unit has no entry.');
    this.root = new Entry(this, header.entries, abbreviation, reader.at, undefined);
    this.bases = basesOf(this.root, header);
  }

  /** All of them, in the order of the file: a parent is before its children. Throws `FormatError`. */
  get entries(): readonly Entry[] {
    this.known ??= this.readEntries();
    return this.known;
  }

  /** The entry at a place in `.debug_info`. Throws `FormatError`. */
  entryAt(offset: number): Entry {
    const { entries } = this;
    let low = 0;
    let high = entries.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((entries[middle]?.offset ?? 0) < offset) low = middle + 1;
      else high = middle;
    }
    const entry = entries[low];
    if (entry?.offset !== offset) throw new FormatError('.debug_info refers to a place where no entry begins.');
    return entry;
  }

  /** The value of an attribute of an entry that begins at `at`; undefined where it has none. Throws `FormatError`. */
  attribute(abbreviation: Abbreviation, at: number, wanted: number): FormValue | undefined {
    const { attributes } = abbreviation;
    if (!attributes.some(({ name }) => name === wanted)) return undefined;
    const reader = this.reader(at);
    for (const { name, form, implicit } of attributes) {
      const value = readForm(form, reader, this.header, implicit);
      if (name === wanted) return value;
    }
    return undefined;
  }

  private readEntries(): readonly Entry[] {
    const { header } = this;
    this.sections.charge(header.end - header.offset);
    const reader = this.reader(header.entries);
    const entries: Entry[] = [];
    const parents: (Entry | undefined)[] = [undefined];
    while (!reader.isAtEnd && parents.length > 0) {
      const { at } = reader;
      const abbreviation = this.abbreviationAt(reader);
      if (!abbreviation) {
        parents.pop();
        continue;
      }
      const parent = parents.at(-1);
      const entry = parent ? new Entry(this, at, abbreviation, reader.at, parent) : this.root;
      parent?.children.push(entry);
      entries.push(entry);
      for (const { form, implicit } of abbreviation.attributes) readForm(form, reader, header, implicit);
      if (abbreviation.hasChildren) parents.push(entry);
      else if (parents.length === 1) break;
      if (parents.length > MOST_NESTED) throw new FormatError('.debug_info nests its entries too deeply.');
    }
    return entries;
  }

  /** Undefined for the end of a list of children. */
  private abbreviationAt(reader: ByteReader): Abbreviation | undefined {
    const code = reader.uleb();
    if (code === 0) return undefined;
    const found = this.abbreviations.get(code);
    if (!found) throw new FormatError(`.debug_info uses the abbreviation ${code}, which .debug_abbrev does not have.`);
    return found;
  }

  private reader(at: number): ByteReader {
    const { offset, end } = this.header;
    this.whole ??= this.sections.readPiece('info', offset, end - offset);
    return this.whole.from(at);
  }
}

/** Without the attributes: behind the header of the first contribution, or at 0 in DWARF 4. */
function basesOf(root: Entry, { is64, version }: UnitHeader): UnitBases {
  const base = (name: number, headerSize: number): number => {
    const value = root.form(name);
    if (value?.kind === 'offset') return value.value;
    return version < 5 ? 0 : headerSize;
  };
  const list = is64 ? 20 : 12;
  const table = is64 ? 16 : 8;
  return {
    strOffsets: base(AT.str_offsets_base, table),
    addr: base(AT.addr_base, table),
    rnglists: base(AT.rnglists_base, list),
    loclists: base(AT.loclists_base, list),
  };
}

/** The path of a unit's own file. Throws `FormatError`. */
export function pathOfUnit({ root }: Pick<Unit, 'root'>): string {
  return joinPath(root.text(AT.comp_dir) ?? '', root.text(AT.name) ?? '');
}
