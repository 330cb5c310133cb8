/** The traces that lie in a folder of an editor. */
import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { TraceFile } from '../lsp/services';

const TRACE = '.xtrace';
/** Never what is meant by "all traces in here". */
export const SKIPPED_FOLDERS: ReadonlySet<string> = new Set(['node_modules', '.git']);

/** In the order of their paths, at most so many. Links to folders are not followed: they can lead round in a circle. */
export async function traceFilesIn(folderUri: string, most: number): Promise<readonly TraceFile[]> {
  if (!folderUri.startsWith('file:')) return [];
  const found: TraceFile[] = [];
  await collect(fileURLToPath(folderUri), most, found);
  return found;
}

async function collect(folder: string, most: number, found: TraceFile[]): Promise<void> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (found.length >= most) return;
    const name = path.join(folder, entry.name);
    if (entry.isDirectory() && !SKIPPED_FOLDERS.has(entry.name)) await collect(name, most, found);
    else if (entry.isFile() && entry.name.endsWith(TRACE)) found.push(await traceFile(name));
  }
}

async function traceFile(name: string): Promise<TraceFile> {
  const uri = pathToFileURL(name).href;
  const { mtimeMs, size } = await stat(name).catch(() => ({ mtimeMs: 0, size: 0 }));
  return { uri, version: `${mtimeMs} ${size}` };
}
