/**
 * An object file laid out at addresses of its own, with its relocations applied (System V ABI for x86-64, "Relocation"), so that
 * its code can be disassembled and every address has a name again.
 */
import type { ObjectFile, ObjectSymbol, Relocation } from '../../elf/object-file';
import { type ElfSection, SECTION_FLAG } from '../../elf/sections';
import { DeclaredNames } from './declared-names';
import { lastAtMost } from './sorted';

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
  /** How far each of them and those before it reach; code without a size, as far as there is code. */
  readonly ends: readonly number[];
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
  private readonly declared: DeclaredNames;
  private readonly placeOfSymbol = new Map<ObjectSymbol, number>();
  private readonly slots = new Map<string, number>();

  constructor(private readonly file: ObjectFile) {
    const { sections, symbols, relocations } = file;
    let next: number = BASE.sections;
    for (const [index, section] of sections.entries()) {
      const { flags, size, name } = section;
      if ((flags & SECTION_FLAG.alloc) === 0 || UNUSED.test(name)) continue;
      const alignment = alignmentOf(section);
      next = Math.ceil(next / alignment) * alignment;
      this.addresses.set(index, next);
      next += size + SLOT;
    }
    this.declared = new DeclaredNames(symbols);
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
    const symbolsOf = bySection(symbols);
    this.sections = [...this.addresses].flatMap(([index, address]) => {
      const section = sections[index];
      if (!section) return [];
      const own = (relocations.get(index) ?? []).filter(({ offset }) => offset < section.size);
      return [this.placed(section, address, own, symbolsOf.get(index) ?? [])];
    });
  }

  /** Undefined for what has no address: a symbol of a section that is left out, or behind its section. */
  addressOf(symbol: ObjectSymbol): number | undefined {
    const { section, value } = symbol;
    if (typeof section !== 'number') return this.placeOfSymbol.get(symbol);
    const address = this.addresses.get(section);
    return address === undefined || value > (this.file.sections[section]?.size ?? 0) ? undefined : address + value;
  }

  nameOf(symbol: ObjectSymbol): string {
    return this.declared.of(symbol);
  }

  /** Of symbols that lie in no section, and of slots: `helper`, `v@GOTPCREL`, `v@tpoff`. */
  nameAt(address: number): string | undefined {
    const exact = this.names.get(address);
    if (exact !== undefined) return exact;
    // They lie one behind the other.
    const placeOf = (symbol: ObjectSymbol) => this.placeOfSymbol.get(symbol) ?? 0;
    const symbol = this.common[lastAtMost(this.common, address, placeOf)];
    if (!symbol || address >= placeOf(symbol) + symbol.size) return undefined;
    return withOffset(this.nameOf(symbol), address - placeOf(symbol));
  }

  /** Also of its end, behind which nothing lies. */
  sectionAt(address: number): PlacedSection | undefined {
    const placed = this.sections[lastAtMost(this.sections, address, (each) => each.address)];
    return placed && address <= placed.address + placed.section.size ? placed : undefined;
  }

  /** A name for an address that has none, like `base`. */
  makeName(base: string): string {
    return this.declared.take(base);
  }

  /** By the names that symbols have in the file: those of the trace, where these are others. */
  get changedNames(): ReadonlyMap<string, string> {
    return this.declared.changed;
  }

  private placed(
    section: ElfSection,
    address: number,
    relocations: readonly Relocation[],
    symbols: readonly ObjectSymbol[],
  ): PlacedSection {
    const bytes = section.bytes.slice();
    for (const relocation of relocations) this.apply(relocation, bytes, address);
    const named = symbols
      .filter(({ kind, name, value }) => kind !== 'section' && name !== '' && value <= section.size)
      .sort((a, b) => a.value - b.value);
    const isCode = (section.flags & EXECUTABLE) !== 0;
    let end = 0;
    const ends = named.map(({ value, size }) => {
      end = Math.max(end, isCode && size === 0 ? Number.POSITIVE_INFINITY : value + size);
      return end;
    });
    return {
      section,
      address,
      isCode,
      bytes,
      relocations,
      absolute: new Set(relocations.flatMap(({ type, offset }) => (ABSOLUTE.has(type) ? [offset] : []))),
      symbols: named,
      ends,
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

  private isThreadLocal({ section }: ObjectSymbol): boolean {
    return typeof section === 'number' && THREAD_LOCAL.test(this.file.sections[section]?.name ?? '');
  }

  private placeFor({ from }: Kind, symbol: ObjectSymbol): number | undefined {
    const name = this.nameOf(symbol);
    if (from === 'symbol') {
      const address = this.addressOf(symbol);
      if (address !== undefined && typeof symbol.section !== 'number') this.names.set(address, name);
      return address;
    }
    // A slot has the name of what lies in it, which must be in the trace.
    if (symbol.name === '' || this.addressOf(symbol) === undefined) return undefined;
    if (from !== 'slot' && !this.isThreadLocal(symbol)) return undefined;
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

/** What a trace can be asked for; sections whose alignment is no power of two are damaged. */
const MOST_ALIGNMENT = 2 ** 21;

export function alignmentOf({ alignment }: ElfSection): number {
  const isPower = alignment > 0 && alignment <= MOST_ALIGNMENT && (alignment & (alignment - 1)) === 0;
  return isPower ? alignment : 1;
}

/** Sections of data that each thread has for itself, as compilers name them. */
const THREAD_LOCAL = /^\.t(?:data|bss)\b/;

function bySection(symbols: readonly ObjectSymbol[]): ReadonlyMap<ObjectSymbol['section'], ObjectSymbol[]> {
  const found = new Map<ObjectSymbol['section'], ObjectSymbol[]>();
  for (const symbol of symbols) {
    const others = found.get(symbol.section);
    if (others) others.push(symbol);
    else found.set(symbol.section, [symbol]);
  }
  return found;
}

export function withOffset(name: string, offset: number): string {
  return offset === 0 ? name : `${name}+0x${offset.toString(16)}`;
}
