/** The path that an argument of a system call names, and what lies there (fs/namei.c). */
import { descriptorAt } from '../files/descriptors';
import { follow, type Node, nodeAt } from '../files/nodes';
import { absolute, parentOf } from '../files/path';
import { ERRNO } from '../state/constants';
import { type Answer, type Call, int, pointer } from './call';
import { readPath } from './user-data';

const AT_FDCWD = -100;
/** A path that a call names, absolute and without links, or an error. */
export type Named = { readonly path: string } | number;

/** Which arguments have a path, and the descriptor of the folder that a relative one begins at: else the process's. */
export interface Place {
  readonly path: number;
  readonly folder?: number;
}

export const FIRST: Place = { path: 0 };
export const SECOND: Place = { path: 1 };
/** Of calls whose names end in `at`. */
export const AT_FIRST: Place = { folder: 0, path: 1 };

export function named(call: Call, place: Place, keepLast = false): Named {
  const text = readPath(call.kernel, pointer(call, place.path));
  if (text === undefined) return -ERRNO.EFAULT;
  if (text === 'too-long') return -ERRNO.ENAMETOOLONG;
  if (text === '') return -ERRNO.ENOENT;
  const from = folderOf(call, place.folder, text);
  if (typeof from === 'number') return from;
  const path = follow(call.kernel, call.program, absolute(from, text), keepLast);
  return path === undefined ? -ERRNO.ELOOP : { path };
}

function folderOf(call: Call, index: number | undefined, path: string): string | number {
  if (index === undefined || path.startsWith('/') || int(call, index) === AT_FDCWD) return call.program.folder;
  const file = descriptorAt(call.program.files, int(call, index))?.file;
  if (!file) return -ERRNO.EBADF;
  return file.kind === 'folder' ? file.path : -ERRNO.ENOTDIR;
}

export function withNode(call: Call, found: Named, use: (node: Node) => Answer): Answer {
  if (typeof found === 'number') return found;
  const node = nodeAt(call.kernel, found.path);
  return node ? use(node) : missing(call, found.path);
}

/** -ENOTDIR where the path goes through a file. */
export function missing({ kernel }: Call, path: string): number {
  const parent = nodeAt(kernel, parentOf(path));
  return parent && parent.kind !== 'folder' ? -ERRNO.ENOTDIR : -ERRNO.ENOENT;
}
