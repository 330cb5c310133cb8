/** The OOM killer (mm/oom_kill.c), with `oom=on`: ends the process of the task that holds the most buffer bytes. */

import type { KernelContext } from '../../routines/kernel-context';
import { SIGNAL } from '../../state/constants';
import type { Task } from '../../state/task';
import { isAlive } from '../../state/task';
import { forceFatalSignal } from '../tasks/signals';
import { endTask } from '../tasks/tasks';

/**
 * Makes room where there is a victim. A thread of the current task's own process dies on its way back to user mode, all
 * others at once. The caller has to check for itself whether there is room now.
 */
export function outOfMemory(kernel: KernelContext): void {
  if (kernel.options.oom !== 'on') return;
  const victim = largestHolder(kernel);
  if (!victim) return;
  const isCurrent = victim === kernel.current;
  if (!isCurrent) kernel.emit({ kind: 'signal', task: victim.name, signal: 'SIGKILL', code: 0x80, address: null });
  for (const id of kernel.processOf(victim)?.threads ?? []) {
    const thread = kernel.state.tasks[id];
    if (!thread || !isAlive(thread)) continue;
    if (thread === kernel.current) forceFatalSignal(kernel, thread, 'SIGKILL');
    else endTask(kernel, thread, { signal: 'SIGKILL', exitCode: SIGNAL.SIGKILL });
  }
  if (!isCurrent) kernel.emit({ kind: 'killed', task: victim.name, signal: 'SIGKILL' });
}

/** Of several that hold as much, the current task is the last choice. */
function largestHolder(kernel: KernelContext): Task | undefined {
  const living = kernel.state.tasks.filter((task) => isAlive(task) && heldBytes(task) > 0);
  const others = living.filter((task) => task !== kernel.current);
  const own = living.filter((task) => task === kernel.current);
  return [...others, ...own].reduce<Task | undefined>(
    (worst, task) => (worst && heldBytes(worst) >= heldBytes(task) ? worst : task),
    undefined,
  );
}

/** Bytes of the areas that were allocated for a task: its own, and its virtual CPU's. */
function heldBytes({ fpstate, vcpu }: Task): number {
  const areas = new Set([fpstate, vcpu?.fpstate, vcpu?.parked]);
  return [...areas].reduce((bytes, area) => bytes + (area?.isValloc ? area.size : 0), 0);
}
