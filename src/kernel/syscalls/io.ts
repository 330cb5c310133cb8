/** System calls that read and write through descriptors (fs/read_write.c, fs/pipe.c, fs/file.c, fs/select.c). */
import { close, descriptorAt, install, installAt, MOST_DESCRIPTORS, openFile } from '../files/descriptors';
import { nodeAt } from '../files/nodes';
import type { Read, Written } from '../files/outcome';
import { ignoresSeek, isSeekable, readFrom, writeTo } from '../files/transfer';
import { watchFiles } from '../files/watch';
import { copyFromUser, copyToUser } from '../model/memory/user-memory';
import { ERRNO, O, SIGNAL } from '../state/constants';
import type { Descriptor, OpenFile, Pipe } from '../state/program-state';
import { type Answer, arg, type Call, int, offset, pointer, type SystemCall, size } from './call';
import { sendToTask } from './send';
import { readView, write32 } from './user-data';

/** Bytes that one call moves at most (MAX_RW_COUNT is 2 GiB). */
const MOST_BYTES = 1 << 20;
const MOST_VECTORS = 1024;

/** The open file of a descriptor; -EBADF where there is none. */
export function withFile(call: Call, use: (file: OpenFile, descriptor: Descriptor) => Answer): Answer {
  const descriptor = descriptorAt(call.program.files, int(call, 0));
  return descriptor ? use(descriptor.file, descriptor) : -ERRNO.EBADF;
}

interface Range {
  readonly address: number;
  readonly length: number;
}

function waitFor(file: OpenFile): Answer {
  return { wait: watchFiles([file], null, true) };
}

/** What was moved before the trouble counts; without any, the trouble is the answer. */
function moved(done: number, trouble: Answer): Answer {
  return done > 0 ? done : trouble;
}

function read(call: Call, file: OpenFile, ranges: readonly Range[], at: number | null = null): Answer {
  let done = 0;
  for (const { address, length } of ranges.filter((range) => range.length > 0)) {
    const bytes: Read = readFrom(call.kernel, file, Math.min(length, MOST_BYTES), at === null ? null : at + done);
    if (!(bytes instanceof Uint8Array)) return moved(done, bytes === 'wait' ? waitFor(file) : bytes);
    if (!copyToUser(call.kernel, address, bytes)) return moved(done, -ERRNO.EFAULT);
    done += bytes.length;
    if (bytes.length < length) break;
  }
  return done;
}

function write(call: Call, file: OpenFile, ranges: readonly Range[], at: number | null = null): Answer {
  let done = 0;
  for (const { address, length } of ranges) {
    const bytes = copyFromUser(call.kernel, address, Math.min(length, MOST_BYTES));
    if (!bytes) return moved(done, -ERRNO.EFAULT);
    const written = writeTo(call.kernel, call.program, file, bytes, at === null ? null : at + done);
    if (typeof written !== 'number' || written < 0) return moved(done, failedWrite(call, file, written));
    done += written;
    if (written < length) break;
  }
  return done;
}

function failedWrite(call: Call, file: OpenFile, written: Written): Answer {
  if (written === 'wait') return waitFor(file);
  if (written === -ERRNO.EPIPE) sendToTask(call.kernel, call.task, SIGNAL.SIGPIPE);
  return written;
}

/** `struct iovec[]`; undefined where it cannot be read, or has too many. */
function vectors(call: Call): readonly Range[] | undefined {
  const count = int(call, 2);
  const view = count < 0 || count > MOST_VECTORS ? undefined : readView(call.kernel, pointer(call, 1), count * 16);
  if (!view) return undefined;
  return Array.from({ length: count }, (_, index) => ({
    address: Number(view.getBigUint64(index * 16, true)),
    length: Number(view.getBigUint64(index * 16 + 8, true)),
  }));
}

const buffer = (call: Call): readonly Range[] => [{ address: pointer(call, 1), length: size(call, 2) }];

function seek(call: Call, file: OpenFile): Answer {
  if (ignoresSeek(file)) return 0;
  if (!isSeekable(file)) return -ERRNO.ESPIPE;
  const [by, whence] = [offset(call, 1), int(call, 2)];
  const end = nodeAt(call.kernel, file.path)?.size ?? 0;
  const from = [0, file.position, end][whence];
  if (from === undefined || from + by < 0) return -ERRNO.EINVAL;
  file.position = from + by;
  return file.position;
}

function makePipe(call: Call, flags: number): Answer {
  const { kernel, program } = call;
  const pipe: Pipe = { bytes: '', readers: 1, writers: 1, arrivals: 0, departures: 0 };
  const isClosed = (flags & O.CLOEXEC) !== 0;
  const reader = install(program.files, openFile('pipe', '', flags & O.NONBLOCK, { pipe }), isClosed);
  const writer = install(program.files, openFile('pipe', '', 1 | (flags & O.NONBLOCK), { pipe }), isClosed);
  if (reader === undefined || writer === undefined) return -ERRNO.EMFILE;
  const isGiven = write32(kernel, pointer(call, 0), reader) && write32(kernel, pointer(call, 0) + 4, writer);
  return isGiven ? 0 : -ERRNO.EFAULT;
}

function duplicateAt(call: Call, isClosed: boolean): Answer {
  return withFile(call, (file) => {
    const number = int(call, 1);
    if (number < 0 || number >= MOST_DESCRIPTORS) return -ERRNO.EBADF;
    installAt(call.program.files, number, file, isClosed);
    return number;
  });
}

/** Commands of fcntl(2). */
const F = { DUPFD: 0, GETFD: 1, SETFD: 2, GETFL: 3, SETFL: 4, DUPFD_CLOEXEC: 1030 } as const;
const FD_CLOEXEC = 1;

function control(call: Call, file: OpenFile, descriptor: Descriptor): Answer {
  const [command, value] = [int(call, 1), int(call, 2)];
  switch (command) {
    case F.DUPFD:
    case F.DUPFD_CLOEXEC:
      return install(call.program.files, file, command === F.DUPFD_CLOEXEC, value) ?? -ERRNO.EMFILE;
    case F.GETFD:
      return descriptor.closeOnExec ? FD_CLOEXEC : 0;
    case F.SETFD:
      descriptor.closeOnExec = (value & FD_CLOEXEC) !== 0;
      return 0;
    case F.GETFL:
      return file.flags;
    case F.SETFL:
      file.flags = (file.flags & O.ACCMODE) | (value & (O.APPEND | O.NONBLOCK));
      return 0;
    default:
      return -ERRNO.EINVAL;
  }
}

function sendFile(call: Call): Answer {
  const { kernel, program } = call;
  const [to, from] = [descriptorAt(program.files, int(call, 0)), descriptorAt(program.files, int(call, 1))];
  if (!to || !from) return -ERRNO.EBADF;
  const place = pointer(call, 2);
  const at = place === 0 ? null : Number(readView(kernel, place, 8)?.getBigInt64(0, true) ?? 0n);
  const bytes = readFrom(kernel, from.file, Math.min(size(call, 3), MOST_BYTES), at);
  if (!(bytes instanceof Uint8Array)) return bytes === 'wait' ? waitFor(from.file) : bytes;
  const written = writeTo(kernel, program, to.file, bytes);
  return typeof written === 'number' ? written : waitFor(to.file);
}

export const ioCalls: readonly SystemCall[] = [
  {
    number: 0,
    name: 'read',
    parameters: ['fd', 'buf', 'count'],
    make: (call) => withFile(call, (file) => read(call, file, buffer(call))),
  },
  {
    number: 1,
    name: 'write',
    parameters: ['fd', 'buf', 'count'],
    make: (call) => withFile(call, (file) => write(call, file, buffer(call))),
  },
  {
    number: 3,
    name: 'close',
    parameters: ['fd'],
    make: (call) => (close(call.program.files, int(call, 0)) ? 0 : -ERRNO.EBADF),
  },
  {
    number: 8,
    name: 'lseek',
    parameters: ['fd', 'offset', 'whence'],
    make: (call) => withFile(call, (file) => seek(call, file)),
  },
  {
    number: 16,
    name: 'ioctl',
    parameters: ['fd', 'cmd', 'arg'],
    note: 'Nothing is a terminal: -ENOTTY.',
    make: (call) => withFile(call, () => -ERRNO.ENOTTY),
  },
  {
    number: 17,
    name: 'pread64',
    parameters: ['fd', 'buf', 'count', 'pos'],
    make: (call) =>
      withFile(call, (file) => (isSeekable(file) ? read(call, file, buffer(call), size(call, 3)) : -ERRNO.ESPIPE)),
  },
  {
    number: 18,
    name: 'pwrite64',
    parameters: ['fd', 'buf', 'count', 'pos'],
    make: (call) =>
      withFile(call, (file) => (isSeekable(file) ? write(call, file, buffer(call), size(call, 3)) : -ERRNO.ESPIPE)),
  },
  { number: 19, name: 'readv', parameters: ['fd', 'vec', 'vlen'], make: (call) => withVectors(call, read) },
  { number: 20, name: 'writev', parameters: ['fd', 'vec', 'vlen'], make: (call) => withVectors(call, write) },
  { number: 22, name: 'pipe', parameters: ['fildes'], make: (call) => makePipe(call, 0) },
  { number: 293, name: 'pipe2', parameters: ['fildes', 'flags'], make: (call) => makePipe(call, int(call, 1)) },
  {
    number: 32,
    name: 'dup',
    parameters: ['fildes'],
    make: (call) => withFile(call, (file) => install(call.program.files, file, false) ?? -ERRNO.EMFILE),
  },
  {
    number: 33,
    name: 'dup2',
    parameters: ['oldfd', 'newfd'],
    make: (call) => (int(call, 0) === int(call, 1) ? withFile(call, () => int(call, 1)) : duplicateAt(call, false)),
  },
  {
    number: 292,
    name: 'dup3',
    parameters: ['oldfd', 'newfd', 'flags'],
    make: (call) =>
      int(call, 0) === int(call, 1) ? -ERRNO.EINVAL : duplicateAt(call, (int(call, 2) & O.CLOEXEC) !== 0),
  },
  { number: 40, name: 'sendfile', parameters: ['out_fd', 'in_fd', 'offset', 'count'], make: sendFile },
  {
    number: 72,
    name: 'fcntl',
    parameters: ['fd', 'cmd', 'arg'],
    make: (call) => withFile(call, (file, descriptor) => control(call, file, descriptor)),
  },
  {
    number: 52,
    name: 'getpeername',
    parameters: ['fd', 'usockaddr', 'usockaddr_len'],
    make: (call) => withFile(call, () => -ERRNO.ENOTSOCK),
  },
  { number: 74, name: 'fsync', parameters: ['fd'], make: (call) => withFile(call, () => 0) },
  { number: 75, name: 'fdatasync', parameters: ['fd'], make: (call) => withFile(call, () => 0) },
  {
    number: 221,
    name: 'fadvise64',
    parameters: ['fd', 'offset', 'len', 'advice'],
    make: (call) => withFile(call, () => 0),
  },
];

function withVectors(call: Call, use: (call: Call, file: OpenFile, ranges: readonly Range[]) => Answer): Answer {
  return withFile(call, (file) => {
    const ranges = vectors(call);
    if (ranges) return use(call, file, ranges);
    return arg(call, 2) > BigInt(MOST_VECTORS) ? -ERRNO.EINVAL : -ERRNO.EFAULT;
  });
}
