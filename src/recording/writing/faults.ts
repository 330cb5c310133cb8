/**
 * Signals that a task's own instruction brought on it, and an instruction that brings the same: which one it was is not
 * recorded. The pairs of signal and code are those of arch/x86/kernel/traps.c and mm/fault.c.
 */
import { SIGNAL, type SignalName } from '../../kernel/state/constants';

interface Fault {
  /** What has to be done first. */
  readonly before: readonly string[];
  readonly instruction: string;
  readonly exception: string;
}

const SI_KERNEL = 128;
const SEGV_MAPERR = 1;
const SEGV_ACCERR = 2;

export function faultOf(signal: number, code: number): Fault | undefined {
  if (signal === SIGNAL.SIGILL && code > 0) return { before: [], instruction: 'ud2', exception: '#UD' };
  if (signal === SIGNAL.SIGFPE && code > 0) {
    return { before: ['xor ecx, ecx'], instruction: 'div ecx', exception: '#DE' };
  }
  if (signal !== SIGNAL.SIGSEGV) return undefined;
  if (code === SI_KERNEL) return { before: ['mov rcx, 1 << 63'], instruction: 'mov rax, [rcx]', exception: '#GP' };
  if (code === SEGV_MAPERR) return { before: ['xor ecx, ecx'], instruction: 'mov rax, [rcx]', exception: '#PF' };
  if (code === SEGV_ACCERR) {
    return { before: ['lea rcx, [on_signal]'], instruction: 'mov [rcx], rax', exception: '#PF' };
  }
  return undefined;
}

const SIGNALS: ReadonlyMap<number, string> = new Map(
  Object.entries(SIGNAL).map(([name, number]) => [Number(number), name as SignalName]),
);

/** Undefined for a number that has no name. */
export function signalName(number: number): string | undefined {
  return SIGNALS.get(number);
}
