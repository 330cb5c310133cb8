/** What the Tasks view shows: each task with its XSAVE buffer, and what the kernel keeps about its extended state. */
import { describeState, type Task } from '../../kernel/state/task';
import type { Vcpu } from '../../kernel/state/vcpu';
import type { StateView } from '../state/state-view';
import { type MaskView, maskView } from './mask';
import { type NextTouch, nextTouches, type Ruling } from './next-touch';

export interface TaskView {
  readonly name: string;
  readonly state: 'ready' | 'running' | 'stopped' | 'waiting' | 'exited' | 'killed';
  readonly cpu: number | null;
  /** Whether it is the current task of the current CPU. */
  readonly current: boolean;
  /** Bytes of its buffer in the kernel. */
  readonly size: number;
  /** Bytes of the buffer before its size last changed. */
  readonly previousSize: number | null;
  /** Bytes of its image in a signal frame and through ptrace. */
  readonly userSize: number;
  /** What `size` is with every component that the kernel keeps in buffers: those of IA32_XSS that it saves elsewhere, as LBR, are not among them. */
  readonly maxSize: number;
  /** The components that its process may use. */
  readonly permission: MaskView;
  /** The components that XFD can cover: what a process has to ask for. */
  readonly permitted: readonly string[];
  /** The value of IA32_XFD while the task runs. */
  readonly xfd: MaskView;
  /** In its buffer. */
  readonly xfeatures: MaskView;
  readonly next: readonly NextTouch[];
  /** The signal that killed the task. */
  readonly signal?: string;
  /** The names of the task's pending signals; absent without any. */
  readonly pending?: readonly string[];
  /** Bytes of its alternate signal stack; absent without one. */
  readonly signalStack?: number;
  /** The task that traces it with ptrace; absent without one. */
  readonly tracer?: string;
  /** Its virtual CPU; absent without one. */
  readonly guest?: { readonly size: number; readonly xfd: MaskView; readonly running: boolean };
  /** The names of what is not as at the stop before; all of them for a new task. */
  readonly changed: readonly string[];
}

type Facts = Omit<TaskView, 'changed'>;

export function tasksView(ruling: Ruling, state: StateView, before: StateView | undefined): readonly TaskView[] {
  return (state.kernel?.tasks ?? []).map((task) => {
    const view = facts(ruling, state, task);
    const old = before?.kernel?.tasks[task.id];
    return { ...view, changed: before ? changedFacts(view, old && facts(ruling, before, old)) : [] };
  });
}

function changedFacts(now: Facts, was: Facts | undefined): readonly string[] {
  const names = [...new Set([...Object.keys(now), ...Object.keys(was ?? {})])] as (keyof Facts)[]; // keys of these two
  return names.filter((name) => JSON.stringify(now[name]) !== JSON.stringify(was?.[name]));
}

function facts(ruling: Ruling, state: StateView, task: Task): Facts {
  const { processor, xcr0 } = state.cpus[state.current]!; // `cpu N` checks N
  const { kernel } = state;
  const process = kernel?.processes[task.process];
  const permission = process?.perm ?? 0n;
  const pending = [...task.pending, ...(process?.pending ?? [])].map(({ name }) => name);
  return {
    name: task.name,
    state: describeState(task),
    cpu: task.cpu,
    current: task.id === kernel?.cpus[state.current]?.current,
    size: task.fpstate.size,
    previousSize: state.previousSize(task),
    userSize: task.fpstate.userSize,
    maxSize: Math.max(kernel?.fpu.kernelMaxSize ?? 0, task.fpstate.size),
    permission: maskView(permission),
    permitted: maskView(permission & processor.xfdSupported & xcr0).names,
    xfd: maskView(task.fpstate.xfd),
    xfeatures: maskView(task.fpstate.xfeatures),
    next: kernel ? nextTouches(ruling, kernel, processor, xcr0, task, xfdOf(state, task)) : [],
    ...(task.signal === null ? {} : { signal: task.signal }),
    ...(pending.length > 0 ? { pending } : {}),
    ...(task.tracer === null ? {} : { tracer: kernel?.tasks[task.tracer]?.name ?? '?' }),
    ...(task.vcpu ? { guest: guestView(task, task.vcpu) } : {}),
    ...(task.sigaltstack ? { signalStack: task.sigaltstack.size } : {}),
  };
}

/**
 * What IA32_XFD holds when the task next runs in user mode. The kernel writes it from the buffer, but a kernel that steps have
 * been taken out of may not: of a task on a CPU the register counts.
 */
function xfdOf({ cpus }: StateView, task: Task): bigint {
  const cpu = task.cpu === null || task.vcpu?.parked ? undefined : cpus[task.cpu];
  return cpu?.xfd ?? task.fpstate.xfd;
}

function guestView({ fpstate }: Task, vcpu: Vcpu): NonNullable<TaskView['guest']> {
  const { size, xfd } = vcpu.parked ? fpstate : vcpu.fpstate;
  return { size, xfd: maskView(xfd), running: vcpu.parked !== null };
}
