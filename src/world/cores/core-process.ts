/** The process that a core file is of: its memory, and those of its files that lie at hand. Read once for all of its threads. */
import type { CoreFile, CoreMapping, CoreSegment } from '../../elf/core/core-file';
import { readCore } from '../../elf/core/read-core';
import { isProblem, readElf } from '../../elf/read-elf';
import { extentOf } from '../../kernel/exec/place-program';
import type { CoreObject, CoreTask } from '../../kernel/state/program-image';
import type { TraceFiles } from '../../language/data/data-bytes';
import { ExpressionError } from '../../language/errors/expression-error';

export interface CoreProcess extends Pick<CoreTask, 'memory' | 'objects' | 'otherBuilds'> {
  readonly core: CoreFile;
}

/** One sentence where the file is no core. */
export function coreProcess(bytes: Uint8Array, files: TraceFiles): CoreProcess | { readonly problem: string } {
  const core = readCore(bytes);
  if ('problem' in core) return core;
  const paths = [...new Set(core.mappings.map(({ path }) => path))];
  const found = paths.flatMap((path) => fileAtHand(path, files) ?? []);
  const same = found.filter((file) => isSameFile(file, core));
  const bytesOf = new Map(same.map(({ path, bytes: content }) => [path, content]));
  return {
    core,
    memory: core.segments.map((segment) => memoryOf(segment, core.mappings, bytesOf)),
    objects: same.flatMap((file) => objectOf(file, core) ?? []),
    otherBuilds: found.filter((file) => !same.includes(file)).map(({ path }) => path),
  };
}

interface MappedFile {
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** Names under which files of the process are looked for beside the trace; none for what is no core. */
export function namesOfCoreFiles(bytes: Uint8Array): readonly string[] {
  const core = readCore(bytes);
  if ('problem' in core) return [];
  return [...new Set(core.mappings.flatMap(({ path }) => nameBeside(path) ?? []))];
}

/** Undefined for what is no file, as `[vdso]`. */
function nameBeside(path: string): string | undefined {
  return path.startsWith('/') ? path.split('/').at(-1) || undefined : undefined;
}

/** A file of that name beside the trace; else at its own path, where a root is given. */
function fileAtHand(path: string, files: TraceFiles): MappedFile | undefined {
  const name = nameBeside(path);
  if (name === undefined) return undefined;
  const bytes = attempt(() => files.read(name)) ?? attempt(() => files.root?.read(path.slice(1)));
  return bytes && { path, bytes };
}

/** Undefined where the file cannot be read. */
function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof ExpressionError) return undefined;
    throw error;
  }
}

/** The kernel writes the first page of each mapped ELF file, where its build is named: an unlike one is of another build. */
function isSameFile({ path, bytes }: MappedFile, { mappings, segments }: CoreFile): boolean {
  const first = mappings.find((mapping) => mapping.path === path && mapping.offset === 0);
  const segment = first && segments.find(({ address }) => address === first.start);
  if (!segment || segment.writable) return true;
  const length = Math.min(segment.bytes.length, bytes.length, first.end - first.start);
  return segment.bytes.subarray(0, length).every((byte, index) => byte === bytes[index]);
}

/** Undefined for a mapped file that is no ELF file, as data are. */
function objectOf({ path, bytes }: MappedFile, { mappings, entry }: CoreFile): CoreObject | undefined {
  const elf = readElf(bytes, 'shared object');
  const mapping = mappings.find((candidate) => candidate.path === path);
  if (!mapping || isProblem(elf)) return undefined;
  const segment = elf.segments.find(({ offset, fileSize }) => mapping.offset < offset + fileSize);
  if (!segment) return undefined;
  const bias = mapping.start - (segment.address - segment.offset + mapping.offset);
  const extent = extentOf(elf);
  const [start, end] = [extent.start + bias, extent.end + bias];
  return { path, bytes, bias, start, end, isProgram: entry !== undefined && entry >= start && entry < end };
}

function memoryOf(
  segment: CoreSegment,
  mappings: readonly CoreMapping[],
  files: ReadonlyMap<string, Uint8Array>,
): CoreTask['memory'][number] {
  const { address, memorySize, bytes, readable, writable, executable } = segment;
  return {
    address,
    size: memorySize,
    bytes: bytes.length >= memorySize ? bytes : completed(segment, mappings, files),
    rights: { accessible: readable || writable || executable, writable, executable, key: 0 },
  };
}

/** What the core left out because a file has it is taken from that file. */
function completed(
  { address, memorySize, bytes }: CoreSegment,
  mappings: readonly CoreMapping[],
  files: ReadonlyMap<string, Uint8Array>,
): Uint8Array {
  const mapping = mappings.find(({ start, end }) => start <= address && address < end);
  const file = mapping && files.get(mapping.path);
  if (!file) return bytes;
  const from = mapping.offset + (address - mapping.start);
  const part = file.subarray(from, from + Math.min(memorySize, mapping.end - address));
  const whole = new Uint8Array(Math.max(part.length, bytes.length));
  whole.set(part);
  whole.set(bytes);
  return whole;
}
