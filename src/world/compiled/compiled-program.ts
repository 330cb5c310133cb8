/** The programs of a run as their compiler described them: symbols and debugging information, read once. */
import { FormatError } from '../../elf/byte-reader';
import { DebugInfo } from '../../elf/dwarf/debug-info';
import { isProblem, readElf } from '../../elf/read-elf';
import { type ElfSection, readSections, SECTION_FLAG } from '../../elf/sections';
import { type SymbolSection, SymbolTable } from '../../elf/symbols';
import { biasOf } from '../../kernel/exec/place-program';
import { atHome, givenName } from '../../kernel/files/path';
import type { CoreObject, CoreTask } from '../../kernel/state/program-image';
import type { Task } from '../../kernel/state/task';
import type { LinearAddress } from '../../machine/architecture/linear-address';
import type { Program } from '../program/program';
import type { World } from '../state/world';
import { type PlacedObject, SharedObjects } from './shared-objects';

export interface CompiledProgram {
  /** As programs see it: absolute. */
  readonly path: string;
  readonly symbols: SymbolTable;
  readonly info: DebugInfo;
  /** What is added to an address of the file. */
  readonly bias: number;
  /** Bytes from what each thread has of its own to where FS points; undefined where nobody knows. */
  readonly threadLocalSize: number | undefined;
  /** Whether the program is the image of the kernel. */
  readonly isKernel?: true;
  /** Of a kernel: where the variables lie, linear, that each CPU has its own copy of; in bytes. */
  readonly perCpu?: { readonly address: number; readonly size: number };
  /** Whether some of its code has lines. */
  readonly hasLines: boolean;
  /** Why there are fewer lines or names than there could be; undefined where nothing is wrong. */
  readonly problem: string | undefined;
}

const known = new WeakMap<Program, Map<string, CompiledProgram | undefined>>();

/** Undefined where there is no such program. @param path as programs see it. */
function compiledProgramAt(program: Program, path: string): CompiledProgram | undefined {
  let programs = known.get(program);
  if (!programs) {
    programs = new Map();
    known.set(program, programs);
  }
  if (!programs.has(path)) programs.set(path, readProgram(program, path));
  return programs.get(path);
}

/** Programs that tasks of the trace begin with, and the files of processes that cores are of. */
function namedPrograms(program: Program): readonly CompiledProgram[] {
  const paths = new Set(program.tasks.flatMap(({ exec }) => (exec ? [atHome(exec.path)] : [])));
  const objects = new Set(program.tasks.flatMap(({ core }) => core?.objects ?? []));
  return [...[...paths].flatMap((path) => compiledProgramAt(program, path) ?? []), ...[...objects].map(compiledObject)];
}

/** The program that a task runs; of a task out of a core, the file of its process that `address` lies in. */
export function compiledProgramOf(
  world: World,
  task: Task | undefined = world.currentTask,
  address: LinearAddress = world.flow.address,
): CompiledProgram | undefined {
  const path = task && world.kernel?.state.processes[task.process]?.program?.memory.path;
  if (path) return compiledProgramAt(world.program, path);
  const core = task && coreOf(world, task);
  const object = core?.objects.find(({ start, end }) => address >= start && address < end);
  return object && compiledObject(object);
}

const sharedObjects = new WeakMap<World, SharedObjects>();

/**
 * The file that code at `address` is from: the program that a task runs, or a library of that program, as its dynamic linker has
 * placed it. What no file is known to hold counts as the program's.
 */
export function compiledFileOf(
  world: World,
  task: Task | undefined = world.currentTask,
  address: LinearAddress = world.flow.address,
): CompiledProgram | undefined {
  const compiled = compiledProgramOf(world, task, address);
  const process = task && world.kernel?.state.processes[task.process];
  if (!compiled || !process?.program) return compiled;
  const objects = objectsOf(world);
  objects.notice(process.program, process.space, address);
  const object = objects.at(compiled.path, address);
  return object && object.path !== compiled.path ? (compiledLibrary(world.program, object) ?? compiled) : compiled;
}

function objectsOf(world: World): SharedObjects {
  let objects = sharedObjects.get(world);
  if (!objects) {
    objects = new SharedObjects(world.program, world.memory);
    sharedObjects.set(world, objects);
  }
  return objects;
}

const met = new WeakMap<Program, Set<CompiledProgram>>();

/**
 * The programs that tasks begin with; as far as somebody has looked, what they have executed, and libraries that have been
 * loaded, where they lie.
 */
export const metFiles: (program: Program) => ReadonlySet<CompiledProgram> = filesOf;

function filesOf(program: Program): Set<CompiledProgram> {
  let files = met.get(program);
  if (!files) {
    files = new Set(namedPrograms(program));
    met.set(program, files);
  }
  return files;
}

/** Looks which files the code that the flow is in belongs to, and what lies beside it. True where some were not known. */
export function meetFiles(world: World): boolean {
  const { currentTask: task, program, flow } = world;
  const compiled = compiledProgramOf(world);
  const process = task && world.kernel?.state.processes[task.process];
  if (!compiled || !process?.program) return false;
  const objects = objectsOf(world);
  objects.notice(process.program, process.space, flow.address);
  const files = filesOf(program);
  const { size } = files;
  files.add(compiled);
  for (const object of objects.loaded(compiled.path)) {
    const library = compiledLibrary(program, object);
    if (library) files.add(library);
  }
  return files.size > size;
}

const libraries = new WeakMap<Program, Map<string, CompiledProgram | undefined>>();

/** Undefined where the file cannot be read. Where a library has what is a thread's own, its thread's table says. */
function compiledLibrary(program: Program, { path, bias }: PlacedObject): CompiledProgram | undefined {
  let known = libraries.get(program);
  if (!known) {
    known = new Map();
    libraries.set(program, known);
  }
  const key = `${path} ${bias}`;
  if (!known.has(key)) {
    const name = givenName(path);
    const bytes = name === undefined ? undefined : program.files.read(name);
    known.set(key, bytes && { ...describe(path, bytes, bias), threadLocalSize: undefined });
  }
  return known.get(key);
}

/** What a task was made of, where that is a core file. */
export function coreOf({ program }: World, { name }: Task): CoreTask | undefined {
  return program.tasks.find((declared) => declared.name === name)?.core;
}

const objects = new WeakMap<CoreObject, CompiledProgram>();

function compiledObject(object: CoreObject): CompiledProgram {
  let compiled = objects.get(object);
  if (!compiled) {
    const { path, bytes, bias, isProgram } = object;
    compiled = describe(path, bytes, bias);
    // Where libraries have what is a thread's own, the thread's table says, which nothing here reads.
    if (!isProgram) compiled = { ...compiled, threadLocalSize: undefined };
    objects.set(object, compiled);
  }
  return compiled;
}

/** For code that no file at hand is known of. */
export const NOTHING_KNOWN: CompiledProgram = {
  path: '',
  symbols: SymbolTable.of([]),
  info: new DebugInfo([]),
  bias: 0,
  threadLocalSize: undefined,
  hasLines: false,
  problem: undefined,
};

function readProgram({ files }: Program, path: string): CompiledProgram | undefined {
  const name = givenName(path);
  const bytes = name === undefined ? undefined : files.read(name);
  const elf = bytes && readElf(bytes);
  return bytes && elf && !isProblem(elf) ? describe(path, bytes, biasOf(elf)) : undefined;
}

function describe(path: string, bytes: Uint8Array, bias: number): CompiledProgram {
  const { sections, symbols, problem } = readTables(bytes);
  const info = new DebugInfo(sections);
  return {
    path,
    symbols,
    info,
    bias,
    threadLocalSize: threadLocalSize(sections),
    hasLines: info.hasUnits,
    problem: problem ?? [...info.problems][0],
  };
}

/** A program runs without sections; what they say is for people. */
function readTables(bytes: Uint8Array): {
  readonly sections: readonly ElfSection[];
  readonly symbols: SymbolTable;
  readonly problem?: string | undefined;
} {
  try {
    const sections = readSections(bytes);
    return { sections, ...symbolTable(sections) };
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    return { sections: [], symbols: SymbolTable.of([]), problem: error.message };
  }
}

/** What cannot be read has no symbols. */
export function symbolTable(sections: readonly SymbolSection[]): Pick<CompiledProgram, 'symbols' | 'problem'> {
  try {
    return { symbols: SymbolTable.of(sections), problem: undefined };
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    return { symbols: SymbolTable.of([]), problem: error.message };
  }
}

/** Of a program that is linked statically it lies right below where FS points (variant II of the ELF specification of TLS). */
function threadLocalSize(sections: readonly ElfSection[]): number {
  const own = sections.filter(({ flags }) => (flags & SECTION_FLAG.tls) !== 0);
  if (own.length === 0) return 0;
  const start = Math.min(...own.map(({ address }) => address));
  const end = Math.max(...own.map(({ address, size }) => address + size));
  const alignment = Math.max(1, ...own.map((section) => section.alignment));
  return Math.ceil((end - start) / alignment) * alignment;
}
