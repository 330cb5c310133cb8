/** Signals have numbers of their own in the protocol (include/gdb/signals.def), whatever the system calls them. */
import { SIGNAL, type SignalName } from '../../kernel/state/constants';
import { tableOf } from '../../machine/table';

const NUMBERS: Readonly<Record<SignalName, number>> = {
  SIGHUP: 1,
  SIGINT: 2,
  SIGQUIT: 3,
  SIGILL: 4,
  SIGTRAP: 5,
  SIGABRT: 6,
  SIGFPE: 8,
  SIGKILL: 9,
  SIGBUS: 10,
  SIGSEGV: 11,
  SIGSYS: 12,
  SIGPIPE: 13,
  SIGALRM: 14,
  SIGTERM: 15,
  SIGURG: 16,
  SIGSTOP: 17,
  SIGTSTP: 18,
  SIGCONT: 19,
  SIGCHLD: 20,
  SIGTTIN: 21,
  SIGTTOU: 22,
  SIGIO: 23,
  SIGXCPU: 24,
  SIGXFSZ: 25,
  SIGVTALRM: 26,
  SIGPROF: 27,
  SIGWINCH: 28,
  SIGUSR1: 30,
  SIGUSR2: 31,
  SIGPWR: 32,
  /** The protocol has none for it. */
  SIGSTKFLT: 143,
};

const BY_NAME = tableOf<number>(NUMBERS);

/** GDB_SIGNAL_UNKNOWN. */
const UNKNOWN = 143;
/** `SIG34`: real-time signals follow one another from GDB_SIGNAL_REALTIME_33 on; 32 and 64 stand apart. */
const REALTIME = { first: 33, at: 45, last: 63, 32: 77, 64: 78 } as const;

/** The protocol's number of a signal by its name: `SIGUSR1` is 30. */
export function protocolSignal(name: string): number {
  const own = BY_NAME[name];
  if (own !== undefined) return own;
  const number = Number(/^SIG(\d+)$/.exec(name)?.[1]);
  if (number === 32 || number === 64) return REALTIME[number];
  if (number >= REALTIME.first && number <= REALTIME.last) return REALTIME.at + number - REALTIME.first;
  return UNKNOWN;
}

/** The protocol's number of a signal by the number that Linux has for it. */
export function protocolSignalOf(number: number): number {
  const found = Object.entries(SIGNAL).find(([, each]) => each === number);
  return protocolSignal(found?.[0] ?? `SIG${number}`);
}
