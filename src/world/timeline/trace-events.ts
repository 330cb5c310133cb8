/**
 * A run's timeline in the Trace Event Format (D. Sinclair, N. Duca: "Trace Event Format", 2016), which Perfetto and Chrome's
 * tracing open. A microsecond of it is a moment of the run: what a moment does takes the microsecond before it.
 */
import { sourceText } from '../state/happening';
import { MARKS, type Mark } from './mark';
import type { TimelineSink } from './sink';

type Arguments = Readonly<Record<string, string | number>>;

interface Placed {
  readonly name: string;
  readonly pid: number;
  readonly tid: number;
}

interface Timed extends Placed {
  /** Microseconds. */
  readonly ts: number;
  readonly cat: string;
}

export type TraceEvent =
  | (Placed & { readonly ph: 'M'; readonly args: Arguments })
  /** Complete: a slice with its duration. */
  | (Timed & { readonly ph: 'X'; readonly dur: number; readonly args: Arguments })
  /** Instant, of its thread. */
  | (Timed & { readonly ph: 'i'; readonly s: 't'; readonly args: Arguments })
  /** Counter. */
  | (Timed & { readonly ph: 'C'; readonly args: Arguments })
  /** A flow from the slice around it to another. */
  | (Timed & { readonly ph: 's'; readonly id: number })
  | (Timed & { readonly ph: 'f'; readonly id: number; readonly bp: 'e' });

const PROCESS = { cpus: 1, tasks: 2 } as const;
/** Of the threads that show what the kernel does on a CPU. */
const KERNEL_THREADS = 1000;

interface Sent extends Timed {
  readonly id: number;
}

export class TraceEvents implements TimelineSink {
  /** Slices that last, by their process and thread. */
  private readonly begun = new Map<string, Timed>();
  /** Numbers of the tasks' threads. */
  private readonly tasks = new Map<string, number>();
  private readonly taskOn = new Map<number, string>();
  /** Signals that nobody has handled yet, by task and name. */
  private readonly sent = new Map<string, Sent[]>();
  private flows = 0;

  constructor(
    cpus: number,
    private readonly emit: (event: TraceEvent) => void,
  ) {
    this.name('process_name', PROCESS.cpus, 0, 'CPUs');
    this.name('process_name', PROCESS.tasks, 0, 'Tasks');
    for (let cpu = 0; cpu < cpus; cpu++) {
      this.name('thread_name', PROCESS.cpus, cpuThread(cpu), `CPU ${cpu}`);
      this.name('thread_name', PROCESS.cpus, kernelThread(cpu), `CPU ${cpu}, kernel`);
      this.order(cpuThread(cpu), 2 * cpu);
      this.order(kernelThread(cpu), 2 * cpu + 1);
    }
  }

  stay(cpu: number, task: string | null, moment: number): void {
    const left = this.taskOn.get(cpu);
    this.change(PROCESS.cpus, cpuThread(cpu), 'stay', task, moment);
    if (left !== undefined) this.change(PROCESS.tasks, this.taskThread(left), 'stay', null, moment);
    if (task === null) {
      this.taskOn.delete(cpu);
    } else {
      this.change(PROCESS.tasks, this.taskThread(task), 'stay', `CPU ${cpu}`, moment);
      this.taskOn.set(cpu, task);
    }
  }

  kernel(cpu: number, routine: string | null, moment: number): void {
    this.change(PROCESS.cpus, kernelThread(cpu), 'kernel', routine, moment);
  }

  buffer(task: string, bytes: number, moment: number): void {
    const place = { pid: PROCESS.tasks, tid: this.taskThread(task), ts: moment, cat: 'buffer' };
    this.emit({ name: `${task}: buffer`, ph: 'C', ...place, args: { bytes } });
  }

  /** Not needed here: a happening has the number of its step. */
  step(): void {}

  mark(mark: Mark): void {
    const { kind, text, moment, step, line, task, cpu, source } = mark;
    const inTask = MARKS[kind].lane === 'task' && task !== null;
    const where = inTask
      ? { pid: PROCESS.tasks, tid: this.taskThread(task) }
      : { pid: PROCESS.cpus, tid: cpuThread(cpu) };
    const args = {
      what: text,
      step,
      ...(line >= 0 && { line: line + 1 }),
      ...(source && { source: sourceText(source) }),
    };
    this.emit({ name: MARKS[kind].title, ph: 'i', s: 't', ts: before(moment), cat: kind, ...where, args });
    this.follow(mark, args);
  }

  /** What lasts to the end ends there. */
  finish(moment: number): void {
    for (const slice of this.begun.values()) this.complete(slice, moment);
    this.begun.clear();
  }

  /** From where a signal is sent to where the task handles it, or dies of it: on the CPUs, where a slice shows each. */
  private follow({ kind, text, signal, task, cpu, moment }: Mark, args: Arguments): void {
    if (signal === undefined) return;
    const place = { name: signal, pid: PROCESS.cpus, tid: cpuThread(cpu), ts: before(moment), cat: 'signal' };
    this.emit({ ...place, name: text, ph: 'X', dur: moment - place.ts, args });
    const key = `${task} ${signal}`;
    const waiting = this.sent.get(key) ?? [];
    if (kind === 'signal') {
      this.sent.set(key, [...waiting, { ...place, id: ++this.flows }]);
      return;
    }
    const [first, ...others] = waiting;
    if (!first) return;
    this.sent.set(key, others);
    this.emit({ ...first, ph: 's' });
    this.emit({ ...place, id: first.id, ph: 'f', bp: 'e' });
  }

  /** What a thread shows is another from here on; null for nothing. */
  private change(pid: number, tid: number, cat: string, name: string | null, moment: number): void {
    const key = `${pid}/${tid}`;
    const before = this.begun.get(key);
    if (before) this.complete(before, moment);
    if (name === null) this.begun.delete(key);
    else this.begun.set(key, { name, pid, tid, ts: moment, cat });
  }

  private complete(slice: Timed, moment: number): void {
    if (slice.ts < moment) this.emit({ ...slice, ph: 'X', dur: moment - slice.ts, args: {} });
  }

  private taskThread(task: string): number {
    let thread = this.tasks.get(task);
    if (thread === undefined) {
      thread = this.tasks.size + 1;
      this.tasks.set(task, thread);
      this.name('thread_name', PROCESS.tasks, thread, task);
    }
    return thread;
  }

  private name(what: 'process_name' | 'thread_name', pid: number, tid: number, name: string): void {
    this.emit({ name: what, ph: 'M', pid, tid, args: { name } });
  }

  private order(tid: number, index: number): void {
    this.emit({ name: 'thread_sort_index', ph: 'M', pid: PROCESS.cpus, tid, args: { sort_index: index } });
  }
}

function cpuThread(cpu: number): number {
  return cpu + 1;
}

function kernelThread(cpu: number): number {
  return KERNEL_THREADS + cpu + 1;
}

/** The microsecond at which a moment begins. */
function before(moment: number): number {
  return Math.max(0, moment - 1);
}
