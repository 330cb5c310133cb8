/** futex(2) (kernel/futex): sleeping until a word in memory is no longer what it was. */
import { copyFromUser, copyToUser } from '../model/memory/user-memory';
import type { KernelContext } from '../routines/kernel-context';
import { ERRNO } from '../state/constants';
import type { Wait } from '../state/program-state';
import { CLOCK, deadline, originOf } from '../time/clocks';
import { type Answer, arg, type Call, int, pointer, type SystemCall } from './call';
import { isOver } from './time';
import { readTime } from './time-data';

const OP = { WAIT: 0, WAKE: 1, REQUEUE: 3, CMP_REQUEUE: 4, WAKE_OP: 5, WAIT_BITSET: 9, WAKE_BITSET: 10 } as const;
const CLOCK_REALTIME = 0x100;
const COMMAND = 0x7f;
const EVERYBODY = 0xffff_ffff;

type FutexWait = Wait & { readonly kind: 'futex' };

function wordAt(kernel: KernelContext, address: number): number | undefined {
  const bytes = copyFromUser(kernel, address, 4);
  return bytes && new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
}

/** Wakes at most `most` of those who sleep at an address, the longest sleeper first; says how many. Linux counts behind the first: 0 wakes one. */
export function wake(kernel: KernelContext, space: number, address: number, most: number, mask = EVERYBODY): number {
  const sleepers = sleepersAt(kernel, space, address).filter((wait) => (wait.mask & mask) !== 0);
  const woken = sleepers.slice(0, Math.max(1, most));
  for (const wait of woken) wait.woken = true;
  return woken.length;
}

function sleepersAt({ state }: KernelContext, space: number, address: number): FutexWait[] {
  return state.tasks.flatMap(({ wait }) =>
    wait?.kind === 'futex' && !wait.woken && wait.space === space && wait.address === address ? [wait] : [],
  );
}

/** @param isAbsolute whether the timeout says when, or how long. */
function wait(call: Call, isAbsolute: boolean, mask: number): Answer {
  const { kernel, process, resumed } = call;
  if (resumed?.kind === 'futex') {
    if (resumed.woken) return 0;
    return isOver(kernel.state, resumed.until) ? -ERRNO.ETIMEDOUT : { wait: resumed };
  }
  const address = pointer(call, 0);
  const value = wordAt(kernel, address);
  if (value === undefined) return -ERRNO.EFAULT;
  if (mask === 0 || address % 4 !== 0) return -ERRNO.EINVAL;
  if (value !== Number(arg(call, 2) & 0xffff_ffffn)) return -ERRNO.EAGAIN;
  const time = pointer(call, 3) === 0 ? null : readTime(kernel, pointer(call, 3));
  if (typeof time === 'number') return time;
  const origin = int(call, 1) & CLOCK_REALTIME ? originOf(CLOCK.REALTIME) : 0n;
  const until = time === null ? null : deadline(kernel.state.clock, time, isAbsolute, origin);
  if (isOver(kernel.state, until)) return -ERRNO.ETIMEDOUT;
  return { wait: { kind: 'futex', space: process.space, address, mask, woken: false, until } };
}

function requeue(call: Call, compares: boolean): Answer {
  const { kernel, process } = call;
  const [from, to] = [pointer(call, 0), pointer(call, 4)];
  if (compares && wordAt(kernel, from) !== Number(arg(call, 5) & 0xffff_ffffn)) return -ERRNO.EAGAIN;
  const [most, others] = [int(call, 2), int(call, 3)];
  if (most < 0 || others < 0) return -ERRNO.EINVAL;
  const woken = most === 0 ? 0 : wake(kernel, process.space, from, most);
  const moved = sleepersAt(kernel, process.space, from).slice(0, others);
  for (const sleeper of moved) sleeper.address = to;
  return woken + (compares ? moved.length : 0);
}

/** FUTEX_WAKE_OP: changes the second word, wakes at the first, and at the second where that was as asked. */
function wakeByOperation(call: Call): Answer {
  const { kernel, process } = call;
  const second = pointer(call, 4);
  const encoded = Number(arg(call, 5) & 0xffff_ffffn);
  const old = wordAt(kernel, second);
  if (old === undefined) return -ERRNO.EFAULT;
  const isShift = encoded >>> 31 === 1;
  const [operation, compare] = [(encoded >>> 28) & 7, (encoded >>> 24) & 15];
  const operand = isShift ? 1 << ((encoded >>> 12) & 31) : signed12(encoded >>> 12);
  const changed = [operand, old + operand, old | operand, old & ~operand, old ^ operand][operation];
  const holds = COMPARISONS[compare];
  if (changed === undefined || !holds) return -ERRNO.ENOSYS;
  if (!copyToUser(kernel, second, new Uint8Array(Uint32Array.of(changed >>> 0).buffer))) return -ERRNO.EFAULT;
  const first = wake(kernel, process.space, pointer(call, 0), int(call, 2));
  return first + (holds(old | 0, signed12(encoded)) ? wake(kernel, process.space, second, int(call, 3)) : 0);
}

const COMPARISONS: readonly ((a: number, b: number) => boolean)[] = [
  (a, b) => a === b,
  (a, b) => a !== b,
  (a, b) => a < b,
  (a, b) => a <= b,
  (a, b) => a > b,
  (a, b) => a >= b,
];

function signed12(value: number): number {
  return (value << 20) >> 20;
}

function futex(call: Call): Answer {
  const { kernel, process } = call;
  const mask = Number(arg(call, 5) & 0xffff_ffffn) | 0;
  switch (int(call, 1) & COMMAND) {
    case OP.WAIT:
      return wait(call, false, EVERYBODY);
    case OP.WAIT_BITSET:
      return wait(call, true, mask);
    case OP.WAKE:
      return wake(kernel, process.space, pointer(call, 0), int(call, 2));
    case OP.WAKE_BITSET:
      return mask === 0 ? -ERRNO.EINVAL : wake(kernel, process.space, pointer(call, 0), int(call, 2), mask);
    case OP.REQUEUE:
    case OP.CMP_REQUEUE:
      return requeue(call, (int(call, 1) & COMMAND) === OP.CMP_REQUEUE);
    case OP.WAKE_OP:
      return wakeByOperation(call);
    default:
      return -ERRNO.ENOSYS;
  }
}

export const futexCalls: readonly SystemCall[] = [
  {
    number: 202,
    name: 'futex',
    parameters: ['uaddr', 'op', 'val', 'utime', 'uaddr2', 'val3'],
    note: 'Without priority inheritance.',
    make: futex,
  },
];
