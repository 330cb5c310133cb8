/** Keeps a trace from reading files outside its folder by way of links. */
import { realpath } from 'node:fs/promises';
import { sep } from 'node:path';
import { UserError } from '../protocol/user-error';

/** The path behind all links. Rejects when that is not in `folder`. */
export async function demandInside(path: string, folder: string): Promise<string> {
  const [file, root] = await Promise.all([realpath(path), realpath(folder || '.')]);
  if (!file.startsWith(root.endsWith(sep) ? root : root + sep)) {
    throw new UserError('path-outside', `${path} leads out of the trace's folder. Copy the file beside the trace.`);
  }
  return file;
}
