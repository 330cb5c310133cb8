/**
 * The units of a file of hundreds of megabytes: `.debug_aranges` says which of them an address belongs to (DWARF 5, section
 * 6.1.2), and a unit is read when somebody asks for it.
 */
import { lastAt } from '../symbols';
import { AT } from './constants';
import type { AddressRange } from './ranges';
import { pathOfUnit, type Unit } from './unit';
import type { UnitReader } from './unit-reader';
import type { Attempt, IsFile, Units } from './units';

interface ArrangedRange extends AddressRange {
  /** Of its unit, in `.debug_info`. */
  readonly offset: number;
}

const ADDRESS_SIZE = 8;
const TUPLE_SIZE = 2 * ADDRESS_SIZE;

export class ArrangedUnits implements Units {
  readonly known: Unit[] = [];
  private readonly byOffset = new Map<number, Unit | undefined>();
  /** Ascending by address. */
  private readonly ranges: readonly ArrangedRange[];
  /** Ascending. */
  private readonly offsets: readonly number[];
  private paths: ReadonlyMap<number, string> | undefined;

  constructor(
    private readonly reader: UnitReader,
    private readonly attempt: Attempt,
  ) {
    const ranges: ArrangedRange[] = [];
    attempt(() => this.readRanges(ranges), undefined);
    this.ranges = ranges.sort((a, b) => a.low - b.low);
    this.offsets = [...new Set(ranges.map(({ offset }) => offset))].sort((a, b) => a - b);
  }

  get isEmpty(): boolean {
    return this.offsets.length === 0;
  }

  at(address: number): Unit | undefined {
    const range = this.ranges[lastAt(this.ranges.length, (index) => (this.ranges[index]?.low ?? 0) <= address)];
    return range && address < range.high ? this.unitAt(range.offset) : undefined;
  }

  rangesOf({ header }: Unit): readonly AddressRange[] {
    return this.ranges.filter(({ offset }) => offset === header.offset);
  }

  around(offset: number): Unit | undefined {
    const start = this.offsets[lastAt(this.offsets.length, (index) => (this.offsets[index] ?? 0) <= offset)];
    const unit = start === undefined ? undefined : this.unitAt(start);
    return unit && offset < unit.header.end ? unit : undefined;
  }

  ask(isFile: IsFile): void {
    this.paths ??= this.readPaths();
    for (const [offset, path] of this.paths) if (isFile(path)) this.unitAt(offset);
  }

  private unitAt(offset: number): Unit | undefined {
    if (!this.byOffset.has(offset)) {
      const unit = this.attempt(() => this.reader.unitAt(offset), undefined);
      this.byOffset.set(offset, unit);
      if (unit) this.known.splice(1 + lastAt(this.known.length, (at) => this.isBefore(at, offset)), 0, unit);
    }
    return this.byOffset.get(offset);
  }

  private isBefore(index: number, offset: number): boolean {
    return (this.known[index]?.header.offset ?? 0) < offset;
  }

  /** Throws `FormatError`. */
  private readRanges(into: ArrangedRange[]): void {
    const reader = this.reader.sections.read('aranges');
    while (!reader.isAtEnd) {
      const start = reader.at;
      const { length, is64 } = reader.initialLength();
      const set = reader.part(length);
      set.skip(2); // version
      const offset = set.offset(is64);
      set.skip(2); // sizes of addresses and segment selectors
      const header = set.at - start;
      set.skip((TUPLE_SIZE - (header % TUPLE_SIZE)) % TUPLE_SIZE);
      while (set.end - set.at >= TUPLE_SIZE) {
        const low = set.address();
        const size = set.word();
        if (size > 0) into.push({ low, high: low + size, offset });
      }
    }
  }

  /** The path of each unit's own file. Only the roots are looked at, and nothing of them is kept. */
  private readPaths(): ReadonlyMap<number, string> {
    const paths = new Map<number, string>();
    for (const offset of this.offsets) {
      this.attempt(() => {
        const unit = this.byOffset.get(offset) ?? this.reader.rootAt(offset);
        if (unit.root.has(AT.name)) paths.set(offset, pathOfUnit(unit));
      }, undefined);
    }
    return paths;
  }
}
