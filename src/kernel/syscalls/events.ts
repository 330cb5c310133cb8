/** eventfd(2) and epoll(7) (fs/eventfd.c, fs/eventpoll.c). */
import { descriptorAt, install, openFile } from '../files/descriptors';
import { ALWAYS, readyOf } from '../files/readiness';
import { objectsOf, watchFiles } from '../files/watch';
import { copyToUser } from '../model/memory/user-memory';
import { ERRNO, O } from '../state/constants';
import type { EventPoll, EventPollItem, OpenFile } from '../state/program-state';
import type { Watchable } from '../state/watchable';
import { type Answer, arg, type Call, int, pointer, type SystemCall } from './call';
import { withFile } from './io';
import { milliseconds, timeAt, untilOf, withTime } from './poll';
import { isOver } from './time';
import { readView } from './user-data';

const FRESH: Watchable = { arrivals: 0, departures: 0 };
const READ_WRITE = 2;
const EFD_SEMAPHORE = 1;

function installed(call: Call, file: OpenFile, flags: number): Answer {
  return install(call.program.files, file, (flags & O.CLOEXEC) !== 0) ?? -ERRNO.EMFILE;
}

function makeCounter(call: Call, flags: number): Answer {
  if (flags & ~(O.CLOEXEC | O.NONBLOCK | EFD_SEMAPHORE)) return -ERRNO.EINVAL;
  const counter = { ...FRESH, value: BigInt.asUintN(32, arg(call, 0)), isSemaphore: (flags & EFD_SEMAPHORE) !== 0 };
  return installed(call, openFile('event', '', READ_WRITE | (flags & O.NONBLOCK), { counter }), flags);
}

function makeEpoll(call: Call, flags: number): Answer {
  if (flags & ~O.CLOEXEC) return -ERRNO.EINVAL;
  return installed(call, openFile('epoll', '', READ_WRITE, { epoll: { ...FRESH, items: [] } }), flags);
}

/** `struct epoll_event` is packed on x86-64: 32 bits of events, 64 bits of data. */
const EVENT_SIZE = 12;
const MOST_EVENTS = Math.floor(0x7fff_ffff / EVENT_SIZE);
const CONTROL = { ADD: 1, DEL: 2, MOD: 3 } as const;
/** EPOLLONESHOT: the item is told once, and then not until EPOLL_CTL_MOD. */
const ONE_SHOT = 1 << 30;
/** What is left of the events of an item that has been told once. */
const PRIVATE_BITS = 0xf000_0000 | 0;
/** epoll instances that look at one another, one behind the other (EP_MAX_NESTS). */
const MOST_NESTED = 4;

/** Files for which poll(2) always says yes are nothing to look at: -EPERM. */
const UNPOLLED: readonly OpenFile['kind'][] = ['file', 'folder', 'null', 'zero'];

function control(call: Call, epoll: EventPoll, self: OpenFile): Answer {
  const [operation, number] = [int(call, 1), int(call, 2)];
  const view = operation === CONTROL.DEL ? undefined : readView(call.kernel, pointer(call, 3), EVENT_SIZE);
  if (!view && operation !== CONTROL.DEL) return -ERRNO.EFAULT;
  const file = descriptorAt(call.program.files, number)?.file;
  if (!file) return -ERRNO.EBADF;
  if (UNPOLLED.includes(file.kind)) return -ERRNO.EPERM;
  if (file === self) return -ERRNO.EINVAL;
  epoll.items = epoll.items.filter((item) => item.file.holders > 0);
  epoll.arrivals++;
  const found = epoll.items.find((item) => item.file === file && item.number === number);
  const events = ALWAYS | (view?.getInt32(0, true) ?? 0);
  const given: EventPollItem = { number, file, events, data: view?.getBigUint64(4, true) ?? 0n, told: null };
  return CONTROLS[operation]?.(epoll, given, found) ?? -ERRNO.EINVAL;
}

type Control = (epoll: EventPoll, given: EventPollItem, found: EventPollItem | undefined) => number;

/** By number. */
const CONTROLS: Readonly<Record<number, Control>> = {
  [CONTROL.ADD]: (epoll, given, found) => {
    if (found) return -ERRNO.EEXIST;
    const inner = given.file.epoll;
    if (inner && (reaches(inner, epoll) || depth(inner) > MOST_NESTED)) return -ERRNO.ELOOP;
    epoll.items.push(given);
    return 0;
  },
  [CONTROL.MOD]: (_epoll, given, found) => {
    if (found) Object.assign(found, given);
    return found ? 0 : -ERRNO.ENOENT;
  },
  [CONTROL.DEL]: (epoll, _given, found) => {
    epoll.items = epoll.items.filter((item) => item !== found);
    return found ? 0 : -ERRNO.ENOENT;
  },
};

function reaches({ items }: EventPoll, target: EventPoll): boolean {
  return items.some(({ file: { epoll } }) => epoll !== null && (epoll === target || reaches(epoll, target)));
}

function depth({ items }: EventPoll): number {
  return 1 + Math.max(0, ...items.map(({ file: { epoll } }) => (epoll ? depth(epoll) : 0)));
}

/** @param timeout nanoseconds; null for ever. */
function wait(call: Call, epoll: EventPoll, self: OpenFile, timeout: bigint | null): Answer {
  const { kernel } = call;
  const [at, most] = [pointer(call, 1), int(call, 2)];
  if (most <= 0 || most > MOST_EVENTS) return -ERRNO.EINVAL;
  const ready = epoll.items.filter((item) => readyOf(item) !== 0).slice(0, most);
  const until = untilOf(call, timeout);
  if (ready.length === 0) return isOver(kernel.state, until) ? 0 : { wait: watchFiles([self], until, false) };
  const view = new DataView(new ArrayBuffer(ready.length * EVENT_SIZE));
  for (const [index, item] of ready.entries()) {
    view.setUint32(index * EVENT_SIZE, readyOf(item), true);
    view.setBigUint64(index * EVENT_SIZE + 4, item.data, true);
  }
  if (!copyToUser(kernel, at, new Uint8Array(view.buffer))) return -ERRNO.EFAULT;
  for (const item of ready) tell(item);
  // Who has been told waits behind the others.
  epoll.items = [...epoll.items.filter((item) => !ready.includes(item)), ...ready];
  return ready.length;
}

function tell(item: EventPollItem): void {
  const [object] = objectsOf(item.file);
  item.told = object ? { arrivals: object.arrivals, departures: object.departures } : FRESH;
  if (item.events & ONE_SHOT) item.events &= PRIVATE_BITS;
}

/** The file of the call's first argument, which must be an epoll instance. */
function withEpoll(call: Call, use: (epoll: EventPoll, file: OpenFile) => Answer): Answer {
  return withFile(call, (file) => (file.epoll ? use(file.epoll, file) : -ERRNO.EINVAL));
}

const WAIT = ['epfd', 'events', 'maxevents', 'timeout'] as const;
const NO_MASK = 'The mask of signals is not used.';

export const eventCalls: readonly SystemCall[] = [
  { number: 284, name: 'eventfd', parameters: ['count'], make: (call) => makeCounter(call, 0) },
  { number: 290, name: 'eventfd2', parameters: ['count', 'flags'], make: (call) => makeCounter(call, int(call, 1)) },
  {
    number: 213,
    name: 'epoll_create',
    parameters: ['size'],
    make: (call) => (int(call, 0) > 0 ? makeEpoll(call, 0) : -ERRNO.EINVAL),
  },
  { number: 291, name: 'epoll_create1', parameters: ['flags'], make: (call) => makeEpoll(call, int(call, 0)) },
  {
    number: 233,
    name: 'epoll_ctl',
    parameters: ['epfd', 'op', 'fd', 'event'],
    make: (call) => withEpoll(call, (epoll, file) => control(call, epoll, file)),
  },
  {
    number: 232,
    name: 'epoll_wait',
    parameters: WAIT,
    make: (call) => withEpoll(call, (epoll, file) => wait(call, epoll, file, milliseconds(call, 3))),
  },
  {
    number: 281,
    name: 'epoll_pwait',
    parameters: [...WAIT, 'sigmask', 'sigsetsize'],
    note: NO_MASK,
    make: (call) => withEpoll(call, (epoll, file) => wait(call, epoll, file, milliseconds(call, 3))),
  },
  {
    number: 441,
    name: 'epoll_pwait2',
    parameters: [...WAIT, 'sigmask', 'sigsetsize'],
    note: NO_MASK,
    make: (call) =>
      withEpoll(call, (epoll, file) => withTime(timeAt(call, 3), (time) => wait(call, epoll, file, time))),
  },
];
