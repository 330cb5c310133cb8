/** Who a process is, what it may have, and what it runs on (kernel/sys.c, kernel/groups.c, kernel/sched/core.c). */

import { STACK_SIZE } from '../exec/initial-stack';
import { MOST_DESCRIPTORS } from '../files/descriptors';
import { bytesOf } from '../model/byte-text';
import { copyToUser } from '../model/memory/user-memory';
import { randomBytes } from '../model/random';
import { MOST_QUEUED } from '../model/tasks/signals';
import { ERRNO, USER_ID } from '../state/constants';
import type { Process } from '../state/process';
import { type Answer, arg, type Call, int, pointer, type SystemCall, size } from './call';
import { readView, write32, writeWords } from './user-data';

const INFINITY = (1n << 64n) - 1n;
const UTSNAME_FIELD = 65;
const MOST_RANDOM = 1 << 20;

/** RLIMIT_... by number; all others are without a limit. */
const LIMITS_BY_NUMBER: Readonly<Record<number, bigint>> = {
  3: BigInt(STACK_SIZE),
  4: 0n,
  6: 4096n,
  7: BigInt(MOST_DESCRIPTORS),
  11: BigInt(MOST_QUEUED),
};
const RESOURCES = 16;

function leaderPid({ kernel }: Call, process: Process | undefined): number {
  return kernel.state.tasks[process?.threads[0] ?? -1]?.pid ?? 0;
}

function parentPid(call: Call): number {
  const { parent } = call.program;
  return parent === null ? 1 : leaderPid(call, call.kernel.state.processes[parent]);
}

function giveLimits(call: Call, resource: number, at: number): Answer {
  if (resource < 0 || resource >= RESOURCES) return -ERRNO.EINVAL;
  const limit = LIMITS_BY_NUMBER[resource] ?? INFINITY;
  if (at === 0) return 0;
  return writeWords(call.kernel, at, [limit, resource === 3 ? INFINITY : limit]) ? 0 : -ERRNO.EFAULT;
}

/** `struct new_utsname`. */
function systemName(call: Call): Answer {
  const { version } = call.kernel;
  const texts = ['Linux', 'xtrace', version, '#1 SMP', 'x86_64', '(none)'];
  const bytes = new Uint8Array(UTSNAME_FIELD * texts.length);
  for (const [index, text] of texts.entries()) bytes.set(bytesOf(text), index * UTSNAME_FIELD);
  return copyToUser(call.kernel, pointer(call, 0), bytes) ? 0 : -ERRNO.EFAULT;
}

function give(call: Call, values: readonly number[]): Answer {
  const isGiven = values.every((value, index) => write32(call.kernel, pointer(call, index), value));
  return isGiven ? 0 : -ERRNO.EFAULT;
}

function giveRandom(call: Call): Answer {
  const count = Math.min(size(call, 1), MOST_RANDOM);
  return copyToUser(call.kernel, pointer(call, 0), randomBytes(call.kernel.state, count)) ? count : -ERRNO.EFAULT;
}

/** The CPUs that are up, as a mask of whole 64-bit words. */
function giveAffinity(call: Call): Answer {
  const mask = call.kernel.state.cpus.reduce(
    (set, { online }, index) => (online ? set | (1n << BigInt(index)) : set),
    0n,
  );
  if (size(call, 1) < 8) return -ERRNO.EINVAL;
  return writeWords(call.kernel, pointer(call, 2), [mask]) ? 8 : -ERRNO.EFAULT;
}

function giveCpu(call: Call): Answer {
  const [cpu, node] = [pointer(call, 0), pointer(call, 1)];
  if (cpu !== 0 && !write32(call.kernel, cpu, call.kernel.cpu.index)) return -ERRNO.EFAULT;
  return node === 0 || write32(call.kernel, node, 0) ? 0 : -ERRNO.EFAULT;
}

/** `struct sysinfo`: 112 bytes. */
function systemInfo(call: Call): Answer {
  const view = new DataView(new ArrayBuffer(112));
  view.setBigUint64(0, call.kernel.state.clock / 1_000_000_000n, true);
  view.setBigUint64(32, 1n << 30n, true);
  view.setBigUint64(40, 1n << 29n, true);
  view.setUint16(80, call.kernel.state.processes.length, true);
  view.setUint32(104, 1, true);
  return copyToUser(call.kernel, pointer(call, 0), new Uint8Array(view.buffer)) ? 0 : -ERRNO.EFAULT;
}

const PR = { SET_NAME: 15, GET_NAME: 16 } as const;
function control(call: Call): Answer {
  const option = int(call, 0);
  if (option === PR.SET_NAME) return readView(call.kernel, pointer(call, 1), 1) ? 0 : -ERRNO.EFAULT;
  if (option !== PR.GET_NAME) return -ERRNO.EINVAL;
  const name = call.program.memory.path.split('/').at(-1) ?? '';
  const bytes = new Uint8Array(16);
  bytes.set(bytesOf(name).subarray(0, 15));
  return copyToUser(call.kernel, pointer(call, 1), bytes) ? 0 : -ERRNO.EFAULT;
}

const SAME_USER = (call: Call, index = 0): Answer =>
  int(call, index) === USER_ID || int(call, index) === -1 ? 0 : -ERRNO.EPERM;

/** `struct statfs`: 120 bytes. */
function fileSystem(call: Call): Answer {
  const TMPFS_MAGIC = 0x0102_1994n;
  const words = [TMPFS_MAGIC, 4096n, 262_144n, 131_072n, 131_072n, 4096n, 2048n, 0n, 255n, 4096n, 0n, 0n, 0n, 0n, 0n];
  return writeWords(call.kernel, pointer(call, 1), words) ? 0 : -ERRNO.EFAULT;
}

export const identityCalls: readonly SystemCall[] = [
  { number: 63, name: 'uname', parameters: ['name'], make: systemName },
  {
    number: 97,
    name: 'getrlimit',
    parameters: ['resource', 'rlim'],
    make: (call) => giveLimits(call, int(call, 0), pointer(call, 1)),
  },
  {
    number: 302,
    name: 'prlimit64',
    parameters: ['pid', 'resource', 'new_rlim', 'old_rlim'],
    note: 'Limits are told and not changed.',
    make: (call) => giveLimits(call, int(call, 1), pointer(call, 3)),
  },
  { number: 99, name: 'sysinfo', parameters: ['info'], make: systemInfo },
  { number: 102, name: 'getuid', parameters: [], make: () => USER_ID },
  { number: 104, name: 'getgid', parameters: [], make: () => USER_ID },
  { number: 105, name: 'setuid', parameters: ['uid'], make: (call) => SAME_USER(call) },
  { number: 106, name: 'setgid', parameters: ['gid'], make: (call) => SAME_USER(call) },
  { number: 107, name: 'geteuid', parameters: [], make: () => USER_ID },
  { number: 108, name: 'getegid', parameters: [], make: () => USER_ID },
  { number: 115, name: 'getgroups', parameters: ['gidsetsize', 'grouplist'], make: () => 0 },
  {
    number: 118,
    name: 'getresuid',
    parameters: ['ruid', 'euid', 'suid'],
    make: (call) => give(call, [USER_ID, USER_ID, USER_ID]),
  },
  {
    number: 120,
    name: 'getresgid',
    parameters: ['rgid', 'egid', 'sgid'],
    make: (call) => give(call, [USER_ID, USER_ID, USER_ID]),
  },
  { number: 109, name: 'setpgid', parameters: ['pid', 'pgid'], make: () => 0 },
  { number: 110, name: 'getppid', parameters: [], make: parentPid },
  { number: 111, name: 'getpgrp', parameters: [], make: ({ process }) => process.group },
  { number: 112, name: 'setsid', parameters: [], make: (call) => leaderPid(call, call.process) },
  { number: 121, name: 'getpgid', parameters: ['pid'], make: ({ process }) => process.group },
  { number: 124, name: 'getsid', parameters: ['pid'], make: ({ process }) => process.group },
  { number: 137, name: 'statfs', parameters: ['path', 'buf'], make: fileSystem },
  { number: 138, name: 'fstatfs', parameters: ['fd', 'buf'], make: fileSystem },
  {
    number: 157,
    name: 'prctl',
    parameters: ['option', 'arg2', 'arg3', 'arg4', 'arg5'],
    note: 'PR_SET_NAME and PR_GET_NAME.',
    make: control,
  },
  { number: 186, name: 'gettid', parameters: [], make: ({ task }) => task.pid },
  { number: 203, name: 'sched_setaffinity', parameters: ['pid', 'len', 'user_mask_ptr'], make: () => 0 },
  { number: 204, name: 'sched_getaffinity', parameters: ['pid', 'len', 'user_mask_ptr'], make: giveAffinity },
  { number: 309, name: 'getcpu', parameters: ['cpup', 'nodep', 'unused'], make: giveCpu },
  {
    number: 318,
    name: 'getrandom',
    parameters: ['buf', 'count', 'flags'],
    note: 'The same bytes in every run.',
    make: giveRandom,
  },
  {
    number: 218,
    name: 'set_tid_address',
    parameters: ['tidptr'],
    make: (call) => {
      call.task.clearChildTid = pointer(call, 0);
      return call.task.pid;
    },
  },
  {
    number: 273,
    name: 'set_robust_list',
    parameters: ['head', 'len'],
    note: 'Nobody who dies holds a lock.',
    make: () => 0,
  },
  {
    number: 334,
    name: 'rseq',
    parameters: ['rseq', 'rseq_len', 'flags', 'sig'],
    note: '-ENOSYS, as on a kernel without CONFIG_RSEQ.',
    make: () => -ERRNO.ENOSYS,
  },
  { number: 140, name: 'getpriority', parameters: ['which', 'who'], make: () => 20 },
  { number: 141, name: 'setpriority', parameters: ['which', 'who', 'niceval'], make: () => 0 },
  { number: 145, name: 'sched_getscheduler', parameters: ['pid'], make: () => 0 },
  {
    number: 143,
    name: 'sched_getparam',
    parameters: ['pid', 'param'],
    make: (call) => (arg(call, 1) && write32(call.kernel, pointer(call, 1), 0) ? 0 : -ERRNO.EFAULT),
  },
];
