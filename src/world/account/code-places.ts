/** Functions and C lines of addresses in programs, by what their files say of themselves. */
import { FormatError } from '../../elf/byte-reader';
import { DebugInfo } from '../../elf/dwarf/debug-info';
import { isProblem, readElf } from '../../elf/read-elf';
import { readSections } from '../../elf/sections';
import { SymbolTable } from '../../elf/symbols';
import { biasOf } from '../../kernel/exec/place-program';
import { givenName } from '../../kernel/files/path';
import type { LinearAddress } from '../../machine/architecture/linear-address';
import type { Program } from '../program/program';

/** What a file tells of a place. Each is left out where it tells nothing. */
export interface CodePlace {
  readonly function?: string;
  /** The source as the compiler was given it. */
  readonly file?: string;
  /** From 1 on. */
  readonly line?: number;
}

interface Image {
  readonly bias: number;
  readonly symbols: SymbolTable;
  readonly debug: DebugInfo;
}

export class CodePlaces {
  private readonly images = new Map<string, Image | undefined>();

  constructor(private readonly program: Program) {}

  /** @param path absolute, as the kernel knows it. @param bias what is added to an address of the file; that of a program, without. */
  at(path: string, address: LinearAddress, bias?: number): CodePlace {
    const image = this.imageOf(path);
    if (!image) return {};
    const inFile = address - (bias ?? image.bias);
    const symbol = image.symbols.functionAt(inFile);
    const row = image.debug.rowAt(inFile);
    return {
      ...(symbol && { function: symbol.name }),
      ...(row && row.line > 0 && { file: row.path, line: row.line }),
    };
  }

  private imageOf(path: string): Image | undefined {
    if (!this.images.has(path)) this.images.set(path, this.read(path));
    return this.images.get(path);
  }

  /** Undefined for a file that a program has made, and for one whose tables cannot be read. */
  private read(path: string): Image | undefined {
    const name = givenName(path);
    const bytes = name === undefined ? undefined : this.program.files.read(name);
    const elf = bytes && readElf(bytes, 'shared object');
    if (!bytes || !elf || isProblem(elf)) return undefined;
    try {
      const sections = readSections(bytes);
      return { bias: biasOf(elf), symbols: SymbolTable.of(sections), debug: new DebugInfo(sections) };
    } catch (error) {
      if (error instanceof FormatError) return undefined;
      throw error;
    }
  }
}
