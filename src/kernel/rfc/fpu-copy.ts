/** Extended state at fork under the RFC (arch/x86/kernel/fpu/core.c; RFC 14/22). */
import { forkParties } from '../common/fork';
import { childNeedsLoad } from '../linux/fpu-clone';
import { embeddedFpstate } from '../model/xstate/fpstate';
import { num } from '../routines/read-locals';
import type { Routine } from '../routines/routine';
import { ERRNO } from '../state/constants';
import { SAVE } from './switch-fpu';

export const fpuCopy: Routine<'fpu__copy'> = {
  name: 'fpu__copy',
  signature: 'int fpu__copy(struct task_struct *dst, struct task_struct *src)',
  file: 'arch/x86/kernel/fpu/core.c',
  summary: 'The child has everything that its parent has, tiles included, in a buffer of its own. (Gone in version 3.)',
  steps: [
    {
      name: 'reset',
      code: 'dst_fpu->last_cpu = -1; dst_fpu->state_mask = default_state_mask; dst_fpu->state_ptr = NULL;',
      why: "The copied task structure points to the parent's buffer, and that must not be shared.",
      run: (kernel, locals) => {
        const { child } = forkParties(kernel, locals);
        if (!child) return undefined;
        child.fpstate = embeddedFpstate(kernel, child.embedded);
        child.lastCpu = -1;
        return undefined;
      },
    },
    {
      name: 'alloc',
      code: 'if (src_fpu->state_ptr) err = alloc_xstate_area(dst_fpu, src_fpu->state_mask, NULL);',
      why: 'A child that execs at once pays for 8 KiB of tiles that it never sees: Andy Lutomirski asked for the opposite.',
      run: (kernel, locals) => {
        const { parent, child } = forkParties(kernel, locals);
        if (!parent?.fpstate.isValloc || !child) return undefined;
        return { call: 'alloc_xstate_area', with: { fpu: child.name, mask: parent.fpstate.xfeatures }, into: 'err' };
      },
    },
    {
      name: 'check_alloc',
      code: 'if (err) return -ENOMEM;',
      why: 'Then there is no child.',
      run: (_kernel, locals) => (num(locals, 'err') !== 0 ? { return: -ERRNO.ENOMEM } : undefined),
    },
    {
      name: 'load_parent',
      code: 'fpregs_lock(); if (test_thread_flag(TIF_NEED_FPU_LOAD)) __fpregs_load_activate();',
      why: "The registers must be the parent's for the save that follows. (The RFC copies from memory then: the same result.)",
      run: ({ current }) =>
        current?.needFpuLoad ? { call: '__fpregs_load_activate', with: { tsk: current.name } } : undefined,
    },
    {
      name: 'save',
      code: 'copy_fpregs_to_fpstate(dst_fpu); fpregs_unlock();',
      why: "Straight into the child's buffer, with the child's mask: live tiles are copied along.",
      run: (_kernel, { dst = null }) => ({ call: SAVE, with: { fpstate: dst } }),
    },
    childNeedsLoad,
    { name: 'return', code: 'return 0;', why: '', run: () => ({ return: 0 }) },
  ],
};
