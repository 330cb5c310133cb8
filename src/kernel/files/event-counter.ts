/** Files of eventfd(2) (fs/eventfd.c). */
import { ERRNO, O } from '../state/constants';
import type { OpenFile } from '../state/program-state';
import type { Read, Written } from './outcome';

const SIZE = 8;
/** The greatest value that is read; one more cannot be written. */
export const MOST_COUNT = (1n << 64n) - 2n;

/** The value as eight bytes, which is 0 then; or 1 of it. */
export function readCounter({ counter, flags }: OpenFile, count: number): Read {
  if (!counter || count < SIZE) return -ERRNO.EINVAL;
  if (counter.value === 0n) return flags & O.NONBLOCK ? -ERRNO.EAGAIN : 'wait';
  const taken = counter.isSemaphore ? 1n : counter.value;
  counter.value -= taken;
  counter.departures++;
  return new Uint8Array(BigUint64Array.of(taken).buffer);
}

export function writeCounter({ counter, flags }: OpenFile, bytes: Uint8Array): Written {
  if (!counter || bytes.length < SIZE) return -ERRNO.EINVAL;
  const added = new DataView(bytes.buffer, bytes.byteOffset, SIZE).getBigUint64(0, true);
  if (added > MOST_COUNT) return -ERRNO.EINVAL;
  if (counter.value + added > MOST_COUNT) return flags & O.NONBLOCK ? -ERRNO.EAGAIN : 'wait';
  counter.value += added;
  counter.arrivals++;
  return SIZE;
}
