/**
 * Watches a run for its timeline: what happened at a moment, and whether CPUs, kernel and buffers are as they were at the
 * moment before. Moments at which nothing of that can have changed cost next to nothing.
 */
import type { KernelState } from '../../kernel/state/state';
import { noteCall, sourcedHappenings, sourceOfFlow } from '../compiled/happening-source';
import type { World } from '../state/world';
import { type Mark, type MarkKind, markOf } from './mark';
import type { TimelineSink } from './sink';

interface CpuSeen {
  /** The index of the task in the kernel's state. */
  current: number | null;
  /** Its name. */
  task: string | null;
  inGuest: boolean;
}

export class TimelineWatch {
  private cpus: CpuSeen[] = [];
  /** The CPU that a task was on last, by its name. */
  private lastCpus: Map<string, number> = new Map();
  private sizes = new Map<string, number>();
  /** The outermost kernel routine, while one runs, and where. */
  private routine: string | null = null;
  private routineCpu = 0;
  /** Steps that lag behind moments. */
  private lag = Number.NaN;

  constructor(
    private readonly world: World,
    private readonly sink: TimelineSink,
  ) {}

  /** Begins to watch at a moment: earlier states are taken to be the same. `lastCpus`: the last CPU of each task, by name. */
  begin(moment: number, lastCpus: Map<string, number> = new Map()): void {
    const { world } = this;
    this.lastCpus = lastCpus;
    const state = world.kernel?.state;
    this.lag = Number.NaN;
    this.routine = null;
    this.cpus = world.cpus.map(() => ({ current: null, task: null, inGuest: false }));
    this.sizes.clear();
    if (state) {
      for (const [index, seen] of this.cpus.entries()) seen.inGuest = state.cpus[index]?.host != null;
      this.lookAtCpus(state, moment);
      this.lookAtSizes(state, moment);
    }
    this.lookAtKernel(moment);
    this.lookAtSteps(moment);
  }

  /** To be called for each moment that is reached, in order; plain steps may be passed over. */
  look(moment: number): void {
    const { happenings, kernel } = this.world;
    const active = kernel?.active ?? false;
    if (kernel && (active || this.routine !== null || happenings.length > 0)) {
      this.lookAtCpus(kernel.state, moment);
      this.lookAtKernel(moment);
      if (!active || happenings.length > 0) this.lookAtSizes(kernel.state, moment);
    }
    if (!active) this.lookAtSteps(moment);
    if (happenings.length === 0) return;
    for (const happening of sourcedHappenings(this.world)) {
      const mark = markOf(happening, moment);
      if (mark) this.sink.mark(mark);
    }
  }

  /** What the user changes at this moment. */
  edited(moment: number, text: string): void {
    const { flow, currentTask } = this.world;
    this.mark('edit', text, moment, flow.cpu, currentTask?.name ?? null);
  }

  private lookAtCpus({ cpus, tasks }: KernelState, moment: number): void {
    for (let index = 0; index < this.cpus.length; index++) {
      const seen = this.cpus[index]!; // within bounds
      const { current, host } = cpus[index]!; // the kernel has as many
      if (current !== seen.current) this.lookAtTask(index, tasks[current ?? -1]?.name ?? null, moment);
      seen.current = current;
      const inGuest = host !== null;
      if (inGuest === seen.inGuest) continue;
      seen.inGuest = inGuest;
      if (inGuest) this.mark('guest-entry', 'VM entry: the guest runs', moment, index, seen.task);
      else this.mark('guest-exit', 'VM exit: the host runs', moment, index, seen.task);
    }
  }

  private lookAtTask(cpu: number, task: string | null, moment: number): void {
    const seen = this.cpus[cpu]!; // it looks at one of them
    if (task === seen.task) return;
    seen.task = task;
    this.sink.stay(cpu, task, moment);
    if (task !== null) this.arrived(task, cpu, moment);
  }

  private arrived(task: string, cpu: number, moment: number): void {
    const before = this.lastCpus.get(task) ?? cpu;
    this.lastCpus.set(task, cpu);
    if (before !== cpu) this.mark('migrate', `CPU ${before} → CPU ${cpu}`, moment, cpu, task);
  }

  private lookAtKernel(moment: number): void {
    noteCall(this.world);
    const { kernel, flow } = this.world;
    const routine = (kernel?.active && kernel.state.stack[0]?.routine) || null;
    if (routine === this.routine) return;
    if (this.routine !== null) this.sink.kernel(this.routineCpu, null, moment);
    this.routine = routine;
    this.routineCpu = kernel?.state.stack[0]?.cpu ?? flow.cpu;
    if (routine !== null) this.sink.kernel(this.routineCpu, routine, moment);
  }

  /** In its own area, also while the task runs a guest. */
  private lookAtSizes({ tasks }: KernelState, moment: number): void {
    for (const { name, fpstate, vcpu } of tasks) {
      const { size } = vcpu?.parked ?? fpstate;
      if (this.sizes.get(name) === size) continue;
      this.sizes.set(name, size);
      this.sink.buffer(name, size, moment);
    }
  }

  private lookAtSteps(moment: number): void {
    const step = this.world.flow.steps + 1;
    if (moment - step === this.lag) return;
    this.lag = moment - step;
    this.sink.step(step, moment);
  }

  private mark(kind: MarkKind, text: string, moment: number, cpu: number, task: string | null): void {
    const { flow, line } = this.world;
    const source = kind === 'edit' ? sourceOfFlow(this.world) : undefined;
    const mark: Mark = { kind, text, moment, step: flow.steps + 1, line, cpu, task };
    this.sink.mark(source ? { ...mark, source } : mark);
  }
}
