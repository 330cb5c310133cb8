/** Threads: one for each task that lives or that a CPU still runs, one for each CPU that has none. */
import type { DebugProtocol } from '@vscode/debugprotocol';
import type { Task } from '../../kernel/state/task';
import { isAlive } from '../../kernel/state/task';
import type { Client } from '../protocol/client';
import { UserError } from '../protocol/user-error';
import { type StateView, type Subject, subjectOfCpu } from '../state/state-view';

/** Above every task's number: CPUs without a task. */
const IDLE_BASE = 1_000_000;

export function threadsOf(state: StateView): DebugProtocol.Thread[] {
  const { kernel } = state;
  const idle = state.cpus
    .filter(({ index }) => kernel?.cpus[index]?.current == null)
    .map(({ index }) => ({ id: IDLE_BASE + index, name: kernel ? `idle (CPU ${index})` : `CPU ${index}` }));
  if (!kernel) return idle;
  const tasks = kernel.tasks
    .filter((task) => isThread(state, task))
    .map((task) => ({ id: task.id + 1, name: taskName(task, cpuRunning(state, task)) }));
  return [...tasks, ...idle];
}

/** The thread that the trace is on. */
export function currentThread(state: StateView): number {
  return threadOf(subjectOfCpu(state, state.current));
}

function threadOf({ cpu, task }: Subject): number {
  return task === null ? IDLE_BASE + (cpu ?? 0) : task + 1;
}

/** Throws `UserError` for a thread that is not there, or no longer. */
export function subjectOfThread(state: StateView, thread: number): Subject {
  if (thread >= IDLE_BASE && state.cpus[thread - IDLE_BASE]) return { cpu: thread - IDLE_BASE, task: null };
  const task = state.kernel?.tasks[thread - 1];
  if (!task || !isThread(state, task)) throw new UserError('no-thread', `There is no thread ${thread}.`);
  return { cpu: cpuRunning(state, task), task: task.id };
}

/** Tells the client which threads have come and gone since the stop before. */
export class ThreadAnnouncer {
  private known: ReadonlySet<number> = new Set();

  constructor(private readonly client: Client) {}

  announce(state: StateView): void {
    const present = new Set(threadsOf(state).map(({ id }) => id));
    for (const threadId of present) {
      if (!this.known.has(threadId)) this.client.send('thread', { reason: 'started', threadId });
    }
    for (const threadId of this.known) {
      if (!present.has(threadId)) this.client.send('thread', { reason: 'exited', threadId });
    }
    this.known = present;
  }
}

/** A dead task is current until the scheduler has switched away from it: its last steps need a thread to be shown in. */
function isThread(state: StateView, task: Task): boolean {
  return isAlive(task) || cpuRunning(state, task) !== null;
}

/** Index of the CPU whose current task it is; null without one. */
function cpuRunning({ kernel }: StateView, { id }: Task): number | null {
  const cpu = kernel?.cpus.findIndex(({ current }) => current === id) ?? -1;
  return cpu < 0 ? null : cpu;
}

/** Short, so that an editor's column shows all of it: `A (CPU 0, 2560 B, armed)`. */
function taskName(task: Task, cpu: number | null): string {
  const place = cpu === null ? 'no CPU' : `CPU ${cpu}`;
  if (!isAlive(task)) return `${task.name} (${place}, ${task.state})`;
  if (task.kthread) return `${task.name} (${place}, kernel thread)`;
  return `${task.name} (${place}, ${task.fpstate.size} B${task.fpstate.xfd === 0n ? '' : ', armed'})`;
}
