/** Files and time for the adapter, from Node. */
import { realpathSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { decodeTrace } from '../../adapter/launch/decode-trace';
import { asProgram, DATA_LIMIT, TRACE_LIMIT } from '../../adapter/launch/file-limit';
import type { AdapterHost } from '../../adapter/protocol/host';
import { UserError } from '../../adapter/protocol/user-error';
import type { TraceFiles } from '../../language/data/data-bytes';
import { filesIn } from '../files-in';
import { openImageFile } from '../image-file';
import { readRegularFile } from '../regular-file';

/** What depends on where the client is. */
export type Client = Pick<AdapterHost, 'onClosed' | 'writable' | 'acceptsToken'>;

/** Whether two paths name the same file; false where a file does not exist. */
function isSameFile(a: string, b: string): boolean {
  const real = realPath(a);
  return real !== undefined && real === realPath(b);
}

function realPath(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch {
    return undefined;
  }
}

function readProgram(path: string): Uint8Array {
  try {
    return readRegularFile(path, TRACE_LIMIT);
  } catch (error) {
    throw asProgram(error);
  }
}

/** Throws for what is no folder. */
function rootFiles(folder: string): TraceFiles {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return filesIn(folder);
  throw new UserError('cannot-read', `${folder} is no folder.`);
}

export function nodeHost(client: Client = {}): AdapterHost {
  return {
    readText: async (path) => decodeTrace(path, readProgram(path)),
    readBytes: async (path, folder) => readRegularFile(path, DATA_LIMIT, folder),
    openImage: openImageFile,
    filesIn: rootFiles,
    schedule: (work) => {
      setImmediate(work);
    },
    now: () => performance.now(),
    resolvePath: (path, folder) => resolve(folder ?? '', path),
    isSameFile,
    realPath,
    ...client,
  };
}
