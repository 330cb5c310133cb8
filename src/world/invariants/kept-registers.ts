/**
 * What each task left in its extended registers when it last ran in user mode, against what it finds when it is back. It is
 * plain data beside a run, which changes nothing in that: whoever moves the run shows it every moment.
 */
import { MAGIC2_SIZE } from '../../kernel/signal/rt-sigframe';
import type { RoutineFrame } from '../../kernel/state/routine-frame';
import { isAlive, type Task } from '../../kernel/state/task';
import type { LinearAddress } from '../../machine/architecture/linear-address';
import { Digest } from '../../machine/digest';
import type { HappeningRecord } from '../state/happening';
import type { MachineState } from '../state/machine-state';
import { signalFrames } from '../state/signal-frames';
import { digestParts, REGISTER_PARTS } from './register-parts';

/** A part that a task finds otherwise than it left it. */
export interface FoundRegisters {
  readonly task: string;
  /** The name of the part. */
  readonly part: string;
  /** The task that left these contents, if one did; null where they are nobody's: what was there is lost. */
  readonly of: string | null;
}

/** A digest for each part; null where the expected content is not known. */
type Parts = readonly (string | null)[];

interface InterruptedBySignal {
  /** Of the XSAVE image in its frame; null before the handler has begun. */
  readonly image: LinearAddress | null;
  readonly size: number;
  /** Of the image's bytes. */
  readonly digest: string;
  readonly parts: Parts;
}

interface Kept {
  readonly parts: Parts;
  /** Innermost last. */
  readonly handlers: readonly InterruptedBySignal[];
  /** The task has gone into rt_sigreturn, and what the task will find is decided. */
  readonly returning: boolean;
}

const UNKNOWN: Parts = REGISTER_PARTS.map(() => null);
const NOTHING: Kept = { parts: UNKNOWN, handlers: [], returning: false };

/** Whose registers a routine sets to something else by design. */
type Replaces = 'own' | 'traced' | 'keys';
const REPLACING: ReadonlyMap<string, Replaces> = new Map([
  ['fpu_flush_thread', 'own'],
  ['flush_thread', 'own'],
  ['xstateregs_set', 'traced'],
  ['xfpregs_set', 'traced'],
  ['ptrace_regset', 'traced'],
  ['sys_pkey_alloc', 'keys'],
  ['do_mprotect_pkey', 'keys'],
  ['kvm_arch_vcpu_ioctl_run', 'own'],
]);
const NONE: readonly FoundRegisters[] = [];
const PKRU = REGISTER_PARTS.findIndex(({ name }) => name === 'PKRU');

export class KeptRegisters {
  /** By CPU: the task that was in user mode there at the last look. */
  private users: (number | null)[] = [];
  /** How many tasks there were when the kernel had booted: they have been made with initial registers, later ones by copying. */
  private declared: number | null = null;
  /** By the id of the task. */
  private kept: Record<number, Kept> = {};

  /** A copy that goes on from here on its own. */
  fork(): KeptRegisters {
    const copy = new KeptRegisters();
    copy.users = [...this.users];
    copy.declared = this.declared;
    copy.kept = { ...this.kept };
    return copy;
  }

  /** What the future of this depends on. */
  digestInto(digest: Digest): void {
    digest.value(this.users);
    digest.value(this.kept);
  }

  /** After one moment, or after a run of plain steps. @returns what tasks found in it that they had not left. */
  look(state: MachineState, records: readonly HappeningRecord[]): readonly FoundRegisters[] {
    const { kernel } = state;
    if (!kernel) return NONE;
    if (kernel.stack.length === 0) this.declared ??= kernel.tasks.length;
    for (const [index, percpu] of kernel.cpus.entries()) {
      const user = this.users[index] ?? null;
      if (user !== null && !(percpu.userMode && percpu.current === user)) this.leave(state, index, user);
      else if (percpu.inKernel && !percpu.inKernelFpu && kernel.stack.length === 0) this.follow(state, index);
    }
    for (const record of records) if (record.kind === 'handler') this.interrupt(kernel.tasks, record.task);
    const frame = kernel.stack.at(-1);
    if (frame) this.note(state, frame);
    return this.arrivals(state);
  }

  private arrivals(state: MachineState): readonly FoundRegisters[] {
    let found = NONE;
    for (const [index, percpu] of state.kernel?.cpus.entries() ?? []) {
      if (!percpu.userMode || this.users[index] === percpu.current) continue;
      const task = state.kernel?.tasks[percpu.current ?? -1];
      if (!task || !isAlive(task)) continue;
      this.users[index] = task.id;
      found = [...found, ...this.arrive(state, index, task)];
    }
    return found;
  }

  private leave(state: MachineState, index: number, user: number): void {
    this.users[index] = null;
    this.capture(state, index, state.kernel?.tasks[user]);
  }

  /** Kernel code of the trace, which uses registers as it likes. */
  private follow(state: MachineState, index: number): void {
    const task = state.kernel?.tasks[state.kernel.cpus[index]?.current ?? -1];
    if (task && !task.needFpuLoad) this.capture(state, index, task);
  }

  private capture({ cpus }: MachineState, index: number, task: Task | undefined): void {
    const cpu = cpus[index];
    if (!task || !cpu) return;
    const parts = task.vcpu ? UNKNOWN : digestParts(cpu);
    this.kept[task.id] = { ...this.of(task), parts, returning: false };
  }

  private interrupt(tasks: readonly Task[], name: string): void {
    const task = tasks.findLast((candidate) => candidate.name === name);
    if (!task) return;
    const { parts, handlers, returning } = this.of(task);
    // Behind an rt_sigreturn that has failed there is nothing left to find.
    const interrupted = { image: null, size: 0, digest: '', parts: returning ? UNKNOWN : parts };
    this.kept[task.id] = { parts: UNKNOWN, handlers: [...handlers, interrupted], returning: false };
  }

  /** The kernel is about to run a step of `frame`. */
  private note(state: MachineState, { routine, cpu }: RoutineFrame): void {
    const { tasks = [], cpus = [] } = state.kernel ?? {};
    const task = tasks[cpus[cpu]?.current ?? -1];
    if (routine === 'sys_rt_sigreturn' && task && !this.of(task).returning) this.return(state, task);
    const replaced = REPLACING.get(routine);
    if (replaced === 'own' && task) this.kept[task.id] = { ...this.of(task), parts: UNKNOWN };
    if (replaced === 'keys' && task)
      this.kept[task.id] = { ...this.of(task), parts: without(this.of(task).parts, PKRU) };
    if (replaced !== 'traced') return;
    for (const tracee of tasks.filter(({ tracer }) => tracer !== null)) {
      this.kept[tracee.id] = { ...this.of(tracee), parts: UNKNOWN };
    }
  }

  /** Out of a handler: what it interrupted is there again, unless somebody has written the frame. */
  private return(state: MachineState, task: Task): void {
    const { handlers } = this.of(task);
    const [frame] = signalFrames(state, task);
    const index = handlers.findLastIndex(({ image }) => image !== null && image === frame?.image);
    const entry = handlers[index];
    const isIntact = entry !== undefined && digestImage(state, task, entry) === entry.digest;
    this.kept[task.id] = {
      parts: isIntact ? entry.parts : UNKNOWN,
      handlers: index < 0 ? handlers : handlers.slice(0, index),
      returning: true,
    };
  }

  private arrive(state: MachineState, index: number, task: Task): readonly FoundRegisters[] {
    const cpu = state.cpus[index];
    if (!cpu || task.vcpu) return [];
    const { parts, handlers } = this.of(task);
    const begun = handlers.at(-1);
    const isBeginning = begun?.image === null;
    if (isBeginning) this.begin(state, task, begun);
    const isFresh = isBeginning || (!this.kept[task.id] && task.id < (this.declared ?? 0));
    const found = digestParts(cpu);
    return REGISTER_PARTS.flatMap(({ name, secret, volatile }, part): readonly FoundRegisters[] => {
      const now = found[part] ?? '';
      const own = parts[part] ?? null;
      if (own === now || (own === null && !isFresh)) return [];
      const of = secret && now !== '' && begun?.parts[part] !== now ? this.whose(state, task, part, now) : null;
      return of !== null || (own !== null && !volatile) ? [{ task: task.name, part: name, of }] : [];
    });
  }

  /** The handler runs: its frame is as the kernel has written it. */
  private begin(state: MachineState, task: Task, begun: InterruptedBySignal): void {
    const [frame] = signalFrames(state, task);
    const place = { image: frame?.image ?? -1, size: frame?.size ?? 0 };
    const entry = { ...begun, ...place, digest: frame ? digestImage(state, task, place) : '' };
    this.kept[task.id] = { ...this.of(task), handlers: [...this.of(task).handlers.slice(0, -1), entry] };
  }

  private whose({ kernel }: MachineState, task: Task, part: number, digest: string): string | null {
    const other = kernel?.tasks.find(({ id }) => id !== task.id && this.kept[id]?.parts[part] === digest);
    return other?.name ?? null;
  }

  private of({ id }: Pick<Task, 'id'>): Kept {
    return this.kept[id] ?? NOTHING;
  }
}

function without(parts: Parts, index: number): Parts {
  return parts.map((part, at) => (at === index ? null : part));
}

/** With the software-reserved bytes and the mark behind the image: a change of these changes what is restored. */
function digestImage(
  { memory, kernel }: MachineState,
  task: Task,
  { image, size }: Pick<InterruptedBySignal, 'image' | 'size'>,
): string {
  const digest = new Digest();
  const bytes =
    image === null ? undefined : memory.peek(kernel?.processes[task.process]?.space ?? 0, image, size + MAGIC2_SIZE);
  if (bytes) digest.bytes(bytes);
  return digest.toString();
}
