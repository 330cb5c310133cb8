/** The debugging information of a program: what code is at an address, and where the code of a line is. Read as it is asked for. */
import { FormatError } from '../byte-reader';
import type { ElfSection } from '../sections';
import { lastAt } from '../symbols';
import { type Abbreviations, readAbbreviations } from './abbreviations';
import { AT, TAG, UNIT } from './constants';
import { DebugSections, sectionsProblem } from './debug-sections';
import type { Entry, EntryUnit } from './entry';
import { FrameTable } from './frame-table';
import { type CFunction, FunctionIndex, functionsOf } from './functions';
import { joinPath } from './join-path';
import { type LineRow, LineTable } from './line-table';
import { type AddressRange, rangesOf } from './ranges';
import { TypeReader } from './type-reader';
import { Unit } from './unit';
import { readUnitHeader } from './unit-header';

interface UnitRange extends AddressRange {
  readonly unit: Unit;
}

export class DebugInfo {
  readonly types = new TypeReader((offset) => this.entryAt(offset));
  /** What could not be read, a sentence each. */
  readonly problems: ReadonlySet<string>;
  readonly units: readonly Unit[] = [];
  private readonly ranges: readonly UnitRange[] = [];
  private readonly found = new Set<string>();
  private readonly abbreviations = new Map<number, Abbreviations>();
  private readonly tables = new Map<EntryUnit, LineTable | undefined>();
  private readonly functions = new Map<Unit, FunctionIndex>();
  private readonly sections: DebugSections;
  private frameTable: FrameTable | undefined;

  /** Reads the roots of the units. */
  constructor(sections: readonly ElfSection[]) {
    this.problems = this.found;
    this.sections = new DebugSections(sections);
    const problem = sectionsProblem(sections);
    if (problem !== undefined) {
      this.found.add(problem);
      return;
    }
    if (!this.sections.has('info')) return;
    this.units = this.readUnits();
    this.ranges = this.units
      .flatMap((unit) => this.attempt(() => rangesOf(unit.root), []).map((range) => ({ ...range, unit })))
      .sort((a, b) => a.low - b.low);
  }

  get frames(): FrameTable {
    this.frameTable ??= new FrameTable(this.sections);
    return this.frameTable;
  }

  /** The unit whose code an address of the file is. */
  unitAt(address: number): Unit | undefined {
    const range = this.ranges[lastAt(this.ranges.length, (index) => (this.ranges[index]?.low ?? 0) <= address)];
    return range && address < range.high ? range.unit : undefined;
  }

  rangesOfUnit(unit: Unit): readonly AddressRange[] {
    return this.ranges.filter((range) => range.unit === unit);
  }

  rowAt(address: number): LineRow | undefined {
    const unit = this.unitAt(address);
    return unit && this.linesOf(unit)?.at(address);
  }

  functionAt(address: number): CFunction | undefined {
    const unit = this.unitAt(address);
    return unit && this.functionsOf(unit).at(address);
  }

  /** Undefined where the unit has no lines. */
  linesOf(unit: EntryUnit): LineTable | undefined {
    if (!this.tables.has(unit)) {
      this.tables.set(
        unit,
        this.attempt(() => this.readLines(unit), undefined),
      );
    }
    return this.tables.get(unit);
  }

  functionsOf(unit: Unit): FunctionIndex {
    let functions = this.functions.get(unit);
    if (!functions) {
      functions = new FunctionIndex(this.attempt(() => functionsOf(unit, (offset) => this.entryAt(offset)), []));
      this.functions.set(unit, functions);
    }
    return functions;
  }

  /** By its place in `.debug_info`. Throws `FormatError`. */
  entryAt(offset: number): Entry {
    const unit = this.units[lastAt(this.units.length, (index) => (this.units[index]?.header.offset ?? 0) <= offset)];
    if (!unit || offset >= unit.header.end) throw new FormatError('.debug_info refers to a place beyond its units.');
    return unit.entryAt(offset);
  }

  /** Whatever cannot be read is `otherwise`, and a problem. */
  attempt<T>(read: () => T, otherwise: T): T {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof FormatError)) throw error;
      this.found.add(error.message);
      return otherwise;
    }
  }

  private readUnits(): readonly Unit[] {
    const reader = this.sections.read('info');
    const units: Unit[] = [];
    // The length of a unit says where the next one begins, also where its own header cannot be read.
    while (!reader.isAtEnd && this.attempt(() => this.readUnit(reader.from(reader.at), units), false)) {
      const { length } = reader.initialLength();
      reader.skip(length);
    }
    return units;
  }

  /** Whether there may be another unit behind it. */
  private readUnit(reader: ReturnType<DebugSections['read']>, units: Unit[]): boolean {
    const start = reader.at;
    const { length } = reader.from(start).initialLength();
    reader.from(reader.at).skip(length);
    this.attempt(() => {
      const header = readUnitHeader(reader);
      if (header.type === UNIT.skeleton || header.type === UNIT.split_compile) throw new FormatError(SPLIT);
      const unit = new Unit(this.sections, header, this.abbreviationsAt(header.abbreviations));
      if (unit.root.has(AT.dwo_name) || unit.root.has(AT.GNU_dwo_name)) throw new FormatError(SPLIT);
      if (unit.root.tag === TAG.compile_unit || unit.root.tag === TAG.partial_unit) units.push(unit);
    }, undefined);
    return true;
  }

  private abbreviationsAt(offset: number): Abbreviations {
    let found = this.abbreviations.get(offset);
    if (!found) {
      found = readAbbreviations(this.sections, offset);
      this.abbreviations.set(offset, found);
    }
    return found;
  }

  private readLines({ root }: EntryUnit): LineTable | undefined {
    const offset = root.offsetIn(AT.stmt_list);
    if (offset === undefined) return undefined;
    return LineTable.read(this.sections, offset, root.text(AT.name) ?? '', root.text(AT.comp_dir) ?? '');
  }
}

const SPLIT =
  'Its debugging information lies in other files (`-gsplit-dwarf`): compile without that to see lines and variables.';

/** The path of a unit's own file. */
export function pathOfUnit({ root }: Unit): string {
  return joinPath(root.text(AT.comp_dir) ?? '', root.text(AT.name) ?? '');
}
