/** The OOM killer (mm/oom_kill.c), with `oom=on`: ends the task that holds the most buffer bytes. */
import { SIGNAL } from './constants';
import type { LinuxKernel } from './linux-kernel';
import { endTask, isAlive } from './tasks';

/** True when a task other than the current one was killed and its buffer freed. */
export function outOfMemory(kernel: LinuxKernel): boolean {
  if (kernel.options.oom !== 'on') return false;
  const holders = kernel.state.tasks.filter(
    (task) => isAlive(task) && task.fpstate.isValloc && task.id !== kernel.percpu.current,
  );
  const victim = holders.reduce(
    (worst, task) => (worst && worst.fpstate.size >= task.fpstate.size ? worst : task),
    holders[0],
  );
  if (!victim) return false;
  kernel.emit({ kind: 'signal', task: victim.name, signal: 'SIGKILL', code: 0x80, address: null });
  for (const id of kernel.processOf(victim)?.threads ?? []) {
    const thread = kernel.state.tasks[id];
    if (thread && isAlive(thread) && id !== kernel.percpu.current)
      endTask(kernel, thread, { signal: 'SIGKILL', exitCode: SIGNAL.SIGKILL });
  }
  kernel.emit({ kind: 'killed', task: victim.name, signal: 'SIGKILL' });
  return true;
}
