/**
 * Who runs next (kernel/sched/core.c), among the processes of one program: round robin, the same in every run. What the trace
 * declares as its own tasks is for the trace to switch.
 */
import { isSignalPending, signalBit } from '../model/tasks/signals';
import type { KernelContext } from '../routines/kernel-context';
import { IDLE } from '../state/constants';
import type { Wait } from '../state/program-state';
import { hindrance, isAlive, type Task } from '../state/task';
import { hasStoppedTracee } from '../syscalls/wait';
import { KTIME_MAX } from '../time/clocks';
import { expireTimers, nextExpiry } from '../time/expire';

/**
 * The name of the task that runs next on this CPU, the current one among them; `idle` where nobody can. Where all sleep, time
 * passes until the first wakes up.
 */
export function nextTask(kernel: KernelContext): string {
  const family = familyOf(kernel, kernel.current);
  if (family === null) return IDLE;
  const members = kernel.state.tasks.filter((task) => familyOf(kernel, task) === family && canRunHere(kernel, task));
  let next = pick(kernel, members);
  while (!next && passTime(kernel, members, family)) next = pick(kernel, members);
  return next?.name ?? IDLE;
}

function familyOf(kernel: KernelContext, task: Task | undefined): number | null {
  const process = task && kernel.processOf(task);
  return process?.program?.family ?? null;
}

function canRunHere({ cpu }: KernelContext, task: Task): boolean {
  return isAlive(task) && hindrance(task) === null && (task.cpu === null || task.cpu === cpu.index);
}

/** The first behind the current one, in the order in which they were made; the current one last. */
function pick(kernel: KernelContext, members: readonly Task[]): Task | undefined {
  const ready = members.filter((task) => isAwake(kernel, task));
  const current = kernel.current?.id ?? -1;
  return ready.find(({ id }) => id > current) ?? ready[0];
}

/** Whether anybody has a time to wake up at, or a timer is to expire: it is then. */
function passTime(kernel: KernelContext, members: readonly Task[], family: number): boolean {
  const { state } = kernel;
  let first = nextExpiry(kernel, family);
  for (const { wait } of members) {
    const until = wait?.until ?? KTIME_MAX;
    if (until < (first ?? KTIME_MAX)) first = until;
  }
  if (first === null) return false;
  if (first > state.clock) state.clock = first;
  expireTimers(kernel);
  return true;
}

function isAwake(kernel: KernelContext, task: Task): boolean {
  const { wait } = task;
  if (!wait || isSignalPending(kernel, task)) return true;
  if (wait.until !== null && kernel.state.clock >= wait.until) return true;
  return (HAS_COME[wait.kind] as HasCome<Wait['kind']>)(kernel, task, wait); // the key chose the row
}

type HasCome<K extends Wait['kind']> = (
  kernel: KernelContext,
  task: Task,
  wait: Wait & { readonly kind: K },
) => boolean;

/** Whether what a task waits for is there. */
const HAS_COME: { readonly [K in Wait['kind']]: HasCome<K> } = {
  futex: (_kernel, _task, { woken }) => woken,
  files: (_kernel, _task, { watched }) =>
    watched.some(
      ({ object, arrivals, departures }) => object.arrivals !== arrivals || object.departures !== departures,
    ),
  child: (kernel, { process }) =>
    hasStoppedTracee(kernel, process) ||
    kernel.state.processes.some(
      ({ program }) => program?.parent === process && program.status !== null && !program.reaped,
    ),
  signals: (kernel, task, { mask }) =>
    [...task.pending, ...(kernel.processOf(task)?.pending ?? [])].some(
      ({ number }) => (mask & signalBit(number)) !== 0n,
    ),
  sleep: () => false,
};
