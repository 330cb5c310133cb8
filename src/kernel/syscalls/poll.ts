/** poll(2), select(2) and their like (fs/select.c). */
import { descriptorAt } from '../files/descriptors';
import { ALWAYS, POLL, readiness } from '../files/readiness';
import { watchFiles } from '../files/watch';
import { copyToUser } from '../model/memory/user-memory';
import { ERRNO } from '../state/constants';
import type { OpenFile } from '../state/program-state';
import { deadline, SECOND } from '../time/clocks';
import { type Answer, type Call, int, pointer, type SystemCall, size } from './call';
import { isOver } from './time';
import { readTime, UNIT } from './time-data';
import { readView } from './user-data';

const POLLFD_SIZE = 8;
const MOST_FILES = 1024;
const NS_PER_MS = 1_000_000n;

/** Nanoseconds of an argument in milliseconds; null, for no limit, where that is negative. */
export function milliseconds(call: Call, index: number): bigint | null {
  const time = int(call, index);
  return time < 0 ? null : BigInt(time) * NS_PER_MS;
}

/** What of `events` a descriptor has. */
function eventsOf(call: Call, number: number, events: number): number {
  if (number < 0) return 0;
  const file = descriptorAt(call.program.files, number)?.file;
  if (!file) return POLL.NVAL;
  return readiness(file) & (events | ALWAYS);
}

function fileOf(call: Call, number: number): readonly OpenFile[] {
  const file = descriptorAt(call.program.files, number)?.file;
  return file ? [file] : [];
}

/** @param timeout nanoseconds; null for ever. */
function poll(call: Call, timeout: bigint | null): Answer {
  const { kernel } = call;
  const count = size(call, 1);
  if (count > MOST_FILES) return -ERRNO.EINVAL;
  const view = readView(kernel, pointer(call, 0), count * POLLFD_SIZE);
  if (!view) return -ERRNO.EFAULT;
  let ready = 0;
  const files: OpenFile[] = [];
  for (let at = 0; at < count * POLLFD_SIZE; at += POLLFD_SIZE) {
    const events = eventsOf(call, view.getInt32(at, true), view.getInt16(at + 4, true));
    view.setInt16(at + 6, events, true);
    files.push(...fileOf(call, view.getInt32(at, true)));
    if (events !== 0) ready++;
  }
  const until = untilOf(call, timeout);
  if (ready === 0 && !isOver(kernel.state, until)) return { wait: watchFiles(files, until, false) };
  const bytes = new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
  return copyToUser(kernel, pointer(call, 0), bytes) ? ready : -ERRNO.EFAULT;
}

/** A time in user memory; null for no limit. */
export function timeAt(call: Call, index: number): bigint | number | null {
  const at = pointer(call, index);
  return at === 0 ? null : readTime(call.kernel, at);
}

/** The `struct timeval` of select(2), whose microseconds may be more than a second. */
function intervalAt(call: Call, index: number): bigint | number | null {
  const at = pointer(call, index);
  if (at === 0) return null;
  const view = readView(call.kernel, at, 16);
  if (!view) return -ERRNO.EFAULT;
  const [seconds, microseconds] = [view.getBigInt64(0, true), view.getBigInt64(8, true)];
  return seconds < 0n || microseconds < 0n ? -ERRNO.EINVAL : seconds * SECOND + microseconds * UNIT.TIMEVAL;
}

/** @param time nanoseconds, null for no limit; or a negative error, which is the answer then. */
export function withTime(time: bigint | number | null, use: (time: bigint | null) => Answer): Answer {
  return typeof time === 'number' ? time : use(time);
}

/** Three sets of bits: who can be read, who can be written, and who is odd, which nobody is. */
const ASKED: readonly number[] = [POLL.IN | ALWAYS, POLL.OUT | POLL.ERR, 0];

/** The sets that a call names, to be changed; undefined where one cannot be read. */
function namedSets(call: Call, length: number): readonly (Uint8Array | null)[] | undefined {
  const views = ASKED.map((_, index) => {
    const at = pointer(call, index + 1);
    return at === 0 ? null : readView(call.kernel, at, length);
  });
  if (views.includes(undefined)) return undefined;
  return views.map((view) => (view ? new Uint8Array(view.buffer, view.byteOffset, length) : null));
}

interface Selected {
  ready: number;
  isBad: boolean;
  readonly files: OpenFile[];
}

/** Leaves the bits of those that are ready. */
function keepReady(call: Call, set: Uint8Array, count: number, asked: number, selected: Selected): void {
  for (let number = 0; number < count; number++) {
    const [byte, bit] = [set[number >> 3] ?? 0, 1 << (number % 8)];
    if ((byte & bit) === 0) continue;
    const events = eventsOf(call, number, asked);
    selected.files.push(...fileOf(call, number));
    if (events & POLL.NVAL) selected.isBad = true;
    if (events & asked) selected.ready++;
    else set[number >> 3] = byte & ~bit;
  }
}

function select(call: Call, timeout: bigint | null): Answer {
  const { kernel } = call;
  const count = int(call, 0);
  if (count < 0 || count > MOST_FILES) return -ERRNO.EINVAL;
  const sets = namedSets(call, Math.ceil(count / 64) * 8);
  if (!sets) return -ERRNO.EFAULT;
  const selected: Selected = { ready: 0, isBad: false, files: [] };
  for (const [index, set] of sets.entries()) if (set) keepReady(call, set, count, ASKED[index] ?? 0, selected);
  if (selected.isBad) return -ERRNO.EBADF;
  const until = untilOf(call, timeout);
  if (selected.ready === 0 && !isOver(kernel.state, until)) return { wait: watchFiles(selected.files, until, false) };
  const isGiven = sets.every((set, index) => !set || copyToUser(kernel, pointer(call, index + 1), set));
  return isGiven ? selected.ready : -ERRNO.EFAULT;
}

/** When the call is over, whatever happens: as it was when it was made first. */
export function untilOf({ kernel, resumed }: Call, timeout: bigint | null): bigint | null {
  if (resumed?.kind === 'files') return resumed.until;
  return timeout === null ? null : deadline(kernel.state.clock, timeout, false);
}

export const pollCalls: readonly SystemCall[] = [
  {
    number: 7,
    name: 'poll',
    parameters: ['ufds', 'nfds', 'timeout'],
    make: (call) => poll(call, milliseconds(call, 2)),
  },
  {
    number: 271,
    name: 'ppoll',
    parameters: ['ufds', 'nfds', 'tsp', 'sigmask', 'sigsetsize'],
    note: 'The mask of signals is not used.',
    make: (call) => withTime(timeAt(call, 2), (time) => poll(call, time)),
  },
  {
    number: 23,
    name: 'select',
    parameters: ['n', 'inp', 'outp', 'exp', 'tvp'],
    make: (call) => withTime(intervalAt(call, 4), (time) => select(call, time)),
  },
  {
    number: 270,
    name: 'pselect6',
    parameters: ['n', 'inp', 'outp', 'exp', 'tsp', 'sig'],
    note: 'The mask of signals is not used.',
    make: (call) => withTime(timeAt(call, 4), (time) => select(call, time)),
  },
];
