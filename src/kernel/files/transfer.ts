/** Reading from open files and writing to them: one row a kind. */
import { bytesOf, textOf } from '../model/byte-text';
import { randomBytes } from '../model/random';
import type { KernelContext } from '../routines/kernel-context';
import { ERRNO, O } from '../state/constants';
import type { OpenFile, ProgramState } from '../state/program-state';
import { isReader, isWriter } from './descriptors';
import { readCounter, writeCounter } from './event-counter';
import { readTimer } from './file-timer';
import { nodeAt } from './nodes';
import type { Read, Written } from './outcome';
import { changeable, readNode, writeInode } from './page-cache';
import { PIPE_BUF, PIPE_SIZE } from './readiness';

interface Operations {
  readonly read: (kernel: KernelContext, file: OpenFile, at: number, count: number) => Read;
  readonly write: (
    kernel: KernelContext,
    file: OpenFile,
    at: number,
    bytes: Uint8Array,
    program: ProgramState,
  ) => Written;
  /** Whether it has positions. */
  readonly isSeekable: boolean;
  /** Whether lseek(2) does nothing, and says so by 0 (noop_llseek). */
  readonly ignoresSeek?: true;
}

const OPERATIONS: Readonly<Record<OpenFile['kind'], Operations>> = {
  console: { read: () => new Uint8Array(), write: writeConsole, isSeekable: false },
  file: { read: readFile, write: writeFile, isSeekable: true },
  stream: { read: readStream, write: () => -ERRNO.EBADF, isSeekable: false },
  folder: { read: () => -ERRNO.EISDIR, write: () => -ERRNO.EBADF, isSeekable: true },
  pipe: { read: readPipe, write: writePipe, isSeekable: false },
  event: {
    read: (_kernel, file, _at, count) => readCounter(file, count),
    write: (_kernel, file, _at, bytes) => writeCounter(file, bytes),
    isSeekable: false,
    ignoresSeek: true,
  },
  timer: {
    read: (kernel, file, _at, count) => readTimer(kernel, file, count),
    write: () => -ERRNO.EINVAL,
    isSeekable: false,
    ignoresSeek: true,
  },
  epoll: { read: () => -ERRNO.EINVAL, write: () => -ERRNO.EINVAL, isSeekable: false, ignoresSeek: true },
  null: { read: () => new Uint8Array(), write: (_kernel, _file, _at, { length }) => length, isSeekable: true },
  zero: {
    read: (_kernel, _file, _at, count) => new Uint8Array(count),
    write: (_kernel, _file, _at, { length }) => length,
    isSeekable: true,
  },
  random: {
    read: ({ state }, _file, _at, count) => randomBytes(state, count),
    write: (_kernel, _file, _at, { length }) => length,
    isSeekable: true,
  },
};

export function isSeekable({ kind }: OpenFile): boolean {
  return OPERATIONS[kind].isSeekable;
}

export function ignoresSeek({ kind }: OpenFile): boolean {
  return OPERATIONS[kind].ignoresSeek === true;
}

/** @param at null for the file's own position, which moves. */
export function readFrom(kernel: KernelContext, file: OpenFile, count: number, at: number | null = null): Read {
  if (!isReader(file)) return -ERRNO.EBADF;
  const read = OPERATIONS[file.kind].read(kernel, file, at ?? file.position, count);
  if (read instanceof Uint8Array && at === null) file.position += read.length;
  return read;
}

export function writeTo(
  kernel: KernelContext,
  program: ProgramState,
  file: OpenFile,
  bytes: Uint8Array,
  at: number | null = null,
): Written {
  if (!isWriter(file)) return -ERRNO.EBADF;
  if (at === null && file.flags & O.APPEND) file.position = nodeAt(kernel, file.path)?.size ?? 0;
  const written = OPERATIONS[file.kind].write(kernel, file, at ?? file.position, bytes, program);
  if (typeof written === 'number' && written > 0 && at === null) file.position += written;
  return written;
}

function readFile(kernel: KernelContext, { path }: OpenFile, at: number, count: number): Read {
  const node = nodeAt(kernel, path);
  return node ? readNode(kernel, node, at, count) : new Uint8Array();
}

function writeFile(kernel: KernelContext, { path }: OpenFile, at: number, bytes: Uint8Array): Written {
  const node = nodeAt(kernel, path);
  const inode = node && changeable(kernel, node, false);
  if (!inode) return -ERRNO.ENOSPC;
  return writeInode(kernel, inode, at, bytes) ? bytes.length : -ERRNO.EFBIG;
}

function readStream({ files }: KernelContext, { path }: OpenFile, at: number, count: number): Read {
  return files.streamAt?.(path)?.read(at, count) ?? new Uint8Array();
}

function readPipe(_kernel: KernelContext, { pipe, flags }: OpenFile, _at: number, count: number): Read {
  if (!pipe || count === 0) return new Uint8Array();
  if (pipe.bytes === '' && pipe.writers > 0) return flags & O.NONBLOCK ? -ERRNO.EAGAIN : 'wait';
  // Writers are woken where they had no room.
  if (PIPE_SIZE - pipe.bytes.length < PIPE_BUF) pipe.departures++;
  const taken = pipe.bytes.slice(0, count);
  pipe.bytes = pipe.bytes.slice(taken.length);
  return bytesOf(taken);
}

function writePipe(_kernel: KernelContext, { pipe, flags }: OpenFile, _at: number, bytes: Uint8Array): Written {
  if (!pipe || pipe.readers === 0) return -ERRNO.EPIPE;
  const room = PIPE_SIZE - pipe.bytes.length;
  const isWhole = bytes.length <= PIPE_BUF;
  if (bytes.length > 0 && (room === 0 || (isWhole && room < bytes.length))) {
    return flags & O.NONBLOCK ? -ERRNO.EAGAIN : 'wait';
  }
  const taken = bytes.subarray(0, room);
  pipe.bytes += textOf(taken);
  pipe.arrivals++;
  return taken.length;
}

/** Bytes of output that `A.output` keeps. */
const MOST_OUTPUT = 1024 * 1024;

function writeConsole(
  kernel: KernelContext,
  { path }: OpenFile,
  _at: number,
  bytes: Uint8Array,
  program: ProgramState,
) {
  const text = textOf(bytes);
  const { output } = program;
  output.text = (output.text + text).slice(0, MOST_OUTPUT);
  kernel.emit({ kind: 'output', stream: path === '2' ? 'stderr' : 'stdout', bytes: text });
  return bytes.length;
}
