/** clone3(2) (kernel/fork.c): what clone takes, with rules of its own. Arguments are values, where the call takes a structure. */

import { toLinear } from '../../machine/architecture/linear-address';
import { isUserRange } from '../model/memory/user-memory';
import { LAST_SIGNAL } from '../model/tasks/signals';
import { big, num } from '../routines/read-locals';
import type { Routine } from '../routines/routine';
import type { LocalsWith } from '../routines/routine-locals';
import { CLONE, ERRNO } from '../state/constants';

/** All flags that clone(2) has room for, and the two that only clone3 has. */
const KNOWN = 0xffff_ffffn | CLONE.CLEAR_SIGHAND | CLONE.INTO_CGROUP;
/** Where clone(2) has the signal for the parent; CLONE_NEWTIME is one of these bits by now. */
const CSIGNAL = 0xffn;
const CLONE_NEWTIME = 0x80n;

export const sysClone3: Routine<'sys_clone3'> = {
  name: 'sys_clone3',
  signature: 'long sys_clone3(struct clone_args __user *uargs, size_t size)',
  file: 'kernel/fork.c',
  summary: 'clone3(2): as clone, but what means nothing is refused.',
  steps: [
    {
      name: 'check_signal',
      code: 'if (args.exit_signal & ~CSIGNAL || !valid_signal(args.exit_signal)) return -EINVAL;',
      why: 'The signal that the parent gets has a field of its own.',
      run: (_kernel, locals) =>
        big(locals, 'exit_signal') > BigInt(LAST_SIGNAL) ? { return: -ERRNO.EINVAL } : undefined,
    },
    {
      name: 'check_args',
      code: 'if (!clone3_args_valid(&kargs)) return -EINVAL;',
      why: 'No unknown flags, no bits of the old signal, CLONE_SIGHAND or CLONE_CLEAR_SIGHAND but not both; threads and siblings notify nobody; a stack has an address and a size.',
      run: (_kernel, locals) => (areValid(locals) ? undefined : { return: -ERRNO.EINVAL }),
    },
    {
      name: 'clone',
      code: 'pid = kernel_clone(&kargs);',
      why: 'RSP begins at the upper end of the stack: the caller need not know which way it grows.',
      run: (_kernel, locals) => ({
        call: 'kernel_clone',
        with: {
          clone_flags: big(locals, 'clone_flags'),
          newsp: big(locals, 'stack') + big(locals, 'stack_size'),
          parent_tid: big(locals, 'parent_tid'),
          child_tid: big(locals, 'child_tid'),
          tls: big(locals, 'tls'),
        },
        into: 'pid',
      }),
    },
    { name: 'return', code: 'return pid;', why: '', run: (_kernel, locals) => ({ return: num(locals, 'pid') }) },
  ],
};

/** `clone3_args_valid`. */
function areValid(locals: LocalsWith<'clone_flags' | 'exit_signal' | 'stack' | 'stack_size'>): boolean {
  const flags = big(locals, 'clone_flags');
  const bothHandlers = CLONE.SIGHAND | CLONE.CLEAR_SIGHAND;
  if (flags & ~KNOWN || flags & (CLONE.DETACHED | (CSIGNAL & ~CLONE_NEWTIME))) return false;
  if ((flags & bothHandlers) === bothHandlers) return false;
  if (flags & (CLONE.THREAD | CLONE.PARENT) && big(locals, 'exit_signal') !== 0n) return false;
  return isStackValid(big(locals, 'stack'), big(locals, 'stack_size'));
}

function isStackValid(stack: bigint, size: bigint): boolean {
  if (stack === 0n || size === 0n) return stack === size;
  const address = toLinear(stack);
  return address !== undefined && isUserRange(address, Number(size));
}
