/** Clocks by number (include/uapi/linux/time.h): virtual time, which goes on by a microsecond whenever somebody looks at it. */
import type { KernelContext } from '../routines/kernel-context';
import type { KernelState } from '../state/state';
import type { Task } from '../state/task';
import type { Clock } from '../state/timer-state';

export const SECOND = 1_000_000_000n;
/** When the machine has booted, and how old all files are: 1 January 2026, in seconds. */
export const EPOCH = 1_767_225_600n;
/** The greatest time, which never comes. */
export const KTIME_MAX = (1n << 63n) - 1n;

export const CLOCK = {
  REALTIME: 0,
  MONOTONIC: 1,
  PROCESS_CPUTIME: 2,
  THREAD_CPUTIME: 3,
  MONOTONIC_RAW: 4,
  REALTIME_COARSE: 5,
  MONOTONIC_COARSE: 6,
  BOOTTIME: 7,
  REALTIME_ALARM: 8,
  BOOTTIME_ALARM: 9,
  TAI: 11,
} as const;

const WALL_CLOCKS: ReadonlySet<number> = new Set([
  CLOCK.REALTIME,
  CLOCK.REALTIME_COARSE,
  CLOCK.REALTIME_ALARM,
  CLOCK.TAI,
]);
const BOOT_CLOCKS: ReadonlySet<number> = new Set([
  CLOCK.MONOTONIC,
  CLOCK.MONOTONIC_RAW,
  CLOCK.MONOTONIC_COARSE,
  CLOCK.BOOTTIME,
  CLOCK.BOOTTIME_ALARM,
]);

export const BOOT: Clock = { of: 'boot' };

/** What must be added to what a clock counts here: wall clocks count from 1970. */
export function originOf(number: number): bigint {
  return WALL_CLOCKS.has(number) ? EPOCH * SECOND : 0n;
}

/** The clock of that number, as the task means it; undefined where there is none. */
export function clockOf(kernel: KernelContext, task: Task, number: number): Clock | undefined {
  if (number < 0) return cpuClock(kernel, task, number);
  if (number === CLOCK.PROCESS_CPUTIME) return { of: 'process', id: task.process, isUser: false };
  if (number === CLOCK.THREAD_CPUTIME) return { of: 'task', id: task.id, isUser: false };
  return WALL_CLOCKS.has(number) || BOOT_CLOCKS.has(number) ? BOOT : undefined;
}

/** In the number of a CPU clock: what is counted, whether of one thread, and above these the complement of the pid. */
const CPU_CLOCK = { VIRTUAL: 1, SCHEDULED: 2, MASK: 3, THREAD: 4, SHIFT: 3 } as const;

/** The clock of another process, or of another thread of the same one (pthread_getcpuclockid). */
function cpuClock({ state }: KernelContext, task: Task, number: number): Clock | undefined {
  const counts = number & CPU_CLOCK.MASK;
  if (counts > CPU_CLOCK.SCHEDULED) return undefined;
  const pid = ~(number >> CPU_CLOCK.SHIFT);
  const isThread = (number & CPU_CLOCK.THREAD) !== 0;
  const target = pid === 0 ? task : state.tasks.find((candidate) => candidate.pid === pid);
  const isUser = counts === CPU_CLOCK.VIRTUAL;
  if (!target || (isThread && target.process !== task.process)) return undefined;
  if (isThread) return { of: 'task', id: target.id, isUser };
  const isLeader = pid === 0 || state.processes[target.process]?.threads[0] === target.id;
  return isLeader ? { of: 'process', id: target.process, isUser } : undefined;
}

/** What a clock shows. */
export function timeOf(state: KernelState, clock: Clock): bigint {
  if (clock.of === 'boot') return state.clock;
  const tasks = clock.of === 'task' ? state.tasks.slice(clock.id, clock.id + 1) : tasksOf(state, clock.id);
  return tasks.reduce((sum, { utime, stime }) => sum + utime + (clock.isUser ? 0n : stime), 0n);
}

function tasksOf({ tasks }: KernelState, id: number): readonly Task[] {
  return tasks.filter(({ process }) => process === id);
}

/** When a time that a call gives has come, as the clock counts here. @param origin of its clock: `originOf`. */
export function deadline(now: bigint, time: bigint, isAbsolute: boolean, origin = 0n): bigint {
  const until = isAbsolute ? time - origin : now + time;
  return until < KTIME_MAX ? until : KTIME_MAX;
}
