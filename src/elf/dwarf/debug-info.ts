/** The debugging information of a program: what code is at an address, and where the code of a line is. Read as it is asked for. */
import { FormatError } from '../byte-reader';
import { AllUnits } from './all-units';
import { ArrangedUnits } from './arranged-units';
import { AT } from './constants';
import { type DebugSection, DebugSections } from './debug-sections';
import type { Entry, EntryUnit } from './entry';
import { FrameTable } from './frames/frame-table';
import { type CFunction, FunctionIndex, functionsOf } from './functions';
import { type LineRow, LineTable } from './lines/line-table';
import type { AddressRange } from './ranges';
import { TypeReader } from './types/type-reader';
import type { Unit } from './unit';
import { UnitReader } from './unit-reader';
import type { IsFile, Units } from './units';

export class DebugInfo {
  readonly types = new TypeReader((offset) => this.entryAt(offset));
  /** What could not be read, a sentence each. */
  readonly problems: ReadonlySet<string>;
  private readonly list: Units | undefined;
  private readonly found = new Set<string>();
  private readonly tables = new Map<EntryUnit, LineTable | undefined>();
  private readonly functions = new Map<Unit, FunctionIndex>();
  private readonly sections: DebugSections;
  private frameTable: FrameTable | undefined;

  /** Reads the roots of the units; of a file that is read in pieces, where the code of each is. */
  constructor(sections: readonly DebugSection[]) {
    this.problems = this.found;
    this.sections = new DebugSections(sections);
    const { problem } = this.sections;
    if (problem !== undefined) this.found.add(problem);
    else if (this.sections.has('info')) this.list = this.readUnits();
  }

  /** Of a file that is read in pieces: those that somebody has asked for. */
  get units(): readonly Unit[] {
    return this.list?.known ?? [];
  }

  /** Whether there is any code with lines. */
  get hasUnits(): boolean {
    return this.list?.isEmpty === false;
  }

  /** Of a file that is read in pieces: those that are compiled from files become known. */
  askFor(isFile: IsFile): void {
    this.list?.ask(isFile);
  }

  get frames(): FrameTable {
    this.frameTable ??= new FrameTable(this.sections);
    return this.frameTable;
  }

  /** The unit whose code an address of the file is. */
  unitAt(address: number): Unit | undefined {
    return this.list?.at(address);
  }

  rangesOfUnit(unit: Unit): readonly AddressRange[] {
    return this.list?.rangesOf(unit) ?? [];
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
    const unit = this.list?.around(offset);
    if (!unit) throw new FormatError('.debug_info refers to a place beyond its units.');
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

  private readUnits(): Units {
    const attempt = <T>(read: () => T, otherwise: T) => this.attempt(read, otherwise);
    const reader = new UnitReader(this.sections);
    return this.sections.isInPieces('info') && this.sections.has('aranges')
      ? new ArrangedUnits(reader, attempt)
      : new AllUnits(reader, attempt);
  }

  private readLines({ root }: EntryUnit): LineTable | undefined {
    const offset = root.offsetIn(AT.stmt_list);
    if (offset === undefined) return undefined;
    return LineTable.read(this.sections, offset, root.text(AT.name) ?? '', root.text(AT.comp_dir) ?? '');
  }
}
