/** fork and execve where every task has the full buffer: a child is a whole copy, and a new program keeps the buffer. */
import { forkParties } from '../common/fork';
import { fpuFlushThread as mainlineFlush } from '../linux/flush-thread';
import { fpuClone as mainlineClone } from '../linux/fpu-clone';
import { embeddedFpstate } from '../model/xstate/fpstate';
import { num } from '../routines/read-locals';
import { vary } from '../routines/variation';
import { ERRNO } from '../state/constants';

export const fpuClone = vary(
  mainlineClone,
  {
    reset: [
      {
        name: 'reset',
        code: 'dst->fpu.fpstate = NULL;',
        why: "The copied task structure points to the parent's buffer, and that must not be shared.",
        run: (kernel, locals) => {
          const { child } = forkParties(kernel, locals);
          if (child) child.fpstate = embeddedFpstate(kernel, child.embedded);
          return undefined;
        },
      },
      {
        name: 'alloc',
        code: 'err = fpstate_alloc(dst, GFP_KERNEL);',
        why: 'Before anything is known of what the child will do: most run a new program at once.',
        run: (_kernel, { dst = null }) => ({ call: 'fpstate_alloc', with: { tsk: dst }, into: 'err' }),
      },
      {
        name: 'check_alloc',
        code: 'if (err) return -ENOMEM;',
        why: 'No child. A program learns of it as it learns of any fork that fails.',
        run: (_kernel, locals) => (num(locals, 'err') !== 0 ? { return: -ERRNO.ENOMEM } : undefined),
      },
    ],
    save: [
      {
        name: 'save',
        code: 'save_fpregs_to_fpstate(&dst->fpu); fpregs_unlock();',
        why: "Straight into the child's buffer, live tiles and all: nothing tells them from other registers here.",
        run: (_kernel, { dst = null }) => ({ call: 'save_fpregs_to_fpstate', with: { fpstate: dst } }),
      },
    ],
    inherit_perms: [],
    return: [{ name: 'return', code: 'return 0;', why: '', run: () => ({ return: 0 }) }],
  },
  { summary: 'The child has a full buffer of its own, and everything that its parent has in the registers.' },
);

export const fpuFlushThread = vary(
  mainlineFlush,
  {
    reset_fpstate: [],
    reset_perm: [],
  },
  { summary: 'The initial state of everything, in the buffer that the task has had all along.' },
);
