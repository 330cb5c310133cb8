/** The signals of tasks: pending, blocked, ignored; and the signals that cannot be blocked or ignored (kernel/signal.c). */

import { type ExceptionMnemonic, exceptionRow } from '../../../machine/architecture/exception';
import type { LinearAddress } from '../../../machine/architecture/linear-address';
import { ownValue } from '../../../machine/table';
import type { KernelContext } from '../../routines/kernel-context';
import { SI_KERNEL, SI_USER, SIG_DFL, SIG_IGN, SIGNAL, type SignalName, SS } from '../../state/constants';
import type { Process } from '../../state/process';
import type { PendingSignal, SignalAction } from '../../state/signal-state';
import type { Task } from '../../state/task';
import { rearmBehind } from '../../time/rearm';

/** The highest number that system calls take; those above SIGSYS are the real-time signals. */
export const LAST_SIGNAL = 64;
const FIRST_REAL_TIME = 32;
/** RLIMIT_SIGPENDING: real-time signals in a queue, and timers of a process, of which each may send one. */
export const MOST_QUEUED = 1024;

const IGNORED_BY_DEFAULT: ReadonlySet<number> = new Set([
  SIGNAL.SIGCHLD,
  SIGNAL.SIGCONT,
  SIGNAL.SIGURG,
  SIGNAL.SIGWINCH,
]);
const STOPPING: ReadonlySet<number> = new Set([SIGNAL.SIGSTOP, SIGNAL.SIGTSTP, SIGNAL.SIGTTIN, SIGNAL.SIGTTOU]);
const DUMPING: ReadonlySet<number> = new Set([
  SIGNAL.SIGQUIT,
  SIGNAL.SIGILL,
  SIGNAL.SIGTRAP,
  SIGNAL.SIGABRT,
  SIGNAL.SIGBUS,
  SIGNAL.SIGFPE,
  SIGNAL.SIGSEGV,
  SIGNAL.SIGXCPU,
  SIGNAL.SIGXFSZ,
  SIGNAL.SIGSYS,
]);
/** The signals that a faulting instruction raises. They are delivered first. */
const SYNCHRONOUS: ReadonlySet<number> = new Set([
  SIGNAL.SIGILL,
  SIGNAL.SIGTRAP,
  SIGNAL.SIGBUS,
  SIGNAL.SIGFPE,
  SIGNAL.SIGSEGV,
  SIGNAL.SIGSYS,
]);
const UNBLOCKABLE = signalBit(SIGNAL.SIGKILL) | signalBit(SIGNAL.SIGSTOP);

const nameByNumber: ReadonlyMap<number, SignalName> = new Map(
  Object.entries(SIGNAL).map(([name, number]) => [number, name as SignalName]), // its keys
);

/** What happens to a signal without a handler. */
export type DefaultAction = 'ignore' | 'stop' | 'core' | 'terminate';

export function defaultAction(number: number): DefaultAction {
  if (IGNORED_BY_DEFAULT.has(number)) return 'ignore';
  if (STOPPING.has(number)) return 'stop';
  return DUMPING.has(number) ? 'core' : 'terminate';
}

export function signalName(number: number): string {
  return nameByNumber.get(number) ?? `SIG${number}`;
}

/** The number of a signal by the name that `signalName` gives it; 0 for another name. */
export function signalNumber(name: string): number {
  return ownValue(SIGNAL, name) ?? Number(/^SIG(\d+)$/.exec(name)?.[1] ?? 0);
}

/** In masks of signals. */
export function signalBit(number: number): bigint {
  return 1n << BigInt(number - 1);
}

export function mayHandle(number: number): boolean {
  return number !== SIGNAL.SIGKILL && number !== SIGNAL.SIGSTOP;
}

/** `sas_ss_reset`: no alternate stack, as if it had been taken away. */
export function resetSignalStack(task: Task): void {
  task.sigaltstack = null;
  task.sasFlags = SS.DISABLE;
}

/** `set_current_blocked`: SIGKILL and SIGSTOP are never blocked. */
export function setBlocked(task: Task, mask: bigint): void {
  task.blocked = BigInt.asUintN(LAST_SIGNAL, mask) & ~UNBLOCKABLE;
}

const DEFAULT: Readonly<SignalAction> = { handler: SIG_DFL, flags: 0, mask: 0n };

export function actionOf(process: Process | undefined, number: number): SignalAction {
  return process?.actions[number] ?? DEFAULT;
}

/** TIF_SIGPENDING: something waits that the task does not block. */
export function isSignalPending(kernel: KernelContext, task: Task): boolean {
  return task.tracee.passed !== null || nextSignal(kernel, task) !== undefined;
}

/**
 * Takes the next signal off its queue: the task's own faults first, then by number, the thread's before the process's. A timer
 * that has sent it is armed again.
 *
 * @param blocked the mask of those that are not to be taken.
 */
export function dequeueSignal(
  kernel: KernelContext,
  task: Task,
  blocked: bigint = task.blocked,
): PendingSignal | undefined {
  const next = nextSignal(kernel, task, blocked);
  if (!next) return undefined;
  next.queue.splice(next.queue.indexOf(next.signal), 1);
  rearmBehind(kernel.state, task.process, next.signal);
  return next.signal;
}

interface Queued {
  readonly queue: PendingSignal[];
  readonly signal: PendingSignal;
}

function nextSignal(kernel: KernelContext, task: Task, blocked: bigint = task.blocked): Queued | undefined {
  const own = firstOf(task.pending, blocked, isOwnFault) ?? firstOf(task.pending, blocked, rankOf);
  return own ?? firstOf(kernel.processOf(task)?.pending ?? [], blocked, rankOf);
}

type Rank = (signal: PendingSignal) => number | null;

/** A fault that the task has raised itself comes before all else, the oldest first. */
const isOwnFault: Rank = ({ number, code }) => (SYNCHRONOUS.has(number) && code > SI_USER ? 0 : null);

/** `next_signal`: the signals of faults come first, even if another process sent them; then the lowest number. */
const rankOf: Rank = ({ number }) => (SYNCHRONOUS.has(number) ? 0 : LAST_SIGNAL) + number;

/** The one of the lowest rank, and the oldest of these; null is no rank. */
function firstOf(queue: PendingSignal[], blocked: bigint, rank: Rank): Queued | undefined {
  let first: PendingSignal | undefined;
  let lowest = Number.POSITIVE_INFINITY;
  for (const signal of queue) {
    const ranked = rank(signal);
    if (ranked === null || ranked >= lowest || (blocked & signalBit(signal.number)) !== 0n) continue;
    first = signal;
    lowest = ranked;
  }
  return first && { queue, signal: first };
}

/** `sig_ignored`: a signal that is dropped when it is sent. A blocked one is kept, as its action may change. */
export function isIgnored(kernel: KernelContext, task: Task, number: number): boolean {
  if (task.blocked & signalBit(number)) return false;
  const { handler } = actionOf(kernel.processOf(task), number);
  return handler === SIG_IGN || (handler === SIG_DFL && defaultAction(number) === 'ignore');
}

/**
 * Adds a signal to a queue. A standard signal waits there once only (`legacy_queue`), unless timers have sent it, of which each
 * has one of its own. A real-time signal waits as often as it was sent, as long as there is room.
 */
export function enqueueSignal(queue: PendingSignal[], signal: PendingSignal): void {
  if (!signal.timer) {
    const isStandard = signal.number < FIRST_REAL_TIME;
    if (isStandard && queue.some(({ number }) => number === signal.number)) return;
    if (!isStandard && queue.length >= MOST_QUEUED) return;
  }
  queue.push(signal);
}

/**
 * `force_sig`, `force_sig_fault`: a signal that the task cannot block or ignore; where it does, the default action is
 * put back. Reports it; it takes effect on the way back to user mode.
 *
 * @param address `si_addr`; null where the signal carries none.
 * @param pkey `si_pkey`, with SEGV_PKUERR.
 */
export function forceSignal(
  kernel: KernelContext,
  task: Task | undefined,
  name: SignalName,
  code: number = SI_KERNEL,
  address: LinearAddress | null = null,
  pkey?: number,
): void {
  if (!task) return;
  const number = SIGNAL[name];
  const { handler } = actionOf(kernel.processOf(task), number);
  if (handler === SIG_IGN || task.blocked & signalBit(number)) resetAction(kernel, task, number);
  enqueueSignal(task.pending, { name, number, code, address, sender: 0, ...(pkey !== undefined && { pkey }) });
  kernel.emit({ kind: 'signal', task: task.name, signal: name, code, address });
}

/** `thread.trap_nr` and its like: what a frame says about the latest trap; CR2 about the latest page fault. #NM leaves them as they were. */
export function noteTrap(
  task: Task | undefined,
  mnemonic: ExceptionMnemonic,
  errorCode: number,
  address?: bigint,
): void {
  if (!task) return;
  task.trap = { vector: exceptionRow(mnemonic).vector, errorCode, address: address ?? task.trap.address };
}

/** `force_fatal_sig`: no handler and no tracer gets it. */
export function forceFatalSignal(
  kernel: KernelContext,
  task: Task | undefined,
  name: SignalName,
  code?: number,
  address?: LinearAddress,
): void {
  if (!task) return;
  resetAction(kernel, task, SIGNAL[name]);
  forceSignal(kernel, task, name, code, address);
  const sent = task.pending.find(({ number }) => number === SIGNAL[name]);
  if (sent) sent.fatal = true;
}

function resetAction(kernel: KernelContext, task: Task, number: number): void {
  const process = kernel.processOf(task);
  if (process) delete process.actions[number];
  task.blocked &= ~signalBit(number);
}

/** `flush_signal_handlers`, at execve: the program's handlers are removed; ignored signals stay ignored. */
export function flushSignalHandlers(process: Process): void {
  const kept = Object.entries(process.actions).filter(([, { handler }]) => handler === SIG_IGN);
  process.actions = Object.fromEntries(kept);
}
