/**
 * The shared objects of a program that is linked dynamically, by the list that its dynamic linker keeps for debuggers
 * (`struct r_debug` of <link.h>, which DT_DEBUG leads to): which file lies where in memory.
 */
import { FormatError } from '../../elf/byte-reader';
import { isProblem, readElf } from '../../elf/read-elf';
import { readSections } from '../../elf/sections';
import { biasOf, extentOf } from '../../kernel/exec/place-program';
import { absolute, givenName } from '../../kernel/files/path';
import type { ProgramState } from '../../kernel/state/program-state';
import { type LinearAddress, toLinear } from '../../machine/architecture/linear-address';
import type { Memory } from '../../machine/cpu/memory';
import type { Program } from '../program/program';

/** A file in memory. */
export interface PlacedObject {
  /** Absolute, as the kernel knows it. */
  readonly path: string;
  /** What is added to an address of the file. */
  readonly bias: number;
  readonly start: LinearAddress;
  readonly end: LinearAddress;
}

const WORD = 8;
const DT = { NULL: 0n, DEBUG: 21n } as const;
const DYNAMIC_ENTRY = 16;
/** Offsets in `struct r_debug` and `struct link_map`. */
const R_MAP = 8;
const LINK_MAP = { ADDRESS: 0, NAME: 8, NEXT: 24 } as const;
/** Of a list that goes round in a circle no more than this is read. */
const MOST_OBJECTS = 1024;
const MOST_ENTRIES = 1024;
const LONGEST_PATH = 4096;

export class SharedObjects {
  /** Files that have been seen, by their path. */
  private readonly extents = new Map<string, { readonly start: number; readonly end: number } | undefined>();
  /** By the path of the program. */
  private readonly programs = new Map<string, { readonly own: PlacedObject; readonly dynamic: number } | undefined>();
  private readonly placed = new Map<string, PlacedObject[]>();

  constructor(
    private readonly program: Program,
    private readonly memory: Memory,
  ) {}

  /** To be called while the program runs, with an address of code: who does not know it yet looks at the list again. */
  notice({ memory: { path }, folder }: ProgramState, space: number, address: LinearAddress): void {
    if (this.at(path, address)) return;
    const program = this.programOf(path);
    if (!program) return;
    const known = this.placed.get(path) ?? [];
    for (const object of this.listed(space, program.dynamic + program.own.bias, folder)) {
      if (!known.some((each) => each.path === object.path && each.bias === object.bias)) known.push(object);
    }
    this.placed.set(path, known);
  }

  /** The file that an address of a program's code is from; undefined where that is not known. */
  at(path: string, address: LinearAddress): PlacedObject | undefined {
    const own = this.programOf(path)?.own;
    const objects = [...(own ? [own] : []), ...(this.placed.get(path) ?? [])];
    return objects.find(({ start, end }) => address >= start && address < end);
  }

  /** What the dynamic linker of a program has been seen to have loaded, but for the program itself. */
  loaded(path: string): readonly PlacedObject[] {
    return (this.placed.get(path) ?? []).filter((object) => object.path !== path);
  }

  private programOf(path: string) {
    if (!this.programs.has(path)) this.programs.set(path, this.readProgram(path));
    return this.programs.get(path);
  }

  /** Undefined for a file that cannot be read. */
  private readProgram(path: string) {
    const bytes = this.bytesOf(path);
    const elf = bytes && readElf(bytes);
    if (!bytes || !elf || isProblem(elf)) return undefined;
    const bias = biasOf(elf);
    const { start, end } = extentOf(elf);
    const own = { path, bias, start: start + bias, end: end + bias };
    return { own, dynamic: dynamicOf(bytes) ?? 0 };
  }

  /** @param dynamic where the program's `.dynamic` lies in memory; @param folder that names without a slash at the front are in. */
  private *listed(space: number, dynamic: LinearAddress, folder: string): Generator<PlacedObject, void, undefined> {
    const debug = this.debugOf(space, dynamic);
    let entry = debug && this.pointer(space, debug + R_MAP);
    for (let count = 0; entry && count < MOST_OBJECTS; count++) {
      const bias = this.pointer(space, entry + LINK_MAP.ADDRESS);
      const name = this.pointer(space, entry + LINK_MAP.NAME);
      const written = name ? this.text(space, name) : '';
      const path = written.includes('/') ? absolute(folder, written) : '';
      const extent = path === '' ? undefined : this.extentOf(path);
      if (bias !== undefined && extent) yield { path, bias, start: extent.start + bias, end: extent.end + bias };
      entry = this.pointer(space, entry + LINK_MAP.NEXT);
    }
  }

  private debugOf(space: number, dynamic: LinearAddress): LinearAddress | undefined {
    for (let index = 0; index < MOST_ENTRIES; index++) {
      const at = dynamic + DYNAMIC_ENTRY * index;
      const tag = this.word(space, at);
      if (tag === undefined || tag === DT.NULL) return undefined;
      if (tag === DT.DEBUG) return this.pointer(space, at + WORD) || undefined;
    }
    return undefined;
  }

  private extentOf(path: string) {
    if (!this.extents.has(path)) {
      const bytes = this.bytesOf(path);
      const elf = bytes && readElf(bytes, 'shared object');
      this.extents.set(path, !elf || isProblem(elf) ? undefined : extentOf(elf));
    }
    return this.extents.get(path);
  }

  private bytesOf(path: string): Uint8Array | undefined {
    const name = givenName(path);
    return name === undefined ? undefined : this.program.files.read(name);
  }

  private pointer(space: number, at: LinearAddress): LinearAddress | undefined {
    const value = this.word(space, at);
    return value === undefined ? undefined : toLinear(value);
  }

  private word(space: number, at: LinearAddress): bigint | undefined {
    const bytes = this.memory.peek(space, at, WORD);
    return bytes?.length === WORD ? new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true) : undefined;
  }

  private text(space: number, at: LinearAddress): string {
    const bytes = this.memory.peek(space, at, LONGEST_PATH) ?? new Uint8Array();
    const end = bytes.indexOf(0);
    return String.fromCharCode(...bytes.subarray(0, Math.max(0, end)));
  }
}

/** Where `.dynamic` lies, in the addresses of the file; undefined for a static program. */
function dynamicOf(bytes: Uint8Array): number | undefined {
  try {
    return readSections(bytes).find(({ name }) => name === '.dynamic')?.address;
  } catch (error) {
    if (error instanceof FormatError) return undefined;
    throw error;
  }
}
