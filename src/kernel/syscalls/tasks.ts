/** System calls that make and end tasks, and wait for them (kernel/fork.c, kernel/exit.c, fs/exec.c). */

import { areTooLarge } from '../exec/initial-stack';
import { findExecutable } from '../exec/prepare-exec';
import { ERRNO } from '../state/constants';
import { type Answer, arg, type Call, pointer, type SystemCall, size } from './call';
import { readPath, readStrings, readView } from './user-data';
import { waitCalls } from './wait';

/** `clone(flags, stack, parent_tid, child_tid, tls)`. */
function clone(call: Call): Answer {
  const [flags, newsp, parent, child, tls] = [0, 1, 2, 3, 4].map((index) => arg(call, index));
  return {
    call: 'sys_clone',
    with: {
      clone_flags: flags ?? 0n,
      newsp: newsp ?? 0n,
      parent_tid: parent ?? 0n,
      child_tid: child ?? 0n,
      tls: tls ?? 0n,
    },
  };
}

/** `struct clone_args`: flags, pidfd, child_tid, parent_tid, exit_signal, stack, stack_size, tls, ... */
const CLONE_ARGS_MIN = 64;
function clone3(call: Call): Answer {
  const length = size(call, 1);
  if (length < CLONE_ARGS_MIN) return -ERRNO.EINVAL;
  const view = readView(call.kernel, pointer(call, 0), Math.min(length, 88));
  if (!view) return -ERRNO.EFAULT;
  const field = (index: number) => view.getBigUint64(index * 8, true);
  return {
    call: 'sys_clone3',
    with: {
      clone_flags: field(0),
      child_tid: field(2),
      parent_tid: field(3),
      exit_signal: field(4),
      stack: field(5),
      stack_size: field(6),
      tls: field(7),
    },
  };
}

const MOST_ARGUMENTS = 10_000;

function exec(call: Call): Answer {
  const { kernel, program } = call;
  const path = readPath(kernel, pointer(call, 0));
  const argv = readStrings(kernel, pointer(call, 1), MOST_ARGUMENTS);
  const envp = readStrings(kernel, pointer(call, 2), MOST_ARGUMENTS);
  if (path === undefined || !argv || !envp) return -ERRNO.EFAULT;
  if (path === 'too-long') return -ERRNO.ENAMETOOLONG;
  // A task of the trace goes on with the trace's own code: it has an event for that.
  if (program.family === null) return -ERRNO.ENOEXEC;
  if (argv.length + envp.length > MOST_ARGUMENTS) return -ERRNO.E2BIG;
  const wanted = { path, arguments: argv, environment: envp };
  if (areTooLarge(wanted)) return -ERRNO.E2BIG;
  const found = findExecutable(kernel, program, wanted);
  if (typeof found === 'number') return found;
  const strings = { argv: argv.join('\0'), envp: envp.join('\0') };
  return { call: 'sys_execve', with: { path, ...strings, argc: argv.length, envc: envp.length } };
}

export const taskCalls: readonly SystemCall[] = [
  {
    number: 56,
    name: 'clone',
    parameters: ['clone_flags', 'newsp', 'parent_tidptr', 'child_tidptr', 'tls'],
    isNotable: true,
    make: clone,
  },
  { number: 57, name: 'fork', parameters: [], isNotable: true, make: () => ({ call: 'sys_fork', with: {} }) },
  { number: 58, name: 'vfork', parameters: [], isNotable: true, make: () => ({ call: 'sys_vfork', with: {} }) },
  { number: 435, name: 'clone3', parameters: ['uargs', 'size'], isNotable: true, make: clone3 },
  { number: 59, name: 'execve', parameters: ['filename', 'argv', 'envp'], isNotable: true, make: exec },
  {
    number: 60,
    name: 'exit',
    parameters: ['error_code'],
    isNotable: true,
    make: (call) => ({ call: 'sys_exit', with: { error_code: arg(call, 0) } }),
  },
  {
    number: 231,
    name: 'exit_group',
    parameters: ['error_code'],
    isNotable: true,
    make: (call) => ({ call: 'sys_exit_group', with: { error_code: arg(call, 0) } }),
  },
  ...waitCalls,
];
