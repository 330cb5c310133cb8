/** What is known of the files beside a trace while somebody types it: sizes, the dump of its machine, and names to choose from. */
import type { TraceFiles } from '../../language/data/data-bytes';
import { MOST_DUMP_BYTES } from '../../language/data/machine-file';
import type { Trace } from '../../language/tree/statement';
import type { AdapterHost } from '../protocol/host';
import { folderOf, siblingPath } from '../protocol/source-path';
import { asError, dataFiles, filesBeside } from './data-files';

/** Files as far as they are looked at while somebody types. */
export interface FilesHost extends Pick<AdapterHost, 'readBytes'> {
  /** Bytes of a file that `readBytes` would read. Rejects for whatever that would not read. */
  readonly sizeOf: (path: string, folder: string) => Promise<number>;
  /** The names of the files in a folder. Rejects where it cannot be read; absent where folders cannot be. */
  readonly namesIn?: (folder: string) => Promise<readonly string[]>;
}

/** `bytes` of a dump only: data is for a run to read. */
interface KnownFile {
  readonly size: number;
  readonly bytes?: Uint8Array;
}

type KnownFiles = Map<string, KnownFile | Error>;

/** For a check of the trace at `path`. */
export async function filesToCheck(host: FilesHost, path: string, trace: Trace): Promise<TraceFiles> {
  const folder = folderOf(path);
  const dumps = dumpsIn(trace);
  const known: KnownFiles = new Map();
  for (const { name, path: file } of dataFiles(trace, path)) {
    const found = dumps.has(name) ? dump(host, file, folder) : sizeOnly(host, file, folder);
    known.set(name, await found.catch(asError));
  }
  return traceFiles(known);
}

/** For an answer about a place in `line` of the text: undefined where none of it depends on files. */
export async function filesToAnswer(
  host: FilesHost,
  path: string,
  text: string,
  line: number,
): Promise<TraceFiles | undefined> {
  const folder = folderOf(path);
  const known: KnownFiles = new Map();
  const name = MACHINE_FROM.exec(text)?.[1];
  const file = name === undefined ? undefined : siblingPath(path, name);
  if (name !== undefined && file !== undefined) known.set(name, await dump(host, file, folder).catch(asError));
  const names = NAMES_A_FILE.test(text.split('\n')[line] ?? '')
    ? await host.namesIn?.(folder).catch(() => [])
    : undefined;
  return known.size === 0 && !names
    ? undefined
    : { ...traceFiles(known), list: (where) => (where === '' ? names : undefined) };
}

/** Found without parsing, which takes its time in a long trace. */
const MACHINE_FROM = /^[ \t]*machine[ \t]+from[ \t]+"([^"\n]*)"/im;
const NAMES_A_FILE = /\b(?:from|file|exec|stdin)\s*"/i;

function dumpsIn({ statements }: Trace): ReadonlySet<string> {
  const dumps = new Set<string>();
  for (const statement of statements) {
    if (statement.kind !== 'declaration' || statement.declaration.kind !== 'machine') continue;
    if (statement.declaration.fromFile) dumps.add(statement.declaration.model.text);
  }
  return dumps;
}

async function sizeOnly(host: FilesHost, file: string, folder: string): Promise<KnownFile> {
  return { size: await host.sizeOf(file, folder) };
}

/** A file that is too large for a dump is not read: its size says enough. */
async function dump(host: FilesHost, file: string, folder: string): Promise<KnownFile> {
  const size = await host.sizeOf(file, folder);
  if (size > MOST_DUMP_BYTES) return { size };
  const bytes = await host.readBytes(file, folder);
  return { size: bytes.length, bytes };
}

function traceFiles(known: KnownFiles): TraceFiles {
  const nothing = new Uint8Array();
  return filesBeside<KnownFile>(known, { sizeOf: ({ size }) => size, read: ({ bytes }) => bytes ?? nothing });
}
