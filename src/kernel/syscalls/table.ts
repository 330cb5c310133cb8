/** All system calls of programs, by number (arch/x86/entry/syscalls/syscall_64.tbl): one row a call. */
import type { LocalName, LocalsWith, RoutineName } from '../routines/routine-locals';
import { type Answer, arg, type Call, type RoutineCall, type SystemCall } from './call';
import { eventCalls } from './events';
import { statusCalls } from './file-status';
import { fileTimerCalls } from './file-timers';
import { folderCalls } from './folders';
import { futexCalls } from './futex';
import { identityCalls } from './identity';
import { intervalTimerCalls } from './interval-timers';
import { ioCalls } from './io';
import { memoryCalls } from './memory';
import { nameCalls } from './names';
import { pollCalls } from './poll';
import { posixTimerCalls } from './posix-timers';
import { signalCalls } from './signals';
import { taskCalls } from './tasks';
import { timeCalls } from './time';
import { usageCalls } from './usage';

/** A call that takes values, as its routine does. */
function routine(number: number, name: string, call: RoutineName, ...locals: readonly LocalName[]): SystemCall {
  const values = (made: Call): LocalsWith<LocalName> =>
    Object.fromEntries(locals.map((local, index) => [local, arg(made, index)]));
  const isNotable = name === 'arch_prctl' || name.startsWith('pkey') ? ({ isNotable: true } as const) : {};
  // The locals are those of the routine.
  const make = (made: Call): Answer => ({ call, with: values(made) }) as RoutineCall;
  return { number, name, parameters: locals, ...isNotable, make };
}

export const SYSTEM_CALLS: readonly SystemCall[] = [
  ...ioCalls,
  ...nameCalls,
  ...statusCalls,
  ...folderCalls,
  ...memoryCalls,
  ...identityCalls,
  ...timeCalls,
  ...usageCalls,
  ...intervalTimerCalls,
  ...posixTimerCalls,
  ...fileTimerCalls,
  ...pollCalls,
  ...eventCalls,
  ...signalCalls,
  ...taskCalls,
  ...futexCalls,
  routine(10, 'mprotect', 'sys_mprotect', 'start', 'len', 'prot'),
  routine(11, 'munmap', 'sys_munmap', 'addr', 'len'),
  { number: 24, name: 'sched_yield', parameters: [], make: yieldTurn },
  routine(39, 'getpid', 'sys_getpid'),
  {
    ...routine(101, 'ptrace', 'sys_ptrace', 'request', 'pid', 'addr', 'data'),
    note: 'Stops at system calls (PTRACE_SYSCALL) and options are -EIO. Debug registers are 0.',
  },
  routine(158, 'arch_prctl', 'sys_arch_prctl', 'option', 'arg2'),
  routine(329, 'pkey_mprotect', 'sys_pkey_mprotect', 'start', 'len', 'prot', 'pkey'),
  routine(330, 'pkey_alloc', 'sys_pkey_alloc', 'flags', 'init_val'),
  routine(331, 'pkey_free', 'sys_pkey_free', 'pkey'),
].sort((a, b) => a.number - b.number);

/** Of a program, the next task has its turn; what a task of the trace does about it is for its `run`. */
function yieldTurn({ kernel, program, resumed }: Call): Answer {
  if (resumed) return 0;
  if (program.family === null) return { call: 'sys_sched_yield' };
  return { wait: { kind: 'sleep', until: kernel.state.clock, remaining: 0 } };
}

const BY_NUMBER: ReadonlyMap<bigint, SystemCall> = new Map(SYSTEM_CALLS.map((row) => [BigInt(row.number), row]));

export function systemCall(number: bigint): SystemCall | undefined {
  return BY_NUMBER.get(number);
}

/** Whether a call of a program is told among what happens. */
export function isNotable(name: string): boolean {
  return NOTABLE.has(name);
}

const NOTABLE: ReadonlySet<string> = new Set(SYSTEM_CALLS.filter((row) => row.isNotable).map(({ name }) => name));
