/** System calls on folders: the working folder, what a folder holds, and new ones (fs/readdir.c, fs/d_path.c, fs/namei.c). */

import { type Node, namesIn, nodeAt } from '../files/nodes';
import { makeInode } from '../files/page-cache';
import { absolute, parentOf } from '../files/path';
import { bytesOf } from '../model/byte-text';
import { copyToUser } from '../model/memory/user-memory';
import { ERRNO } from '../state/constants';
import type { OpenFile } from '../state/program-state';
import { type Answer, type Call, int, pointer, type SystemCall, size } from './call';
import { withFile } from './io';
import { AT_FIRST, FIRST, missing, type Named, named, type Place, withNode } from './named-path';

function makeFolder(call: Call, place: Place): Answer {
  const found = named(call, place);
  if (typeof found === 'number') return found;
  const { kernel, program } = call;
  if (nodeAt(kernel, found.path)) return -ERRNO.EEXIST;
  if (nodeAt(kernel, parentOf(found.path))?.kind !== 'folder') return missing(call, found.path);
  const mode = int(call, place.path + 1) & ~program.umask & 0o777;
  return makeInode(kernel, found.path, 'folder', mode) ? 0 : -ERRNO.ENOSPC;
}

const DIRENT_HEADER = 19;
const DIRENT_TYPES: Readonly<Record<Node['kind'], number>> = { file: 8, folder: 4, device: 2 };

/** `struct linux_dirent64[]`: as many as there is room for, from the position on. */
function entries(call: Call, file: OpenFile): Answer {
  if (file.kind !== 'folder') return -ERRNO.ENOTDIR;
  const names = ['.', '..', ...namesIn(call.kernel, file.path)];
  const room = Math.min(size(call, 2), 1 << 16);
  const bytes = new Uint8Array(room);
  const view = new DataView(bytes.buffer);
  let used = 0;
  let next = file.position;
  for (; next < names.length; next++) {
    const name = names[next] ?? '';
    const length = Math.ceil((DIRENT_HEADER + name.length + 1) / 8) * 8;
    if (used + length > room) break;
    const node = nodeAt(call.kernel, absolute(file.path, name));
    view.setBigUint64(used, BigInt(node?.number ?? 1), true);
    view.setBigUint64(used + 8, BigInt(next + 1), true);
    view.setUint16(used + 16, length, true);
    view.setUint8(used + 18, node ? DIRENT_TYPES[node.kind] : 10);
    bytes.set(bytesOf(name), used + DIRENT_HEADER);
    used += length;
  }
  if (used === 0 && next < names.length) return -ERRNO.EINVAL;
  if (!copyToUser(call.kernel, pointer(call, 1), bytes.subarray(0, used))) return -ERRNO.EFAULT;
  file.position = next;
  return used;
}

function currentFolder(call: Call): Answer {
  const bytes = bytesOf(`${call.program.folder}\0`);
  if (bytes.length > size(call, 1)) return -ERRNO.ERANGE;
  return copyToUser(call.kernel, pointer(call, 0), bytes) ? bytes.length : -ERRNO.EFAULT;
}

function changeFolder(call: Call, found: Named): Answer {
  return withNode(call, found, (node) => {
    if (node.kind !== 'folder') return -ERRNO.ENOTDIR;
    call.program.folder = node.path;
    return 0;
  });
}

export const folderCalls: readonly SystemCall[] = [
  {
    number: 217,
    name: 'getdents64',
    parameters: ['fd', 'dirent', 'count'],
    make: (call) => withFile(call, (file) => entries(call, file)),
  },
  { number: 79, name: 'getcwd', parameters: ['buf', 'size'], make: currentFolder },
  { number: 80, name: 'chdir', parameters: ['filename'], make: (call) => changeFolder(call, named(call, FIRST)) },
  {
    number: 81,
    name: 'fchdir',
    parameters: ['fd'],
    make: (call) => withFile(call, (file) => changeFolder(call, { path: file.path })),
  },
  { number: 83, name: 'mkdir', parameters: ['pathname', 'mode'], make: (call) => makeFolder(call, FIRST) },
  { number: 258, name: 'mkdirat', parameters: ['dfd', 'pathname', 'mode'], make: (call) => makeFolder(call, AT_FIRST) },
];
