/** Who runs where while a recording is written down: in the recording, and in the trace so far. */
import { IDLE } from '../../kernel/state/constants';
import type { Survey } from './survey';

export const IDLE_PID = 0;

/** Somebody whom the recording does not name: a task is switched out, and nobody is said to be switched in. */
export const OTHERS = 'others';

export class Players {
  /** By CPU: the thread ID of whom the recording has there; `null` for somebody else. */
  readonly running = new Map<number, number | null>();
  readonly dead = new Set<number>();
  /** Tasks that a step of the trace makes. */
  readonly made = new Set<number>();
  /** Tasks whose signals have a handler in the trace, by signal. */
  readonly handlers = new Map<number, ReadonlySet<number>>();
  /** What was last said to be in use, while nothing since may have changed it. */
  readonly inUse = new Map<number, bigint>();
  needsOthers = false;
  private readonly started = new Set<number>();

  constructor(private readonly all: Survey) {}

  name(pid: number): string {
    return pid === IDLE_PID ? IDLE : (this.all.names.get(pid) ?? `task_${pid}`);
  }

  isUser(pid: number): boolean {
    return this.all.users.has(pid);
  }

  isForked(pid: number): boolean {
    return this.all.forked.has(pid);
  }

  /** A switch is recorded: from now on all switches to these are. */
  noteSwitch(from: number, to: number): void {
    this.started.add(from);
    this.started.add(to);
  }

  noteFork(parent: number, child: number): void {
    if (this.all.followed.has(parent) && this.started.has(parent)) this.started.add(child);
  }

  /** Whether a switch from one to the other would have been recorded. A task may be followed only from some moment on. */
  isSwitchRecorded(from: number, to: number): boolean {
    return this.all.followed.has(from) || (this.all.followed.has(to) && this.started.has(to));
  }
}
