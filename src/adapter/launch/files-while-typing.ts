/** What is known of the files beside a trace while somebody types it: sizes, the dump of its machine, its written policy, and names to choose from. */
import type { TraceFiles } from '../../language/data/data-bytes';
import { MOST_DUMP_BYTES } from '../../language/data/machine-file';
import { imageNamedBy, settingFiles } from '../../language/data/named-files';
import type { Trace } from '../../language/tree/statement';
import type { AdapterHost } from '../protocol/host';
import { folderOf, siblingPath } from '../protocol/source-path';
import { isUserError } from '../protocol/user-error';
import { asError, dataFiles, filesBeside } from './data-files';
import { TOO_LARGE } from './file-limit';

/** Files as far as they are looked at while somebody types. */
export interface FilesHost extends Pick<AdapterHost, 'readBytes'> {
  /** Bytes of a file that `readBytes` would read. Rejects for whatever that would not read. */
  readonly sizeOf: (path: string, folder: string) => Promise<number>;
  /** The names of the files in a folder. Rejects where it cannot be read; absent where folders cannot be. */
  readonly namesIn?: (folder: string) => Promise<readonly string[]>;
}

/** `bytes` of a dump and a policy only: data is for a run to read. */
interface KnownFile {
  readonly size: number;
  readonly bytes?: Uint8Array;
}

type KnownFiles = Map<string, KnownFile | Error>;

/** For a check of the trace at `path`. */
export async function filesToCheck(host: FilesHost, path: string, trace: Trace): Promise<TraceFiles> {
  const folder = folderOf(path);
  const settings = settingsIn(trace);
  const known: KnownFiles = new Map();
  for (const { name, path: file } of dataFiles(trace, path)) {
    const found = settings.has(name) ? contents(host, file, folder) : sizeOnly(host, file, folder);
    known.set(name, await found.catch(asError));
  }
  for (const image of trace.declarations.flatMap(({ declaration }) => imageNamedBy(declaration))) {
    const file = siblingPath(path, image);
    if (file !== undefined) known.set(image, await imageSize(host, file, folder).catch(asError));
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
  for (const [, name = ''] of text.matchAll(SETTING_FROM)) {
    const file = siblingPath(path, name);
    if (file !== undefined) known.set(name, await contents(host, file, folder).catch(asError));
  }
  const names = NAMES_A_FILE.test(text.split('\n')[line] ?? '')
    ? await host.namesIn?.(folder).catch(() => [])
    : undefined;
  return known.size === 0 && !names
    ? undefined
    : { ...traceFiles(known), list: (where) => (where === '' ? names : undefined) };
}

/** Found without parsing, which takes its time in a long trace. */
const SETTING_FROM = /^[ \t]*(?:machine[ \t]+from|kernel[ \t]+policy)[ \t]+"([^"\n]*)"/gim;
const NAMES_A_FILE = /\b(?:from|policy|vmlinux|file|exec|stdin)\s*"/i;

function settingsIn({ statements }: Trace): ReadonlySet<string> {
  return new Set(
    statements.flatMap((statement) => (statement.kind === 'declaration' ? settingFiles(statement.declaration) : [])),
  );
}

async function sizeOnly(host: FilesHost, file: string, folder: string): Promise<KnownFile> {
  return { size: await host.sizeOf(file, folder) };
}

/** The size of an image is none that `sizeOf` would take. */
async function imageSize(host: FilesHost, file: string, folder: string): Promise<KnownFile> {
  try {
    return await sizeOnly(host, file, folder);
  } catch (error) {
    if (isUserError(error) && error.code === TOO_LARGE) return { size: 0 };
    throw error;
  }
}

/** A file that is too large for a dump or a policy is not read: its size says enough. */
async function contents(host: FilesHost, file: string, folder: string): Promise<KnownFile> {
  const size = await host.sizeOf(file, folder);
  if (size > MOST_DUMP_BYTES) return { size };
  const bytes = await host.readBytes(file, folder);
  return { size: bytes.length, bytes };
}

function traceFiles(known: KnownFiles): TraceFiles {
  const nothing = new Uint8Array();
  const files = filesBeside<KnownFile>(known, { sizeOf: ({ size }) => size, read: ({ bytes }) => bytes ?? nothing });
  return {
    ...files,
    openImage: (name) => {
      files.sizeOf(name);
      return undefined;
    },
  };
}
