/** The source files of programs that tasks run, of their libraries, and of a real kernel: which of them are there, by the path that the compiler wrote down. */
import type { DebugProtocol } from '@vscode/debugprotocol';
import { compilationFolders, sourcePaths } from '../../elf/dwarf/stop-places';
import { givenName } from '../../kernel/files/path';
import { imageNamedBy } from '../../language/data/named-files';
import type { CompiledProgram } from '../../world/compiled/compiled-program';
import { describedPrograms, kernelPaths } from '../../world/compiled/kernel-image';
import { librarySources } from '../../world/compiled/needed-libraries';
import type { IsFile } from '../../world/compiled/places';
import type { Program } from '../../world/program/program';
import type { AdapterHost } from '../protocol/host';
import { baseName, folderOf, sameFile, samePath, siblingPath } from '../protocol/source-path';
import type { LaunchArguments } from './launch-arguments';

interface SourceFile {
  /** As the compiler wrote it. */
  readonly compiled: string;
  /** Here, absolute. */
  readonly path: string;
  /** The folder that it must lie in, links counted. */
  readonly folder: string;
}

/** A tree of sources: whatever the compiler names in it is taken to be there, as not all of a kernel is looked for. */
interface SourceTree {
  /** As the compiler wrote it. */
  readonly from: string;
  /** Here, with a slash at its end. */
  readonly to: string;
}

type FileHost = Pick<AdapterHost, 'readBytes' | 'sizeOf' | 'isSameFile'>;

/** More files are not looked for. */
const MOST_FILES = 4096;

export class CompiledSources {
  private readonly byCompiled: ReadonlyMap<string, SourceFile>;

  constructor(
    private readonly host: Pick<AdapterHost, 'isSameFile'>,
    private readonly files: readonly SourceFile[],
    /** A path as the client writes it. */
    private readonly shown: (path: string) => string = (path) => path,
    private readonly trees: readonly SourceTree[] = [],
    /** Where the file of a program that is not known yet would lie. */
    private readonly placed: (compiled: string) => readonly SourceFile[] = () => [],
  ) {
    this.byCompiled = new Map(files.map((file) => [file.compiled, file]));
  }

  get all(): readonly DebugProtocol.Source[] {
    const paths = new Set(this.files.map(({ path }) => path));
    return [...paths].map((path) => ({ name: baseName(path), path: this.shown(path) }));
  }

  /** Undefined where the file is not there: its code is shown as instructions. */
  source(compiled: string): DebugProtocol.Source | undefined {
    const file = this.byCompiled.get(compiled) ?? inTrees(compiled, this.trees);
    return file && { name: baseName(file.path), path: this.shown(file.path) };
  }

  /** Of a file here, as a client writes its path. */
  fileAt(path: string): SourceFile | undefined {
    const known = this.files.find((file) => samePath(file.path, path));
    return known ?? this.files.find((file) => this.isSame(file, path)) ?? this.trees.flatMap(ofTree(path)).at(0);
  }

  /** Whether a path of a compiler is that of the file at `path`. */
  isFile(path: string): IsFile {
    const names = new Set(this.files.filter((file) => this.isSame(file, path)).map(({ compiled }) => compiled));
    const isThis = (file: SourceFile | undefined) => file !== undefined && this.isSame(file, path);
    return (compiled) =>
      names.has(compiled) || isThis(inTrees(compiled, this.trees)) || this.placed(compiled).some(isThis);
  }

  private isSame(file: SourceFile, path: string): boolean {
    return baseName(file.path) === baseName(path) && sameFile(this.host, file.path, path);
  }
}

export const NO_SOURCES = new CompiledSources({}, []);

/** `target`: the file of a program that the launch names by a link. */
type Placing = Pick<LaunchArguments, 'program' | 'sourceMap' | 'vmlinux'> & { readonly target?: string };

/**
 * Those that lie in the folder of the trace or the program, or where the launch's `sourceMap` leads; of a kernel, also those in
 * the folder of its image, where it was built. Programs are copied together with their sources: what lay below the folder of
 * the compilation is looked for below the program's as well.
 */
export async function findCompiledSources(
  host: FileHost,
  launch: Placing,
  program: Program,
  shown: (path: string) => string,
): Promise<CompiledSources> {
  const programs = describedPrograms(program).filter(({ isKernel }) => !isKernel);
  const candidates = new Map<string, SourceFile[]>();
  for (const compiled of programs.flatMap(({ info }) => sourcePaths(info))) candidates.set(compiled, []);
  for (const compiled of librarySources(program)) candidates.set(compiled, []);
  for (const [compiled, found] of candidates) found.push(...placed(compiled, launch));
  for (const described of programs) addCopied(candidates, described, launch);
  const files: SourceFile[] = [];
  for (const found of [...candidates.values()].slice(0, MOST_FILES)) {
    const file = await firstThere(host, found);
    if (file) files.push(file);
  }
  const trees = await kernelTrees(host, launch, program);
  return new CompiledSources(host, files, shown, trees, (compiled) => placed(compiled, launch));
}

/** Where copies of a program's sources would lie beside it. */
function addCopied(
  candidates: ReadonlyMap<string, SourceFile[]>,
  { info, path }: Pick<CompiledProgram, 'info' | 'path'>,
  launch: Placing,
): void {
  const name = givenName(path) ?? '';
  const below = name.startsWith('/') ? '' : folderOf(name);
  const folders = compilationFolders(info);
  for (const compiled of sourcePaths(info)) {
    const relative = folders.flatMap((folder) => insideOf(compiled, folder) ?? []);
    for (const folder of foldersOf(launch)) {
      const copies = relative.map((inside) => ({ compiled, path: folder + below + inside, folder }));
      candidates.get(compiled)?.push(...copies);
    }
  }
}

async function firstThere(host: FileHost, files: readonly SourceFile[]): Promise<SourceFile | undefined> {
  for (const file of files) if (await isThere(host, file)) return file;
  return undefined;
}

/** Of the trace, or of the program, and of the file that a link to it leads to. */
function foldersOf({ program, target = program }: Placing): readonly string[] {
  return [...new Set([folderOf(program), folderOf(target)])];
}

/** Of a kernel only files of code that routines call are looked for: one that is there stands for its tree. */
async function kernelTrees(host: FileHost, launch: Placing, program: Program): Promise<readonly SourceTree[]> {
  const candidates = Object.entries(launch.sourceMap ?? {}).map(([from, to]) => ({ from, to: withSlash(to) }));
  const built = folderOf(launch.vmlinux ?? imageBeside(launch, program) ?? '');
  if (built !== '') candidates.push({ from: built, to: built });
  const paths = kernelPaths(program);
  const folders = [...new Set(paths.flatMap(leading))];
  const trees: SourceTree[] = [];
  for (const { from, to } of candidates) {
    // Who built the kernel may have called its folder otherwise, or moved it since: the tree tells.
    for (const tree of [from, ...folders].map((folder) => ({ from: folder, to }))) {
      if (!(await hasOneOf(host, paths, tree))) continue;
      trees.push(tree);
      break;
    }
  }
  return trees;
}

/** The folders that the tree of a kernel can be, of one of its files: with two names behind it, as `kernel/fork.c` has, or more. */
function leading(path: string): readonly string[] {
  const names = path.split('/');
  return names.slice(1, -1).map((_, at) => names.slice(0, at + 1).join('/'));
}

async function hasOneOf(host: FileHost, paths: readonly string[], tree: SourceTree): Promise<boolean> {
  for (const file of paths.flatMap((path) => inTrees(path, [tree]) ?? [])) if (await isThere(host, file)) return true;
  return false;
}

/** The image of `kernel vmlinux "FILE"`. */
function imageBeside({ program: path }: Placing, { trace }: Program): string | undefined {
  const [name] = trace.declarations.flatMap(({ declaration }) => imageNamedBy(declaration));
  return name === undefined ? undefined : siblingPath(path, name);
}

function inTrees(compiled: string, trees: readonly SourceTree[]): SourceFile | undefined {
  for (const { from, to } of trees) {
    const inside = insideOf(compiled, from);
    if (inside !== undefined) return { compiled, path: to + inside, folder: to };
  }
  return undefined;
}

function ofTree(path: string): (tree: SourceTree) => readonly SourceFile[] {
  return ({ from, to }) => {
    const inside = insideOf(path, to);
    return inside === undefined ? [] : [{ compiled: withSlash(from) + inside, path, folder: to }];
  };
}

/** By its own path: where `sourceMap` leads, or in the folders that files may lie in. */
function placed(compiled: string, launch: Placing): readonly SourceFile[] {
  for (const [from, to] of Object.entries(launch.sourceMap ?? {})) {
    const inside = insideOf(compiled, from);
    if (inside !== undefined) return [{ compiled, path: withSlash(to) + inside, folder: withSlash(to) }];
  }
  const isAbsolute = /^(?:[/\\]|[A-Za-z]:)/.test(compiled);
  return foldersOf(launch).flatMap((folder) => {
    const inside = isAbsolute ? insideOf(compiled, folder) : compiled;
    return inside === undefined || inside.startsWith('..') ? [] : [{ compiled, path: folder + inside, folder }];
  });
}

/** What is behind the folder's name; undefined for a path that lies elsewhere. */
function insideOf(path: string, folder: string): string | undefined {
  const prefix = withSlash(folder);
  return prefix !== '' && path.startsWith(prefix) ? path.slice(prefix.length) : undefined;
}

function withSlash(folder: string): string {
  return folder === '' || /[/\\]$/.test(folder) ? folder : `${folder}/`;
}

async function isThere(host: FileHost, { path, folder }: SourceFile): Promise<boolean> {
  try {
    await (host.sizeOf ? host.sizeOf(path, folder) : host.readBytes(path, folder));
    return true;
  } catch {
    return false;
  }
}
