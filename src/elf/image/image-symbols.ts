/** The symbols of an image (System V ABI, "Symbol Table"; else kallsyms): by name, and the function that an address lies in. */
import { readKallsyms } from '../kallsyms/kallsyms';
import type { ElfSymbol } from '../symbols';
import type { ByteSource } from './byte-source';
import { type ImageSection, viewOf } from './image-sections';

/** A per-CPU variable's address may count from the start of the area. */
export type ImageSymbol = Pick<ElfSymbol, 'name' | 'address' | 'size' | 'kind'>;

const SYMTAB = 2;
const SYMBOL_SIZE = 24;
const SYMBOL = { NAME: 0, INFO: 4, SECTION: 6, VALUE: 8, SIZE: 16 } as const;
const TYPE = { NONE: 0, DATA: 1, FUNCTION: 2, INDIRECT: 10 } as const;
const UNDEFINED = 0;

export class ImageSymbols {
  private readonly byName = new Map<string, ImageSymbol>();
  private readonly code: readonly ImageSymbol[];
  /** What the kernel has for itself, where the file has no table of symbols; else empty. */
  readonly kallsyms: readonly ElfSymbol[];

  /** @param sections of the same file. */
  constructor(source: ByteSource, sections: readonly ImageSection[]) {
    const table = readTable(source, sections);
    this.kallsyms = table.length === 0 ? readKallsyms(source, sections) : [];
    const symbols = table.length === 0 ? this.kallsyms : table;
    for (const symbol of symbols) if (!this.byName.has(symbol.name)) this.byName.set(symbol.name, symbol);
    this.code = symbols.filter(({ kind }) => kind === 'function').sort((a, b) => a.address - b.address);
  }

  get count(): number {
    return this.byName.size;
  }

  find(name: string): ImageSymbol | undefined {
    return this.byName.get(name);
  }

  /** The function that an address lies in; one without a size ends where the next one begins. */
  functionAt(address: number): ImageSymbol | undefined {
    let low = 0;
    let high = this.code.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.code[middle]?.address ?? 0) <= address) low = middle + 1;
      else high = middle;
    }
    const found = this.code[low - 1];
    return found && (found.size === 0 || address < found.address + found.size) ? found : undefined;
  }
}

/** In the order of the file; empty without a table of symbols. */
function readTable(source: ByteSource, sections: readonly ImageSection[]): readonly ImageSymbol[] {
  const table = sections.find(({ type }) => type === SYMTAB);
  const names = table && sections[table.link];
  if (!table || !names) return [];
  const texts = latin1(source.read(names.offset, names.size));
  const view = viewOf(source.read(table.offset, table.size));
  const symbols: ImageSymbol[] = [];
  for (let at = 0; at + SYMBOL_SIZE <= view.byteLength; at += SYMBOL_SIZE) {
    const type = view.getUint8(at + SYMBOL.INFO) & 0xf;
    const section = view.getUint16(at + SYMBOL.SECTION, true);
    if (section === UNDEFINED || (type > TYPE.FUNCTION && type !== TYPE.INDIRECT)) continue;
    const from = view.getUint32(at + SYMBOL.NAME, true);
    const name = texts.slice(from, texts.indexOf('\0', from));
    if (name === '') continue;
    symbols.push({
      name,
      address: signed64(view, at + SYMBOL.VALUE),
      size: signed64(view, at + SYMBOL.SIZE),
      kind: isFunction(type, sections[section]) ? 'function' : 'data',
    });
  }
  return symbols;
}
function isFunction(type: number, section: ImageSection | undefined): boolean {
  return type === TYPE.FUNCTION || type === TYPE.INDIRECT || (type === TYPE.NONE && section?.isExecutable === true);
}

/** Arguments that every engine takes in one call. */
const CHUNK = 8192;

/** Of all names at once: a string for each byte would take most of the time. */
function latin1(bytes: Uint8Array): string {
  const parts: string[] = [];
  for (let at = 0; at < bytes.length; at += CHUNK) parts.push(String.fromCharCode(...bytes.subarray(at, at + CHUNK)));
  return parts.join('');
}

/** Exact for every address: without a bigint for each of a hundred thousand symbols. */
function signed64(view: DataView, at: number): number {
  return view.getInt32(at + 4, true) * 2 ** 32 + view.getUint32(at, true);
}
