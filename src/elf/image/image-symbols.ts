/** The symbols of an image (System V ABI, "Symbol Table"): by name, and the function that an address lies in. */
import type { ByteSource } from './byte-source';
import { type ImageSection, viewOf } from './image-sections';

export interface ImageSymbol {
  readonly name: string;
  /** Linear: those of the kernel are negative. A per-CPU variable's counts from the start of the area. */
  readonly address: number;
  /** In bytes; 0 where the file does not say. */
  readonly size: number;
}

const SYMTAB = 2;
const SYMBOL_SIZE = 24;
const SYMBOL = { NAME: 0, INFO: 4, SECTION: 6, VALUE: 8, SIZE: 16 } as const;
const TYPE = { NONE: 0, DATA: 1, FUNCTION: 2, INDIRECT: 10 } as const;
const UNDEFINED = 0;

export class ImageSymbols {
  private readonly byName = new Map<string, ImageSymbol>();
  private readonly code: ImageSymbol[] = [];

  /** @param sections of the same file. An image without a table of symbols has none. */
  constructor(source: ByteSource, sections: readonly ImageSection[]) {
    const table = sections.find(({ type }) => type === SYMTAB);
    const names = table && sections[table.link];
    if (!table || !names) return;
    const texts = latin1(source.read(names.offset, names.size));
    const view = viewOf(source.read(table.offset, table.size));
    for (let at = 0; at + SYMBOL_SIZE <= view.byteLength; at += SYMBOL_SIZE) this.enter(view, at, texts, sections);
    this.code.sort((a, b) => a.address - b.address);
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

  private enter(view: DataView, at: number, texts: string, sections: readonly ImageSection[]): void {
    const type = view.getUint8(at + SYMBOL.INFO) & 0xf;
    const section = view.getUint16(at + SYMBOL.SECTION, true);
    if (section === UNDEFINED || (type > TYPE.FUNCTION && type !== TYPE.INDIRECT)) return;
    const from = view.getUint32(at + SYMBOL.NAME, true);
    const name = texts.slice(from, texts.indexOf('\0', from));
    if (name === '') return;
    const symbol = {
      name,
      address: signed64(view, at + SYMBOL.VALUE),
      size: signed64(view, at + SYMBOL.SIZE),
    };
    if (!this.byName.has(name)) this.byName.set(name, symbol);
    if (isFunction(type, sections[section])) this.code.push(symbol);
  }
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
