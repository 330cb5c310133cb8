/** What of a file would not sleep, as poll(2), select(2) and epoll(7) ask for it: one row a kind. */
import type { EventPollItem, OpenFile } from '../state/program-state';
import { isReader, isWriter } from './descriptors';
import { MOST_COUNT } from './event-counter';
import { objectsOf } from './watch';

/** include/uapi/linux/poll.h; those of epoll are the same. */
export const POLL = { IN: 1, OUT: 4, ERR: 8, HUP: 16, NVAL: 32 } as const;
/** Told whether they are asked for or not. */
export const ALWAYS = POLL.ERR | POLL.HUP;

/** Bytes that a pipe holds, and what is written to one at once or not at all. */
export const PIPE_SIZE = 65_536;
export const PIPE_BUF = 4096;

/** What has no row is always ready. */
const ROWS: Partial<Record<OpenFile['kind'], (file: OpenFile) => number>> = {
  pipe: (file) => (isReader(file) ? ofReader(file) : 0) | (isWriter(file) ? ofWriter(file) : 0),
  event: ({ counter }) =>
    counter ? (counter.value > 0n ? POLL.IN : 0) | (counter.value < MOST_COUNT ? POLL.OUT : 0) : 0,
  timer: ({ timer }) => (timer && timer.ticks > 0n ? POLL.IN : 0),
  epoll: ({ epoll }) => (epoll?.items.some((item) => readyOf(item) !== 0) ? POLL.IN : 0),
};

/** A mask of `POLL`. */
export function readiness(file: OpenFile): number {
  return (ROWS[file.kind] ?? (() => POLL.IN | POLL.OUT))(file);
}

function ofReader({ pipe }: OpenFile): number {
  return pipe ? (pipe.bytes.length > 0 ? POLL.IN : 0) | (pipe.writers === 0 ? POLL.HUP : 0) : 0;
}

function ofWriter({ pipe }: OpenFile): number {
  if (!pipe) return 0;
  return (PIPE_SIZE - pipe.bytes.length >= PIPE_BUF ? POLL.OUT : 0) | (pipe.readers === 0 ? POLL.ERR : 0);
}

/** EPOLLET, of which only the sign is left in 32 bits. */
const EDGE = 1 << 31;

/** What an item of an epoll instance has to tell. */
export function readyOf({ file, events, told }: EventPollItem): number {
  if (file.holders === 0) return 0;
  const ready = readiness(file) & events;
  if (!(events & EDGE) || !told) return ready;
  const [object] = objectsOf(file);
  if (!object) return 0;
  // What comes makes a file readable; what goes makes it writable.
  const isNew = object.arrivals !== told.arrivals ? POLL.IN | ALWAYS : 0;
  const isFree = object.departures !== told.departures ? POLL.OUT | ALWAYS : 0;
  return ready & (isNew | isFree) ? ready : 0;
}
