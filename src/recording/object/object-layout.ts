/**
 * An object file laid out at addresses of its own, with its relocations applied (System V ABI for x86-64, "Relocation"), so that
 * its code can be disassembled and every address has a name again.
 */
import type { ObjectFile, ObjectSymbol, Relocation } from '../../elf/object-file';
import { type ElfSection, SECTION_FLAG } from '../../elf/sections';

export interface PlacedSection {
  readonly section: ElfSection;
  readonly address: number;
  readonly isCode: boolean;
  /** With relocations applied. */
  readonly bytes: Uint8Array;
  /** Those that lie in it. */
  readonly relocations: readonly Relocation[];
  /** Offsets at which an address stands as it is. */
  readonly absolute: ReadonlySet<number>;
  /** What lies in it and has a name, ascending by offset. */
  readonly symbols: readonly ObjectSymbol[];
}

/** Where they lie: far apart, and in reach of 32-bit displacements. A displacement of a trace's own is never as large. */
const BASE = { sections: 0x1000_0000, common: 0x5000_0000, slots: 0x6000_0000, others: 0x7000_0000 } as const;
const SLOT = 16;
/** Offsets from the thread pointer lie below it. */
const THREAD_STEP = 0x1_0000;

/** By type: how many bytes, from which place, and whether it counts from where it lies. */
interface Kind {
  readonly size: 4 | 8;
  readonly from: 'symbol' | 'slot' | 'thread-slot' | 'thread';
  readonly isRelative?: true;
}

const KINDS: Readonly<Record<number, Kind>> = {
  1: { size: 8, from: 'symbol' }, // R_X86_64_64
  2: { size: 4, from: 'symbol', isRelative: true }, // PC32
  4: { size: 4, from: 'symbol', isRelative: true }, // PLT32
  9: { size: 4, from: 'slot', isRelative: true }, // GOTPCREL
  10: { size: 4, from: 'symbol' }, // 32
  11: { size: 4, from: 'symbol' }, // 32S
  22: { size: 4, from: 'thread-slot', isRelative: true }, // GOTTPOFF
  23: { size: 4, from: 'thread' }, // TPOFF32
  24: { size: 8, from: 'symbol', isRelative: true }, // PC64
  41: { size: 4, from: 'slot', isRelative: true }, // GOTPCRELX
  42: { size: 4, from: 'slot', isRelative: true }, // REX_GOTPCRELX
};

const PLT32 = 4;
/** R_X86_64_64, 32 and 32S. */
const ABSOLUTE: ReadonlySet<number> = new Set([1, 10, 11]);

const EXECUTABLE = 4;
/** What a debugger or an unwinder reads, and no code. */
const UNUSED = /^\.(?:eh_frame|note)/;

export class ObjectLayout {
  readonly sections: readonly PlacedSection[];
  /** Symbols of other files that this one needs, and variables that a linker would place. */
  readonly others: readonly ObjectSymbol[];
  readonly common: readonly ObjectSymbol[];
  /** Those of other files that are functions. */
  readonly called: ReadonlySet<ObjectSymbol>;
  /** Types of relocations that are none of the table's. */
  readonly unknown = new Set<number>();
  private readonly addresses = new Map<number, number>();
  private readonly names = new Map<number, string>();
  private readonly nameOfSymbol = new Map<ObjectSymbol, string>();
  private readonly placeOfSymbol = new Map<ObjectSymbol, number>();
  private readonly slots = new Map<string, number>();

  constructor({ sections, symbols, relocations }: ObjectFile) {
    let next: number = BASE.sections;
    for (const [index, { flags, size, alignment, name }] of sections.entries()) {
      if ((flags & SECTION_FLAG.alloc) === 0 || UNUSED.test(name)) continue;
      next = Math.ceil(next / Math.max(alignment, 1)) * Math.max(alignment, 1);
      this.addresses.set(index, next);
      next += size + SLOT;
    }
    for (const symbol of symbols) this.nameSymbol(symbol);
    this.common = symbols.filter(({ section }) => section === 'common');
    const all = [...relocations.values()].flat();
    const needed = new Set(all.map(({ symbol }) => symbol));
    this.called = new Set(all.flatMap(({ type, symbol }) => (type === PLT32 ? [symbol] : [])));
    this.others = symbols.filter((symbol) => symbol.section === undefined && symbol.name !== '' && needed.has(symbol));
    let common: number = BASE.common;
    for (const symbol of this.common) {
      this.placeOfSymbol.set(symbol, common);
      common += symbol.size + SLOT;
    }
    for (const [index, symbol] of this.others.entries()) this.placeOfSymbol.set(symbol, BASE.others + SLOT * index);
    this.sections = [...this.addresses].flatMap(([index, address]) => {
      const section = sections[index];
      if (!section) return [];
      const own = (relocations.get(index) ?? []).filter(({ offset }) => offset < section.size);
      return [this.placed(section, index, address, own, symbols)];
    });
  }

  /** Undefined for what has no address: a symbol of a section that is left out. */
  addressOf(symbol: ObjectSymbol): number | undefined {
    const { section, value } = symbol;
    if (typeof section !== 'number') return this.placeOfSymbol.get(symbol);
    const address = this.addresses.get(section);
    return address === undefined ? undefined : address + value;
  }

  nameOf(symbol: ObjectSymbol): string {
    return this.nameOfSymbol.get(symbol) ?? symbol.name;
  }

  /** Of symbols that lie in no section, and of slots: `helper`, `v@GOTPCREL`, `v@tpoff`. */
  nameAt(address: number): string | undefined {
    const exact = this.names.get(address);
    if (exact !== undefined) return exact;
    for (const symbol of this.common) {
      const place = this.placeOfSymbol.get(symbol) ?? 0;
      if (address > place && address < place + symbol.size) return withOffset(this.nameOf(symbol), address - place);
    }
    return undefined;
  }

  sectionAt(address: number): PlacedSection | undefined {
    return this.sections.find(
      (each) => address >= each.address && address < each.address + Math.max(each.section.size, 1),
    );
  }

  private nameSymbol(symbol: ObjectSymbol): void {
    this.nameOfSymbol.set(symbol, symbol.name.replace(/[^\w.$]/g, '_'));
  }

  private placed(
    section: ElfSection,
    index: number,
    address: number,
    relocations: readonly Relocation[],
    symbols: readonly ObjectSymbol[],
  ): PlacedSection {
    const bytes = section.bytes.slice();
    for (const relocation of relocations) this.apply(relocation, bytes, address);
    return {
      section,
      address,
      isCode: (section.flags & EXECUTABLE) !== 0,
      bytes,
      relocations,
      absolute: new Set(relocations.flatMap(({ type, offset }) => (ABSOLUTE.has(type) ? [offset] : []))),
      symbols: symbols
        .filter((symbol) => symbol.section === index && symbol.kind !== 'section' && symbol.name !== '')
        .sort((a, b) => a.value - b.value),
    };
  }

  private apply({ offset, type, symbol, addend }: Relocation, bytes: Uint8Array, address: number): void {
    const kind = KINDS[type];
    const place = kind && this.placeFor(kind, symbol);
    if (!kind || place === undefined || offset + kind.size > bytes.length) {
      if (!kind) this.unknown.add(type);
      return;
    }
    const value = BigInt(place + addend - (kind.isRelative ? address + offset : 0));
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    if (kind.size === 8) view.setBigInt64(offset, value, true);
    else view.setInt32(offset, Number(BigInt.asIntN(32, value)), true);
  }

  private placeFor({ from }: Kind, symbol: ObjectSymbol): number | undefined {
    const name = this.nameOf(symbol);
    if (from === 'symbol') {
      const address = this.addressOf(symbol);
      if (address !== undefined && typeof symbol.section !== 'number') this.names.set(address, name);
      return address;
    }
    // A slot has the name of what lies in it.
    if (name === '') return undefined;
    const slot = { slot: `${name}@GOTPCREL`, 'thread-slot': `${name}@gottpoff`, thread: `${name}@tpoff` }[from];
    let place = this.slots.get(slot);
    if (place === undefined) {
      const number = this.slots.size;
      place = from === 'thread' ? -BASE.sections - THREAD_STEP * number : BASE.slots + SLOT * number;
      this.slots.set(slot, place);
      this.names.set(place, slot);
    }
    return place;
  }
}

export function withOffset(name: string, offset: number): string {
  return offset === 0 ? name : `${name}+0x${offset.toString(16)}`;
}
