/** System calls that ask what a file is (fs/stat.c), and whether it may be used (fs/open.c). */
import { linkTarget, MODE, type Node } from '../files/nodes';
import { copyToUser } from '../model/memory/user-memory';
import { ERRNO } from '../state/constants';
import { type Answer, type Call, int, pointer, type SystemCall } from './call';
import { withFile } from './io';
import { AT_FIRST, FIRST, named, type Place, withNode } from './named-path';
import { statBytes, statOfFile, statxBytes } from './stat';
import { readPath } from './user-data';

const AT = { SYMLINK_NOFOLLOW: 0x100, EMPTY_PATH: 0x1000 } as const;

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

export const statusCalls: readonly SystemCall[] = [
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
];
