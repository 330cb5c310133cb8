/** Reads single units of `.debug_info`, each with its table of abbreviations, which several may share. */
import { FormatError } from '../byte-reader';
import { type Abbreviations, readAbbreviations } from './abbreviations';
import { AT, TAG, UNIT } from './constants';
import type { DebugSections } from './debug-sections';
import { Unit } from './unit';
import { LONGEST_UNIT_HEADER, readUnitHeader, type UnitHeader } from './unit-header';

/** In bytes. */
const LONGEST_ROOT = 4096;
const LONGEST_CODE = 10;

export class UnitReader {
  private readonly abbreviations = new Map<number, Abbreviations>();

  constructor(readonly sections: DebugSections) {}

  /** Throws `FormatError`. */
  headerAt(offset: number): UnitHeader {
    const size = this.sections.size('info');
    const header = readUnitHeader(
      this.sections.readPiece('info', offset, Math.min(size - offset, LONGEST_UNIT_HEADER)),
    );
    if (header.end > size) throw new FormatError('.debug_info is cut off, or leads beyond its end.');
    return header;
  }

  /** A unit of which nothing but the root can be read. Throws `FormatError`. */
  rootAt(offset: number): Unit {
    const { sections } = this;
    const header = this.headerAt(offset);
    const { entries } = header;
    const end = Math.min(header.end, offset + LONGEST_ROOT);
    const code = sections.readPiece('info', entries, Math.min(header.end - entries, LONGEST_CODE)).uleb();
    return new Unit(sections, { ...header, end }, readAbbreviations(sections, header.abbreviations, code));
  }

  /** Undefined where it is no unit of code. Throws `FormatError`. */
  unitAt(offset: number): Unit | undefined {
    const header = this.headerAt(offset);
    if (header.type === UNIT.skeleton || header.type === UNIT.split_compile) throw new FormatError(SPLIT);
    const unit = new Unit(this.sections, header, this.abbreviationsAt(header.abbreviations));
    if (unit.root.has(AT.dwo_name) || unit.root.has(AT.GNU_dwo_name)) throw new FormatError(SPLIT);
    return unit.root.tag === TAG.compile_unit || unit.root.tag === TAG.partial_unit ? unit : undefined;
  }

  private abbreviationsAt(offset: number): Abbreviations {
    let found = this.abbreviations.get(offset);
    if (!found) {
      found = readAbbreviations(this.sections, offset);
      this.abbreviations.set(offset, found);
    }
    return found;
  }
}

const SPLIT =
  'Its debugging information lies in other files (`-gsplit-dwarf`): compile without that to see lines and variables.';
