/** The source files of programs that tasks run, of their libraries, and of a real kernel: which of them are there, by the path that the compiler wrote down. */
import type { DebugProtocol } from '@vscode/debugprotocol';
import { sourcePaths } from '../../elf/dwarf/stop-places';
import { imageNamedBy } from '../../language/data/named-files';
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
    private readonly placed: (compiled: string) => SourceFile | undefined = () => undefined,
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
    return (compiled) => names.has(compiled) || isThis(inTrees(compiled, this.trees)) || isThis(this.placed(compiled));
  }

  private isSame(file: SourceFile, path: string): boolean {
    return baseName(file.path) === baseName(path) && sameFile(this.host, file.path, path);
  }
}

export const NO_SOURCES = new CompiledSources({}, []);

type Placing = Pick<LaunchArguments, 'program' | 'sourceMap' | 'vmlinux'>;

/**
 * Those that lie in the folder of the trace or the program, or where the launch's `sourceMap` leads; of a kernel, also those in
 * the folder of its image, where it was built.
 */
export async function findCompiledSources(
  host: FileHost,
  launch: Placing,
  program: Program,
  shown: (path: string) => string,
): Promise<CompiledSources> {
  const programs = describedPrograms(program).filter(({ isKernel }) => !isKernel);
  const ofPrograms = programs.flatMap(({ info }) => sourcePaths(info));
  const paths = [...new Set([...ofPrograms, ...librarySources(program)])].slice(0, MOST_FILES);
  const files: SourceFile[] = [];
  for (const compiled of paths) {
    const file = placed(compiled, launch);
    if (file && (await isThere(host, file))) files.push(file);
  }
  const trees = await kernelTrees(host, launch, program);
  return new CompiledSources(host, files, shown, trees, (compiled) => placed(compiled, launch));
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

function placed(compiled: string, { program, sourceMap = {} }: Placing) {
  for (const [from, to] of Object.entries(sourceMap)) {
    const inside = insideOf(compiled, from);
    if (inside !== undefined) return { compiled, path: withSlash(to) + inside, folder: withSlash(to) };
  }
  const folder = folderOf(program);
  const isAbsolute = /^(?:[/\\]|[A-Za-z]:)/.test(compiled);
  const inside = isAbsolute ? insideOf(compiled, folder) : compiled;
  return inside === undefined || inside.startsWith('..') ? undefined : { compiled, path: folder + inside, folder };
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
