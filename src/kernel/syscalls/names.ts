/** System calls that open, make, move and remove what has a name (fs/open.c, fs/namei.c). */
import { setOwnValue } from '../../machine/table';
import { install, openFile } from '../files/descriptors';
import { deviceAt, linkTarget, type Node, namesIn, nodeAt } from '../files/nodes';
import { changeable, makeInode, setSize } from '../files/page-cache';
import { parentOf } from '../files/path';
import { bytesOf } from '../model/byte-text';
import { copyToUser } from '../model/memory/user-memory';
import { ERRNO, O } from '../state/constants';
import type { OpenFile } from '../state/program-state';
import { type Answer, type Call, int, pointer, type SystemCall, size } from './call';
import { withFile } from './io';
import { AT_FIRST, FIRST, missing, named, type Place, SECOND, withNode } from './named-path';
import { readPath } from './user-data';

const AT_REMOVEDIR = 0x200;

function open(call: Call, place: Place): Answer {
  const flags = int(call, place.path + 1);
  const found = named(call, place);
  if (typeof found === 'number') return found;
  const node = nodeAt(call.kernel, found.path);
  if (!node)
    return flags & O.CREAT ? create(call, found.path, flags, int(call, place.path + 2)) : missing(call, found.path);
  if (flags & O.CREAT && flags & O.EXCL) return -ERRNO.EEXIST;
  return openNode(call, node, flags);
}

function openNode(call: Call, node: Node, flags: number): Answer {
  const isWritten = (flags & O.ACCMODE) !== 0;
  if (node.kind === 'folder' && isWritten) return -ERRNO.EISDIR;
  if (node.kind !== 'folder' && flags & O.DIRECTORY) return -ERRNO.ENOTDIR;
  if (node.kind === 'file' && isWritten && flags & O.TRUNC && !changeable(call.kernel, node, true))
    return -ERRNO.ENOSPC;
  const kind: OpenFile['kind'] = node.kind === 'device' ? (deviceAt(node.path) ?? 'null') : node.kind;
  const file = openFile(kind, node.path, flags & (O.ACCMODE | O.APPEND | O.NONBLOCK));
  return install(call.program.files, file, (flags & O.CLOEXEC) !== 0) ?? -ERRNO.EMFILE;
}

function create(call: Call, path: string, flags: number, mode: number): Answer {
  const { kernel, program } = call;
  const parent = nodeAt(kernel, parentOf(path));
  if (parent?.kind !== 'folder') return parent ? -ERRNO.ENOTDIR : -ERRNO.ENOENT;
  if (!makeInode(kernel, path, 'file', mode & ~program.umask & 0o777)) return -ERRNO.ENOSPC;
  const node = nodeAt(kernel, path);
  return node ? openNode(call, node, flags & ~O.TRUNC) : -ERRNO.ENOENT;
}

function remove(call: Call, place: Place, isFolder: boolean): Answer {
  const found = named(call, place, true);
  if (typeof found === 'number') return found;
  const { kernel, program } = call;
  if (linkTarget(kernel, program, found.path) === undefined) {
    const node = nodeAt(kernel, found.path);
    if (!node) return missing(call, found.path);
    if (node.kind === 'folder' && !isFolder) return -ERRNO.EISDIR;
    if (node.kind !== 'folder' && isFolder) return -ERRNO.ENOTDIR;
    if (isFolder && namesIn(kernel, found.path).length > 0) return -ERRNO.ENOTEMPTY;
    if (node.inode?.kind === 'file') setSize(kernel, node.inode, 0);
  }
  return makeInode(kernel, found.path, 'gone', 0) ? 0 : -ERRNO.ENOSPC;
}

function rename(call: Call, from: Place, to: Place): Answer {
  const [source, target] = [named(call, from, true), named(call, to, true)];
  if (typeof source === 'number') return source;
  if (typeof target === 'number') return target;
  return withNode(call, source, (node) => {
    if (node.kind !== 'file') return -ERRNO.EINVAL;
    if (nodeAt(call.kernel, parentOf(target.path))?.kind !== 'folder') return -ERRNO.ENOENT;
    if (source.path === target.path) return 0;
    const inode = changeable(call.kernel, node, false);
    if (!inode || !makeInode(call.kernel, source.path, 'gone', 0)) return -ERRNO.ENOSPC;
    setOwnValue(call.kernel.state.overlay, target.path, inode);
    return 0;
  });
}

function makeLink(call: Call, place: Place): Answer {
  const target = readPath(call.kernel, pointer(call, 0));
  const found = named(call, place, true);
  if (target === undefined || target === 'too-long') return target === undefined ? -ERRNO.EFAULT : -ERRNO.ENAMETOOLONG;
  if (typeof found === 'number') return found;
  if (nodeAt(call.kernel, found.path)) return -ERRNO.EEXIST;
  return makeInode(call.kernel, found.path, 'link', 0o777, target) ? 0 : -ERRNO.ENOSPC;
}

function readLink(call: Call, place: Place): Answer {
  const found = named(call, place, true);
  if (typeof found === 'number') return found;
  const target = linkTarget(call.kernel, call.program, found.path);
  if (target === undefined) return withNode(call, found, () => -ERRNO.EINVAL);
  const bytes = bytesOf(target).subarray(0, size(call, place.path + 2));
  return copyToUser(call.kernel, pointer(call, place.path + 1), bytes) ? bytes.length : -ERRNO.EFAULT;
}

function truncate(call: Call, file: OpenFile): Answer {
  const node = file.kind === 'file' ? nodeAt(call.kernel, file.path) : undefined;
  const inode = node && changeable(call.kernel, node, false);
  if (!inode) return -ERRNO.EINVAL;
  setSize(call.kernel, inode, size(call, 1));
  return 0;
}

export const nameCalls: readonly SystemCall[] = [
  { number: 2, name: 'open', parameters: ['filename', 'flags', 'mode'], make: (call) => open(call, FIRST) },
  {
    number: 257,
    name: 'openat',
    parameters: ['dfd', 'filename', 'flags', 'mode'],
    make: (call) => open(call, AT_FIRST),
  },
  { number: 82, name: 'rename', parameters: ['oldname', 'newname'], make: (call) => rename(call, FIRST, SECOND) },
  {
    number: 264,
    name: 'renameat',
    parameters: ['olddfd', 'oldname', 'newdfd', 'newname'],
    make: (call) => rename(call, AT_FIRST, { folder: 2, path: 3 }),
  },
  {
    number: 316,
    name: 'renameat2',
    parameters: ['olddfd', 'oldname', 'newdfd', 'newname', 'flags'],
    make: (call) => rename(call, AT_FIRST, { folder: 2, path: 3 }),
  },
  { number: 84, name: 'rmdir', parameters: ['pathname'], make: (call) => remove(call, FIRST, true) },
  { number: 87, name: 'unlink', parameters: ['pathname'], make: (call) => remove(call, FIRST, false) },
  {
    number: 263,
    name: 'unlinkat',
    parameters: ['dfd', 'pathname', 'flag'],
    make: (call) => remove(call, AT_FIRST, (int(call, 2) & AT_REMOVEDIR) !== 0),
  },
  { number: 88, name: 'symlink', parameters: ['old', 'new'], make: (call) => makeLink(call, SECOND) },
  {
    number: 266,
    name: 'symlinkat',
    parameters: ['oldname', 'newdfd', 'newname'],
    make: (call) => makeLink(call, { folder: 1, path: 2 }),
  },
  { number: 89, name: 'readlink', parameters: ['path', 'buf', 'bufsiz'], make: (call) => readLink(call, FIRST) },
  {
    number: 267,
    name: 'readlinkat',
    parameters: ['dfd', 'path', 'buf', 'bufsiz'],
    make: (call) => readLink(call, AT_FIRST),
  },
  {
    number: 90,
    name: 'chmod',
    parameters: ['filename', 'mode'],
    note: 'Everybody may do everything: the mode is not kept.',
    make: (call) => withNode(call, named(call, FIRST), () => 0),
  },
  { number: 91, name: 'fchmod', parameters: ['fd', 'mode'], make: (call) => withFile(call, () => 0) },
  {
    number: 77,
    name: 'ftruncate',
    parameters: ['fd', 'length'],
    make: (call) => withFile(call, (file) => truncate(call, file)),
  },
  {
    number: 95,
    name: 'umask',
    parameters: ['mask'],
    make: ({ program, ...call }) => {
      const before = program.umask;
      program.umask = int({ program, ...call }, 0) & 0o777;
      return before;
    },
  },
];
