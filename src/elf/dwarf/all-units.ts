/** The units of a file of ordinary size: the roots of all of them are read at once. */
import type { ByteReader } from '../byte-reader';
import { lastAt } from '../symbols';
import { type AddressRange, rangesOf } from './ranges';
import type { Unit } from './unit';
import type { UnitReader } from './unit-reader';
import type { Attempt, Units } from './units';

interface UnitRange extends AddressRange {
  readonly unit: Unit;
}

export class AllUnits implements Units {
  readonly known: readonly Unit[];
  private readonly ranges: readonly UnitRange[];

  constructor(
    private readonly reader: UnitReader,
    private readonly attempt: Attempt,
  ) {
    this.known = this.readUnits();
    this.ranges = this.known
      .flatMap((unit) => attempt(() => rangesOf(unit.root), []).map((range) => ({ ...range, unit })))
      .sort((a, b) => a.low - b.low);
  }

  get isEmpty(): boolean {
    return this.known.length === 0;
  }

  at(address: number): Unit | undefined {
    const range = this.ranges[lastAt(this.ranges.length, (index) => (this.ranges[index]?.low ?? 0) <= address)];
    return range && address < range.high ? range.unit : undefined;
  }

  rangesOf(unit: Unit): readonly AddressRange[] {
    return this.ranges.filter((range) => range.unit === unit);
  }

  around(offset: number): Unit | undefined {
    const unit = this.known[lastAt(this.known.length, (index) => (this.known[index]?.header.offset ?? 0) <= offset)];
    return unit && offset < unit.header.end ? unit : undefined;
  }

  ask(): void {
    // All are known.
  }

  private readUnits(): readonly Unit[] {
    const reader = this.attempt(() => this.reader.sections.read('info'), undefined);
    if (!reader) return [];
    const units: Unit[] = [];
    // The length of a unit says where the next one begins, also where its own header cannot be read.
    while (!reader.isAtEnd && this.attempt(() => this.readUnit(reader.from(reader.at), units), false)) {
      const { length } = reader.initialLength();
      reader.skip(length);
    }
    return units;
  }

  /** Whether there may be another unit behind it. */
  private readUnit(reader: ByteReader, units: Unit[]): boolean {
    const start = reader.at;
    const { length } = reader.from(start).initialLength();
    reader.from(reader.at).skip(length);
    const unit = this.attempt(() => this.reader.unitAt(start), undefined);
    if (unit) units.push(unit);
    return true;
  }
}
