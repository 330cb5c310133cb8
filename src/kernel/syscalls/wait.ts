/** System calls that wait for children and tracees (kernel/exit.c): how one has ended, or why it has stopped. */
import { copyToUser } from '../model/memory/user-memory';
import type { KernelContext } from '../routines/kernel-context';
import { CLD, ERRNO, SIGNAL } from '../state/constants';
import { isAlive, type Task } from '../state/task';
import { type Answer, type Call, int, pointer, type SystemCall } from './call';
import { addWaited, rusageOfWaited } from './usage';
import { write32 } from './user-data';

/** Options of the calls. */
const WNOHANG = 1;
const WNOWAIT = 0x100_0000;

/** `status` as wait4 gives it. */
interface Found {
  readonly pid: number;
  /** Index of its process. */
  readonly process: number;
  readonly status: number;
  readonly code: number;
  readonly forget: () => void;
}

/** One that the caller may wait for: a child, of which nothing is to be told as long as it runs. */
interface Candidate {
  readonly pid: number;
  readonly group: number;
  readonly found: Found | undefined;
}

/** What is there to wait for: children, and tracees that may be anybody's. */
function candidates({ kernel, process, program: own }: Call): readonly Candidate[] {
  const { processes } = kernel.state;
  const children = processes.filter(({ program }) => program?.parent === process.id && !program.reaped);
  const tracees = traceesOf(kernel, process.id);
  return [
    ...children.map(({ id, threads, group, program }): Candidate => {
      const pid = kernel.state.tasks[threads[0] ?? -1]?.pid ?? 0;
      const status = program?.status;
      const forget = () => {
        if (program) program.reaped = true;
        addWaited(kernel.state, own, id);
      };
      return {
        pid,
        group,
        found: status == null ? undefined : { pid, process: id, status, code: codeOf(status), forget },
      };
    }),
    ...tracees.map((task): Candidate => {
      const group = kernel.processOf(task)?.group ?? 0;
      return { pid: task.pid, group, found: foundOf(task) };
    }),
  ];
}

function codeOf(status: number): number {
  if ((status & 0x7f) === 0) return CLD.EXITED;
  return status & 0x80 ? CLD.DUMPED : CLD.KILLED;
}

/** Tasks that threads of the process trace. The end of a child is told once, as that of a child. */
function traceesOf(kernel: KernelContext, process: number): readonly Task[] {
  const { tasks } = kernel.state;
  return tasks.filter((task) => {
    if (task.tracer === null || tasks[task.tracer]?.process !== process) return false;
    return isAlive(task) || kernel.processOf(task)?.program?.parent !== process;
  });
}

/** A tracee that has stopped or ended, as its tracer hears of it. */
function foundOf(task: Task): Found | undefined {
  const { pid, process, tracee } = task;
  if (!isAlive(task)) {
    const status = task.exitCode ?? 0;
    const forget = () => {
      task.tracer = null;
    };
    return { pid, process, status, code: codeOf(status), forget };
  }
  if (!task.stopped || tracee.exitCode === 0) return undefined;
  const forget = () => {
    tracee.exitCode = 0;
  };
  return { pid, process, status: (tracee.exitCode << 8) | 0x7f, code: CLD.TRAPPED, forget };
}

/** Whether a tracee has stopped, and nobody has been told. */
export function hasStoppedTracee(kernel: KernelContext, process: number): boolean {
  return traceesOf(kernel, process).some((task) => foundOf(task) !== undefined);
}

/** The first that the wait finds, told and forgotten. */
function reap(call: Call, pid: number, options: number, tell: (found: Found) => boolean): Answer {
  const isMeant = (candidate: Candidate): boolean => {
    if (pid === -1 || candidate.pid === pid) return true;
    return pid <= 0 && candidate.group === (pid === 0 ? call.process.group : -pid);
  };
  const meant = candidates(call).filter(isMeant);
  if (meant.length === 0) return -ERRNO.ECHILD;
  const { found } = meant.find((candidate) => candidate.found !== undefined) ?? {};
  if (!found) return options & WNOHANG ? 0 : { wait: { kind: 'child', until: null } };
  if (!tell(found)) return -ERRNO.EFAULT;
  if (!(options & WNOWAIT)) found.forget();
  return found.pid;
}

function wait4(call: Call): Answer {
  const [at, usage] = [pointer(call, 1), pointer(call, 3)];
  return reap(call, int(call, 0), int(call, 2), ({ status, process }) => {
    if (usage !== 0 && !copyToUser(call.kernel, usage, rusageOfWaited(call.kernel.state, process))) return false;
    return at === 0 || write32(call.kernel, at, status);
  });
}

/** `idtype` P_ALL, P_PID, P_PGID; `siginfo_t` of SIGCHLD. */
function waitid(call: Call): Answer {
  const [kind, id] = [int(call, 0), int(call, 1)];
  const pid = kind === 0 ? -1 : kind === 1 ? id : -id;
  const answer = reap(call, pid, int(call, 3), (found) => {
    const at = pointer(call, 2);
    if (at === 0) return true;
    const view = new DataView(new ArrayBuffer(128));
    view.setInt32(0, SIGNAL.SIGCHLD, true);
    view.setInt32(8, found.code, true);
    view.setInt32(16, found.pid, true);
    // `si_status`: what it returned, or the signal.
    const isSignal = found.code === CLD.KILLED || found.code === CLD.DUMPED;
    view.setInt32(24, isSignal ? found.status & 0x7f : found.status >> 8, true);
    return copyToUser(call.kernel, at, new Uint8Array(view.buffer));
  });
  return typeof answer === 'number' && answer > 0 ? 0 : answer;
}

export const waitCalls: readonly SystemCall[] = [
  { number: 61, name: 'wait4', parameters: ['upid', 'stat_addr', 'options', 'ru'], make: wait4 },
  { number: 247, name: 'waitid', parameters: ['which', 'upid', 'infop', 'options', 'ru'], make: waitid },
];
