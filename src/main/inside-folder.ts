/** Keeps a trace from reading files outside its folder by way of links. */
import { realpathSync } from 'node:fs';
import { sep } from 'node:path';
import { UserError } from '../adapter/protocol/user-error';

/** The path behind all links. Throws `UserError` when that is not in `folder`, and what the system says of a wrong path. */
export function demandInside(path: string, folder: string): string {
  const [file, root] = [realpathSync(path), realpathSync(folder || '.')];
  if (file.startsWith(root.endsWith(sep) ? root : root + sep)) return file;
  throw new UserError('path-outside', `${path} leads out of the trace's folder. Copy the file beside the trace.`);
}
