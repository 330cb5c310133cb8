/** The source files of programs that tasks run: which of them are there, by the path that the compiler wrote down. */
import type { DebugProtocol } from '@vscode/debugprotocol';
import { sourcePaths } from '../../elf/dwarf/stop-places';
import { namedPrograms } from '../../world/compiled/compiled-program';
import type { IsFile } from '../../world/compiled/places';
import type { Program } from '../../world/program/program';
import type { AdapterHost } from '../protocol/host';
import { baseName, folderOf, sameFile, samePath } from '../protocol/source-path';
import type { LaunchArguments } from './launch-arguments';

interface SourceFile {
  /** As the compiler wrote it. */
  readonly compiled: string;
  /** Here, absolute. */
  readonly path: string;
  /** The folder that it must lie in, links counted. */
  readonly folder: string;
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
  ) {
    this.byCompiled = new Map(files.map((file) => [file.compiled, file]));
  }

  get all(): readonly DebugProtocol.Source[] {
    const paths = new Set(this.files.map(({ path }) => path));
    return [...paths].map((path) => ({ name: baseName(path), path: this.shown(path) }));
  }

  /** Undefined where the file is not there: its code is shown as instructions. */
  source(compiled: string): DebugProtocol.Source | undefined {
    const file = this.byCompiled.get(compiled);
    return file && { name: baseName(file.path), path: this.shown(file.path) };
  }

  /** Of a file here, as a client writes its path. */
  fileAt(path: string): SourceFile | undefined {
    return this.files.find((file) => samePath(file.path, path)) ?? this.files.find((file) => this.isSame(file, path));
  }

  /** Whether a path of a compiler is that of the file at `path`. */
  isFile(path: string): IsFile {
    const names = new Set(this.files.filter((file) => this.isSame(file, path)).map(({ compiled }) => compiled));
    return (compiled) => names.has(compiled);
  }

  private isSame(file: SourceFile, path: string): boolean {
    return baseName(file.path) === baseName(path) && sameFile(this.host, file.path, path);
  }
}

export const NO_SOURCES = new CompiledSources({}, []);

/** Those that lie in the folder of the trace or the program, or where the launch's `sourceMap` leads. */
export async function findCompiledSources(
  host: FileHost,
  launch: Pick<LaunchArguments, 'program' | 'sourceMap'>,
  program: Program,
  shown: (path: string) => string,
): Promise<CompiledSources> {
  const paths = [...new Set(namedPrograms(program).flatMap(({ info }) => sourcePaths(info)))].slice(0, MOST_FILES);
  const files: SourceFile[] = [];
  for (const compiled of paths) {
    const file = placed(compiled, launch);
    if (file && (await isThere(host, file))) files.push(file);
  }
  return new CompiledSources(host, files, shown);
}

function placed(compiled: string, { program, sourceMap = {} }: Pick<LaunchArguments, 'program' | 'sourceMap'>) {
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
