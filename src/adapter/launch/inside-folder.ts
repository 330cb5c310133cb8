/** Keeps a trace from reading files outside its folder by way of links. */
import { realpath } from 'node:fs/promises';
import { sep } from 'node:path';

/** Rejects when `path`, all its links followed, is not in `folder`. */
export async function demandInside(path: string, folder: string): Promise<void> {
  const [file, root] = await Promise.all([realpath(path), realpath(folder || '.')]);
  if (!file.startsWith(root.endsWith(sep) ? root : root + sep)) {
    throw new Error(`${path} leads out of the trace's folder. Copy the file beside the trace.`);
  }
}
