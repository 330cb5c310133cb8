/** The libraries that programs of a trace will have, found as a dynamic linker finds them (ld.so(8)), before one has run. */
import { FormatError } from '../../elf/byte-reader';
import { DebugInfo } from '../../elf/dwarf/debug-info';
import { linesWithCode, sourcePaths } from '../../elf/dwarf/stop-places';
import { type DynamicSection, readDynamicSection } from '../../elf/dynamic-section';
import { isElf } from '../../elf/is-elf';
import { readSections } from '../../elf/sections';
import type { SymbolTable } from '../../elf/symbols';
import { absolute, atHome, givenName, parentOf } from '../../kernel/files/path';
import type { Program } from '../program/program';
import { symbolTable } from './compiled-program';

/** Where a dynamic linker looks last: the folders of Debian, and those of others. */
const USUAL_FOLDERS = [
  '/lib/x86_64-linux-gnu',
  '/usr/lib/x86_64-linux-gnu',
  '/lib64',
  '/usr/lib64',
  '/lib',
  '/usr/lib',
];
/** No program has as many. */
const MOST_LIBRARIES = 256;

interface NeededLibrary {
  /** As programs see it: absolute. */
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** Those of all programs that tasks begin with, each once. A library that is not there is left out. */
function neededLibraries(program: Program): readonly NeededLibrary[] {
  const found = new Map<string, NeededLibrary>();
  const left = program.tasks.flatMap(({ exec }) => (exec ? [atHome(exec.path)] : []));
  for (let path = left.pop(); path !== undefined && found.size < MOST_LIBRARIES; path = left.pop()) {
    const { needed, folders } = dynamicOf(found.get(path)?.bytes ?? bytesAt(program, path));
    const origin = parentOf(path);
    const places = [...folders.map((folder) => folder.replace(/\$ORIGIN|\$\{ORIGIN\}/, origin)), ...USUAL_FOLDERS];
    for (const name of needed) {
      const library = firstOf(program, places, name);
      if (!library || found.has(library.path)) continue;
      found.set(library.path, library);
      left.push(library.path);
    }
  }
  return [...found.values()];
}

function firstOf(program: Program, folders: readonly string[], name: string): NeededLibrary | undefined {
  const paths = name.includes('/') ? [absolute('/', name)] : folders.map((folder) => absolute(folder, name));
  for (const path of paths) {
    const bytes = bytesAt(program, path);
    if (bytes) return { path, bytes };
  }
  return undefined;
}

function bytesAt({ files }: Program, path: string): Uint8Array | undefined {
  const name = givenName(path);
  return name === undefined ? undefined : files.read(name);
}

const STATIC: DynamicSection = { needed: [], folders: [] };

/** What is no ELF file, or a broken one, needs nothing. */
function dynamicOf(bytes: Uint8Array | undefined): DynamicSection {
  if (!bytes || !isElf(bytes)) return STATIC;
  try {
    return readDynamicSection(bytes);
  } catch (error) {
    if (error instanceof FormatError) return STATIC;
    throw error;
  }
}

/** A library, as far as it can be read. */
interface DescribedLibrary {
  readonly path: string;
  readonly info: DebugInfo;
  readonly symbols: SymbolTable;
}

const described = new WeakMap<Program, readonly DescribedLibrary[]>();

function describedLibraries(program: Program): readonly DescribedLibrary[] {
  let libraries = described.get(program);
  if (!libraries) {
    libraries = neededLibraries(program).flatMap(({ path, bytes }) => {
      try {
        const sections = readSections(bytes);
        return [{ path, info: new DebugInfo(sections), symbols: symbolTable(sections).symbols }];
      } catch (error) {
        if (error instanceof FormatError) return [];
        throw error;
      }
    });
    described.set(program, libraries);
  }
  return libraries;
}

/** The source files of these libraries, by the paths that compilers wrote down. */
export function librarySources(program: Program): readonly string[] {
  return describedLibraries(program).flatMap(({ info }) => sourcePaths(info));
}

/** The path of a library that programs will have and that has code of a source file; undefined where none has. */
export function libraryOfSource(program: Program, isFile: (path: string) => boolean): string | undefined {
  return describedLibraries(program).find(({ info }) => linesWithCode(info, isFile).length > 0)?.path;
}

/** The path of a library that programs will have and that has a function of that name; undefined where none has. */
export function libraryOfFunction(program: Program, name: string): string | undefined {
  const found = describedLibraries(program).find(({ symbols }) => symbols.named(name)?.kind === 'function');
  return found?.path;
}
