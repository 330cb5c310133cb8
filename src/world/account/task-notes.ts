/** What a task met in a run, in one line: `2 #NM · 2560→10752 bytes · dies of SIGSEGV`. */
import type { KernelState } from '../../kernel/state/state';
import type { Happening } from '../state/happening';
import type { TaskAccount } from './run-account';

interface TaskSeen {
  /** By name: exceptions and signals. */
  readonly met: Map<string, number>;
  /** Bytes of the task's buffer, before the buffer first grew or shrank. */
  firstSize?: number;
  /** Bytes behind the latest change: who is dead has no buffer any more. */
  lastSize?: number;
  killedBy?: string;
}

export class TaskNotes {
  private readonly seen = new Map<string, TaskSeen>();

  happened(happening: Happening): void {
    const { task } = happening;
    if (task === null) return;
    switch (happening.kind) {
      case 'exception':
        return this.met(task, happening.name);
      case 'signal':
        return this.met(task, happening.signal);
      case 'grow':
        this.on(task).firstSize ??= happening.from;
        this.on(task).lastSize = happening.to;
        return;
      case 'killed':
        this.on(task).killedBy = happening.signal;
    }
  }

  /** Of all tasks, in the order in which they were made. */
  account({ tasks }: Readonly<KernelState>): readonly TaskAccount[] {
    return tasks.map(({ name, fpstate, vcpu }) => {
      const { met = new Map<string, number>(), firstSize, lastSize = 0, killedBy } = this.seen.get(name) ?? {};
      const size = (vcpu?.parked ?? fpstate).size || lastSize;
      return {
        name,
        notes: [
          ...[...met].map(([what, count]) => (count === 1 ? what : `${count} ${what}`)),
          ...(size === 0
            ? []
            : [firstSize === undefined || firstSize === size ? `${size} bytes` : `${firstSize}→${size} bytes`]),
          ...(killedBy === undefined ? [] : [`dies of ${killedBy}`]),
        ],
      };
    });
  }

  private met(task: string, what: string): void {
    const { met } = this.on(task);
    met.set(what, (met.get(what) ?? 0) + 1);
  }

  private on(task: string): TaskSeen {
    const seen = this.seen.get(task) ?? { met: new Map() };
    this.seen.set(task, seen);
    return seen;
  }
}
