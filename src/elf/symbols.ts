/** The symbols of an ELF file that name code and data (System V ABI, "Symbol Table"), by address and by name. */
import { ByteReader } from './byte-reader';
import type { ElfSection } from './sections';

export interface ElfSymbol {
  readonly name: string;
  /** As the file has it: a program that may lie anywhere lies elsewhere. */
  readonly address: number;
  /** In bytes; 0 where the file does not say. */
  readonly size: number;
  readonly kind: 'function' | 'data';
  readonly isGlobal: boolean;
}

const SYMTAB = 2;
const DYNSYM = 11;
const SYMBOL_SIZE = 24;
const TYPES: Readonly<Record<number, ElfSymbol['kind']>> = { 1: 'data', 2: 'function', 10: 'function' };
/** STT_NOTYPE: what assembly has labels for. It is code where its section is. */
const NO_TYPE = 0;
const EXECUTABLE = 4;
const LOCAL = 0;
const UNDEFINED = 0;
const ABSOLUTE = 0xfff1;

/** What is asked of a section with symbols, and of those that they refer to. */
export type SymbolSection = Pick<ElfSection, 'type' | 'flags' | 'link' | 'bytes'>;

export class SymbolTable {
  private readonly byName = new Map<string, ElfSymbol>();

  /** @param functions ascending by address. */
  private constructor(
    readonly functions: readonly ElfSymbol[],
    readonly data: readonly ElfSymbol[],
  ) {
    for (const symbol of [...functions, ...data]) {
      const known = this.byName.get(symbol.name);
      if (!known || (symbol.isGlobal && !known.isGlobal)) this.byName.set(symbol.name, symbol);
    }
  }

  /** Of a file's `.symtab`, else of its `.dynsym`. Throws `FormatError`. */
  static of(sections: readonly SymbolSection[]): SymbolTable {
    const table = sections.find(({ type }) => type === SYMTAB) ?? sections.find(({ type }) => type === DYNSYM);
    return SymbolTable.from(table ? readSymbols(table, sections) : []);
  }

  /** Of symbols that somebody else has read, in any order. */
  static from(symbols: readonly ElfSymbol[]): SymbolTable {
    const sorted = [...symbols].sort((a, b) => a.address - b.address || Number(a.isGlobal) - Number(b.isGlobal));
    return new SymbolTable(
      sorted.filter(({ kind }) => kind === 'function'),
      sorted.filter(({ kind }) => kind === 'data'),
    );
  }

  named(name: string): ElfSymbol | undefined {
    return this.byName.get(name);
  }

  /** The function that an address lies in; one without a size ends where the next one begins. */
  functionAt(address: number): ElfSymbol | undefined {
    return symbolAt(this.functions, address);
  }

  /** The last one that begins before an address. */
  functionBefore(address: number): ElfSymbol | undefined {
    return this.functions[lastAt(this.functions.length, (at) => (this.functions[at]?.address ?? 0) < address)];
  }

  /** The data that an address lies in; a mark without a size, as linkers set them, has its own address and no other. */
  dataAt(address: number): ElfSymbol | undefined {
    const found = symbolAt(this.data, address);
    return found?.size === 0 && found.address !== address ? undefined : found;
  }
}

function readSymbols(table: SymbolSection, sections: readonly SymbolSection[]): ElfSymbol[] {
  const names = sections[table.link]?.bytes ?? new Uint8Array();
  const reader = new ByteReader(table.bytes, 'The table of symbols');
  const symbols: ElfSymbol[] = [];
  for (let left = Math.floor(table.bytes.length / SYMBOL_SIZE); left > 0; left--) {
    const nameAt = reader.u32();
    const info = reader.u8();
    reader.skip(1);
    const section = reader.u16();
    const address = reader.address();
    const size = reader.word();
    const kind = kindOf(info & 0xf, sections[section]);
    if (!kind || section === UNDEFINED || section === ABSOLUTE || nameAt >= names.length) continue;
    const name = new ByteReader(names, 'The table of names', nameAt).text();
    if (name !== '') symbols.push({ name, address, size, kind, isGlobal: info >> 4 !== LOCAL });
  }
  return symbols;
}

function kindOf(type: number, section: SymbolSection | undefined): ElfSymbol['kind'] | undefined {
  if (type === NO_TYPE) return section && (section.flags & EXECUTABLE) !== 0 ? 'function' : undefined;
  return TYPES[type];
}

/** Of several that begin at one place, the last one. */
function symbolAt(symbols: readonly ElfSymbol[], address: number): ElfSymbol | undefined {
  let index = lastAt(symbols.length, (at) => (symbols[at]?.address ?? 0) <= address);
  // A label within a function does not end it.
  for (let looked = 0; index >= 0 && looked < MOST_LABELS; looked++, index--) {
    const symbol = symbols[index];
    if (symbol && (symbol.size === 0 ? looked === 0 : address < symbol.address + symbol.size)) return symbol;
  }
  return undefined;
}

const MOST_LABELS = 16;

/** The last index below `length` of which `isBefore` is true, -1 where there is none: it is true up to there and no further. */
export function lastAt(length: number, isBefore: (index: number) => boolean): number {
  let low = -1;
  let high = length;
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if (isBefore(middle)) low = middle;
    else high = middle;
  }
  return low;
}
