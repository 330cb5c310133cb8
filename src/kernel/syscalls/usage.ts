/** Times that processes have taken, as getrusage(2), times(2) and wait4(2) tell them (kernel/sys.c, kernel/sched/cputime.c). */
import { copyToUser } from '../model/memory/user-memory';
import { ERRNO } from '../state/constants';
import { NO_USAGE, type ProgramState, type Usage } from '../state/program-state';
import type { KernelState } from '../state/state';
import type { Clock } from '../state/timer-state';
import { SECOND, timeOf } from '../time/clocks';
import { type Answer, type Call, int, pointer, type SystemCall } from './call';
import { UNIT, wordsOf } from './time-data';
import { writeWords } from './user-data';

function usageBy(state: KernelState, clock: Exclude<Clock, { of: 'boot' }>): Usage {
  const user = timeOf(state, { ...clock, isUser: true });
  return { user, system: timeOf(state, { ...clock, isUser: false }) - user };
}

function ofProcess(state: KernelState, id: number): Usage {
  return usageBy(state, { of: 'process', id, isUser: true });
}

/** Of the children that have been waited for, and of theirs. */
function ofChildren({ processes }: KernelState, id: number): Usage {
  return processes[id]?.program?.waited ?? NO_USAGE;
}

/** A child has been waited for: what it has taken is that of its parent's children from here on. */
export function addWaited(state: KernelState, program: ProgramState, child: number): void {
  program.waited = sum(program.waited, withChildren(state, child));
}

function withChildren(state: KernelState, id: number): Usage {
  return sum(ofProcess(state, id), ofChildren(state, id));
}

function sum(a: Usage, b: Usage): Usage {
  return { user: a.user + b.user, system: a.system + b.system };
}

/** `struct rusage`: `ru_utime`, `ru_stime`, and zeros. */
const RUSAGE_SIZE = 144;

function rusage({ user, system }: Usage): Uint8Array {
  const words = new BigUint64Array(RUSAGE_SIZE / 8);
  words.set([...wordsOf(user, UNIT.TIMEVAL), ...wordsOf(system, UNIT.TIMEVAL)]);
  return new Uint8Array(words.buffer);
}

/** What wait4(2) tells of a child, or of a tracee that has stopped. */
export function rusageOfWaited(state: KernelState, process: number): Uint8Array {
  return rusage(withChildren(state, process));
}

/** By `who`: RUSAGE_SELF, RUSAGE_CHILDREN, RUSAGE_THREAD. */
const WHO: Readonly<Record<number, (call: Call) => Usage>> = {
  0: ({ kernel, process }) => ofProcess(kernel.state, process.id),
  [-1]: ({ kernel, process }) => ofChildren(kernel.state, process.id),
  1: ({ kernel, task }) => usageBy(kernel.state, { of: 'task', id: task.id, isUser: true }),
};

function getUsage(call: Call): Answer {
  const usage = WHO[int(call, 0)]?.(call);
  if (!usage) return -ERRNO.EINVAL;
  return copyToUser(call.kernel, pointer(call, 1), rusage(usage)) ? 0 : -ERRNO.EFAULT;
}

/** USER_HZ is 100. */
const CLOCK_TICK = SECOND / 100n;

/** `struct tms`: four counts of ticks. Returns those since the boot. */
function times(call: Call): Answer {
  const { kernel, process } = call;
  const { state } = kernel;
  const at = pointer(call, 0);
  const [own, children] = [ofProcess(state, process.id), ofChildren(state, process.id)];
  const ticks = [own.user, own.system, children.user, children.system].map((time) => time / CLOCK_TICK);
  return at === 0 || writeWords(kernel, at, ticks) ? state.clock / CLOCK_TICK : -ERRNO.EFAULT;
}

export const usageCalls: readonly SystemCall[] = [
  { number: 98, name: 'getrusage', parameters: ['who', 'ru'], note: 'Times alone are accounted for.', make: getUsage },
  { number: 100, name: 'times', parameters: ['tbuf'], make: times },
];
