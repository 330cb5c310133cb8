/** Object files for x86-64 (ET_REL; System V ABI, "Symbol Table", "Relocation"): sections, symbols and relocations as data. */
import { ByteReader, FormatError } from './byte-reader';
import type { ElfProblem } from './elf-file';
import { ELF_LIMITS } from './elf-limits';
import { isElf, NO_ELF } from './is-elf';
import { type ElfSection, readSections, SECTION_FLAG } from './sections';

export interface ObjectSymbol {
  readonly name: string;
  /** Index of its section; undefined for one of another file, `common` for a variable that a linker places. */
  readonly section: number | 'common' | undefined;
  /** In its section; the alignment of a common one. */
  readonly value: number;
  readonly size: number;
  readonly kind: 'function' | 'data' | 'section' | 'other';
}

export interface Relocation {
  /** In its section. */
  readonly offset: number;
  /** R_X86_64_*. */
  readonly type: number;
  readonly symbol: ObjectSymbol;
  readonly addend: number;
}

export interface ObjectFile {
  readonly sections: readonly ElfSection[];
  readonly symbols: readonly ObjectSymbol[];
  /** By the index of the section that they change, ascending by offset. */
  readonly relocations: ReadonlyMap<number, readonly Relocation[]>;
}

const EHDR = { CLASS: 4, TYPE: 16, MACHINE: 18, SIZE: 64 } as const;
const TYPE_RELOCATABLE = 1;
const MACHINE_X86_64 = 62;
const SECTION_TYPE = { SYMTAB: 2, RELA: 4 } as const;
const [SYMBOL_SIZE, RELOCATION_SIZE] = [24, 24];
const INDEX = { UNDEFINED: 0, ABSOLUTE: 0xfff1, COMMON: 0xfff2 } as const;
const KINDS: Readonly<Record<number, ObjectSymbol['kind']>> = { 1: 'data', 2: 'function', 3: 'section', 6: 'data' };

export function isObjectFile(bytes: Uint8Array): boolean {
  return (
    isElf(bytes) && bytes.length >= EHDR.SIZE && bytes[EHDR.TYPE] === TYPE_RELOCATABLE && bytes[EHDR.TYPE + 1] === 0
  );
}

export function readObjectFile(bytes: Uint8Array): ObjectFile | ElfProblem {
  if (!isElf(bytes)) return { problem: NO_ELF };
  if (!isObjectFile(bytes)) return { problem: 'It is no object file: its type (e_type) is not 1. `gcc -c` makes one.' };
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes[EHDR.CLASS] !== 2 || view.getUint16(EHDR.MACHINE, true) !== MACHINE_X86_64) {
    return { problem: 'It is for another processor: only 64-bit code for x86-64 is read.' };
  }
  try {
    const sections = readSections(bytes);
    const problem = sizeProblem(sections);
    if (problem !== undefined) return { problem };
    const symbols = readSymbols(sections);
    return { sections, symbols, relocations: readRelocations(sections, symbols) };
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    return { problem: error.message };
  }
}

const NOBITS = 8;

function sizeProblem(sections: readonly ElfSection[]): string | undefined {
  const loaded = sections.filter(({ flags }) => (flags & SECTION_FLAG.alloc) !== 0);
  const size = loaded.reduce((sum, section) => sum + section.size, 0);
  if (size > ELF_LIMITS.object) {
    return `It has ${size} bytes of code and data, and at most ${ELF_LIMITS.object} are read.`;
  }
  const cut = loaded.find(({ type, bytes, size: wanted }) => type !== NOBITS && bytes.length < wanted);
  return cut && `It is cut off: its section ${JSON.stringify(cut.name)} lies behind its end.`;
}

/** In the order of the table, the first one without a name. */
function readSymbols(sections: readonly ElfSection[]): readonly ObjectSymbol[] {
  const table = sections.find(({ type }) => type === SECTION_TYPE.SYMTAB);
  if (!table) return [];
  const names = sections[table.link]?.bytes ?? new Uint8Array();
  const reader = new ByteReader(table.bytes, 'The table of symbols');
  return Array.from({ length: Math.floor(table.bytes.length / SYMBOL_SIZE) }, () => {
    const nameAt = reader.u32();
    const info = reader.u8();
    reader.skip(1);
    const index = reader.u16();
    const value = reader.word();
    const size = reader.word();
    const name = nameAt < names.length ? new ByteReader(names, 'The table of names', nameAt).text() : '';
    return { name, section: sectionOf(index), value, size, kind: KINDS[info & 0xf] ?? 'other' };
  });
}

function sectionOf(index: number): ObjectSymbol['section'] {
  if (index === INDEX.COMMON) return 'common';
  return index === INDEX.UNDEFINED || index === INDEX.ABSOLUTE ? undefined : index;
}

function readRelocations(
  sections: readonly ElfSection[],
  symbols: readonly ObjectSymbol[],
): ReadonlyMap<number, readonly Relocation[]> {
  const found = new Map<number, Relocation[]>();
  for (const { type, info, bytes } of sections) {
    if (type !== SECTION_TYPE.RELA) continue;
    const reader = new ByteReader(bytes, 'A table of relocations');
    const list = found.get(info) ?? [];
    for (let left = Math.floor(bytes.length / RELOCATION_SIZE); left > 0; left--) {
      const offset = reader.word();
      const kind = reader.u32();
      const symbol = symbols[reader.u32()];
      const addend = Number(BigInt.asIntN(64, reader.u64()));
      if (symbol) list.push({ offset, type: kind, symbol, addend });
    }
    found.set(
      info,
      list.sort((a, b) => a.offset - b.offset),
    );
  }
  return found;
}
