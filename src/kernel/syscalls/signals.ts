/** System calls about signals, by the structures that they take (kernel/signal.c): what is copied, and then their routines. */
import { copyToUser } from '../model/memory/user-memory';
import {
  actionOf,
  dequeueSignal,
  isSignalPending,
  LAST_SIGNAL,
  mayHandle,
  setBlocked,
  signalBit,
} from '../model/tasks/signals';
import type { KernelContext } from '../routines/kernel-context';
import { siginfoImage } from '../signal/rt-sigframe';
import { currentStack } from '../signal/sigaltstack';
import { ERRNO, SIG_HOW } from '../state/constants';
import { deadline } from '../time/clocks';
import { type Answer, arg, type Call, int, pointer, type SystemCall, size } from './call';
import { isOver } from './time';
import { readTime } from './time-data';
import { readView, writeWords } from './user-data';

const SIGSET_SIZE = 8;

/** `struct kernel_sigaction`: handler, flags, restorer, mask. */
function setAction(call: Call): Answer {
  const { kernel, process } = call;
  const [sig, act, old] = [int(call, 0), pointer(call, 1), pointer(call, 2)];
  if (size(call, 3) !== SIGSET_SIZE || sig < 1 || sig > LAST_SIGNAL) return -ERRNO.EINVAL;
  if (act !== 0 && !mayHandle(sig)) return -ERRNO.EINVAL;
  const view = act === 0 ? undefined : readView(kernel, act, 32);
  if (act !== 0 && !view) return -ERRNO.EFAULT;
  const { handler, flags, mask, restorer = 0 } = actionOf(process, sig);
  const words = [BigInt.asUintN(64, BigInt(handler)), BigInt(flags), BigInt(restorer), mask];
  if (old !== 0 && !writeWords(kernel, old, words)) return -ERRNO.EFAULT;
  if (!view) return 0;
  return {
    call: 'sys_rt_sigaction',
    with: {
      sig: BigInt(sig),
      handler: view.getBigUint64(0, true),
      flags: view.getBigUint64(8, true) & 0xffff_ffffn,
      restorer: view.getBigUint64(16, true),
      mask: view.getBigUint64(24, true),
    },
  };
}

function setMask(call: Call): Answer {
  const { kernel, task } = call;
  const [set, old] = [pointer(call, 1), pointer(call, 2)];
  if (size(call, 3) !== SIGSET_SIZE) return -ERRNO.EINVAL;
  const view = set === 0 ? undefined : readView(kernel, set, SIGSET_SIZE);
  if (set !== 0 && !view) return -ERRNO.EFAULT;
  if (view && ![SIG_HOW.BLOCK, SIG_HOW.UNBLOCK, SIG_HOW.SETMASK].some((how) => how === int(call, 0)))
    return -ERRNO.EINVAL;
  if (old !== 0 && !writeWords(kernel, old, [task.blocked])) return -ERRNO.EFAULT;
  if (!view) return 0;
  return { call: 'sys_rt_sigprocmask', with: { how: int(call, 0), nset: view.getBigUint64(0, true) } };
}

function pending(call: Call): Answer {
  const { task, process } = call;
  const mask = [...task.pending, ...process.pending].reduce((set, { number }) => set | signalBit(number), 0n);
  return writeWords(call.kernel, pointer(call, 0), [mask & task.blocked]) ? 0 : -ERRNO.EFAULT;
}

/** `stack_t`: address, flags, size. */
function setStack(call: Call): Answer {
  const { kernel, task } = call;
  const [given, old] = [pointer(call, 0), pointer(call, 1)];
  const view = given === 0 ? undefined : readView(kernel, given, 24);
  if (given !== 0 && !view) return -ERRNO.EFAULT;
  if (old !== 0 && !writeWords(kernel, old, currentStack(kernel, task))) return -ERRNO.EFAULT;
  if (!view) return 0;
  return {
    call: 'sys_sigaltstack',
    with: {
      ss_sp: view.getBigUint64(0, true),
      ss_flags: BigInt(view.getUint32(8, true)),
      ss_size: view.getBigUint64(16, true),
    },
  };
}

/** Until a signal comes: a handler runs, and the call ends with -EINTR. The mask comes back behind the handler. */
function suspend(call: Call): Answer {
  const { kernel, task, resumed } = call;
  if (!resumed) {
    const view = readView(kernel, pointer(call, 0), SIGSET_SIZE);
    if (!view) return -ERRNO.EFAULT;
    task.savedMask = task.blocked;
    setBlocked(task, view.getBigUint64(0, true));
  }
  return untilSignal(kernel, call);
}

function untilSignal(kernel: KernelContext, { task }: Call): Answer {
  return isSignalPending(kernel, task) ? -ERRNO.EINTR : { wait: { kind: 'sleep', until: null, remaining: 0 } };
}

/** The signals of a set are taken without a handler. */
function take(call: Call): Answer {
  const { kernel, task, resumed } = call;
  const set = readView(kernel, pointer(call, 0), SIGSET_SIZE)?.getBigUint64(0, true);
  if (set === undefined) return -ERRNO.EFAULT;
  const signal = dequeueSignal(kernel, task, ~set);
  if (signal) {
    const at = pointer(call, 1);
    return at === 0 || copyToUser(kernel, at, siginfoImage(signal)) ? signal.number : -ERRNO.EFAULT;
  }
  const time = pointer(call, 2) === 0 ? null : readTime(kernel, pointer(call, 2));
  if (typeof time === 'number') return time;
  const until =
    resumed?.kind === 'signals' ? resumed.until : time === null ? null : deadline(kernel.state.clock, time, false);
  return isOver(kernel.state, until) ? -ERRNO.EAGAIN : { wait: { kind: 'signals', mask: set, until } };
}

/** As the routines take them: numbers of processes and signals are ints. */
const ints = (call: Call, ...names: readonly string[]) =>
  Object.fromEntries(names.map((name, index) => [name, BigInt.asUintN(64, BigInt(int(call, index)))]));

export const signalCalls: readonly SystemCall[] = [
  { number: 13, name: 'rt_sigaction', parameters: ['sig', 'act', 'oact', 'sigsetsize'], make: setAction },
  { number: 14, name: 'rt_sigprocmask', parameters: ['how', 'nset', 'oset', 'sigsetsize'], make: setMask },
  { number: 15, name: 'rt_sigreturn', parameters: [], make: () => ({ call: 'sys_rt_sigreturn', with: {} }) },
  { number: 127, name: 'rt_sigpending', parameters: ['uset', 'sigsetsize'], make: pending },
  { number: 128, name: 'rt_sigtimedwait', parameters: ['uthese', 'uinfo', 'uts', 'sigsetsize'], make: take },
  { number: 130, name: 'rt_sigsuspend', parameters: ['unewset', 'sigsetsize'], make: suspend },
  { number: 34, name: 'pause', parameters: [], make: (call) => untilSignal(call.kernel, call) },
  { number: 131, name: 'sigaltstack', parameters: ['uss', 'uoss'], isNotable: true, make: setStack },
  {
    number: 62,
    name: 'kill',
    parameters: ['pid', 'sig'],
    isNotable: true,
    make: (call) => ({ call: 'sys_kill', with: ints(call, 'pid', 'sig') }),
  },
  { number: 200, name: 'tkill', parameters: ['pid', 'sig'], isNotable: true, make: toThread },
  {
    number: 234,
    name: 'tgkill',
    parameters: ['tgid', 'pid', 'sig'],
    isNotable: true,
    make: (call) => ({ call: 'sys_tgkill', with: ints(call, 'tgid', 'pid', 'sig') }),
  },
];

function toThread(call: Call): Answer {
  const { state, processOf } = call.kernel;
  const target = state.tasks.findLast(({ pid }) => pid === int(call, 0));
  const leader = target && state.tasks[processOf.call(call.kernel, target)?.threads[0] ?? -1];
  if (!target || !leader) return -ERRNO.ESRCH;
  return { call: 'sys_tgkill', with: { tgid: BigInt(leader.pid), pid: BigInt(target.pid), sig: arg(call, 1) } };
}
