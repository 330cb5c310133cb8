/** System calls that take a path (fs/open.c, fs/namei.c, fs/stat.c, fs/readdir.c). */
import { setOwnValue } from '../../machine/table';
import { descriptorAt, install, openFile } from '../files/descriptors';
import { deviceAt, follow, linkTarget, MODE, type Node, namesIn, nodeAt } from '../files/nodes';
import { changeable, makeInode, setSize } from '../files/page-cache';
import { absolute, parentOf } from '../files/path';
import { bytesOf } from '../model/byte-text';
import { copyToUser } from '../model/memory/user-memory';
import { ERRNO, O } from '../state/constants';
import type { OpenFile } from '../state/program-state';
import { type Answer, type Call, int, pointer, type SystemCall, size } from './call';
import { withFile } from './io';
import { statBytes, statOfFile, statxBytes } from './stat';
import { readPath } from './user-data';

const AT_FDCWD = -100;
const AT = { SYMLINK_NOFOLLOW: 0x100, REMOVEDIR: 0x200, EMPTY_PATH: 0x1000 } as const;

/** A path that a call names, absolute and without links, or an error. */
type Named = { readonly path: string } | number;

/** Which arguments have a path, and the descriptor of the folder that a relative one begins at: else the process's. */
interface Place {
  readonly path: number;
  readonly folder?: number;
}

const FIRST: Place = { path: 0 };
const SECOND: Place = { path: 1 };
/** Of calls whose names end in `at`. */
const AT_FIRST: Place = { folder: 0, path: 1 };

function named(call: Call, place: Place, keepLast = false): Named {
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

function withNode(call: Call, found: Named, use: (node: Node) => Answer): Answer {
  if (typeof found === 'number') return found;
  const node = nodeAt(call.kernel, found.path);
  return node ? use(node) : missing(call, found.path);
}

/** -ENOTDIR where the path goes through a file. */
function missing({ kernel }: Call, path: string): number {
  const parent = nodeAt(kernel, parentOf(path));
  return parent && parent.kind !== 'folder' ? -ERRNO.ENOTDIR : -ERRNO.ENOENT;
}

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

function makeFolder(call: Call, place: Place): Answer {
  const found = named(call, place);
  if (typeof found === 'number') return found;
  const { kernel, program } = call;
  if (nodeAt(kernel, found.path)) return -ERRNO.EEXIST;
  if (nodeAt(kernel, parentOf(found.path))?.kind !== 'folder') return missing(call, found.path);
  const mode = int(call, place.path + 1) & ~program.umask & 0o777;
  return makeInode(kernel, found.path, 'folder', mode) ? 0 : -ERRNO.ENOSPC;
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

function giveStat(call: Call, node: Node, at: number): Answer {
  return copyToUser(call.kernel, pointer(call, at), statBytes(node)) ? 0 : -ERRNO.EFAULT;
}

function fileStat(call: Call, at: number): Answer {
  return withFile(call, (file) => giveStat(call, statOfFile(call.kernel, file), at));
}

/** An empty path with AT_EMPTY_PATH means the descriptor itself. */
function isEmptyPath(call: Call, flags: number): boolean {
  return (flags & AT.EMPTY_PATH) !== 0 && readPath(call.kernel, pointer(call, 1)) === '';
}

function linkNode(path: string, target: string): Node {
  return { kind: 'file', path, number: 1, size: target.length, mode: MODE.LINK | 0o777, inode: null };
}

/** What lies there; of a link itself, the link. */
function withNamed(call: Call, place: Place, keepLast: boolean, use: (node: Node) => Answer): Answer {
  const found = named(call, place, keepLast);
  const target = typeof found === 'number' ? undefined : linkTarget(call.kernel, call.program, found.path);
  if (typeof found !== 'number' && target !== undefined) return use(linkNode(found.path, target));
  return withNode(call, found, use);
}

function statAt(call: Call): Answer {
  const flags = int(call, 3);
  if (isEmptyPath(call, flags)) return fileStat(call, 2);
  return withNamed(call, AT_FIRST, (flags & AT.SYMLINK_NOFOLLOW) !== 0, (node) => giveStat(call, node, 2));
}

function statx(call: Call): Answer {
  const flags = int(call, 2);
  const give = (node: Node): Answer =>
    copyToUser(call.kernel, pointer(call, 4), statxBytes(node)) ? 0 : -ERRNO.EFAULT;
  if (isEmptyPath(call, flags)) return withFile(call, (file) => give(statOfFile(call.kernel, file)));
  return withNamed(call, AT_FIRST, (flags & AT.SYMLINK_NOFOLLOW) !== 0, give);
}

/** X_OK and W_OK: what is there may be executed, and written in the overlay. */
function access(call: Call, place: Place): Answer {
  return withNode(call, named(call, place), () => 0);
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
  {
    number: 4,
    name: 'stat',
    parameters: ['filename', 'statbuf'],
    make: (call) => withNamed(call, FIRST, false, (node) => giveStat(call, node, 1)),
  },
  { number: 5, name: 'fstat', parameters: ['fd', 'statbuf'], make: (call) => fileStat(call, 1) },
  {
    number: 6,
    name: 'lstat',
    parameters: ['filename', 'statbuf'],
    make: (call) => withNamed(call, FIRST, true, (node) => giveStat(call, node, 1)),
  },
  { number: 262, name: 'newfstatat', parameters: ['dfd', 'filename', 'statbuf', 'flag'], make: statAt },
  { number: 332, name: 'statx', parameters: ['dfd', 'filename', 'flags', 'mask', 'buffer'], make: statx },
  { number: 21, name: 'access', parameters: ['filename', 'mode'], make: (call) => access(call, FIRST) },
  { number: 269, name: 'faccessat', parameters: ['dfd', 'filename', 'mode'], make: (call) => access(call, AT_FIRST) },
  {
    number: 439,
    name: 'faccessat2',
    parameters: ['dfd', 'filename', 'mode', 'flags'],
    make: (call) => access(call, AT_FIRST),
  },
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
  { number: 83, name: 'mkdir', parameters: ['pathname', 'mode'], make: (call) => makeFolder(call, FIRST) },
  { number: 258, name: 'mkdirat', parameters: ['dfd', 'pathname', 'mode'], make: (call) => makeFolder(call, AT_FIRST) },
  { number: 84, name: 'rmdir', parameters: ['pathname'], make: (call) => remove(call, FIRST, true) },
  { number: 87, name: 'unlink', parameters: ['pathname'], make: (call) => remove(call, FIRST, false) },
  {
    number: 263,
    name: 'unlinkat',
    parameters: ['dfd', 'pathname', 'flag'],
    make: (call) => remove(call, AT_FIRST, (int(call, 2) & AT.REMOVEDIR) !== 0),
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
