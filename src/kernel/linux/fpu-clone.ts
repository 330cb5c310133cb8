/** Extended state at fork and clone (arch/x86/kernel/fpu/core.c). */
import { xfeatureMask } from '../../machine/architecture/component';
import { forkParties } from '../common/fork';
import { embeddedFpstate, setXstateBv, xstateBv } from '../model/xstate/fpstate';
import { configured, since } from '../routines/of-version';
import { big } from '../routines/read-locals';
import type { Routine, RoutineStep } from '../routines/routine';
import { CLONE } from '../state/constants';

const PASID = xfeatureMask('PASID');

/** The same in the RFC's kernel. */
export const childNeedsLoad: RoutineStep<'dst'> = {
  name: 'set_need_load',
  code: 'set_tsk_thread_flag(dst, TIF_NEED_FPU_LOAD);',
  why: 'So its first return to user mode loads them.',
  run: (kernel, locals) => {
    const { child } = forkParties(kernel, locals);
    if (child) child.needFpuLoad = true;
    return undefined;
  },
};

const updateShadowStack: RoutineStep = {
  name: 'update_shstk',
  code: 'if (update_fpu_shstk(dst, ssp)) return 1;',
  why: 'A new thread has a shadow stack of its own, where the program has turned them on. Here none has: ssp is 0, and nothing is done.',
  run: () => undefined,
};

export const fpuClone: Routine<'fpu_clone'> = {
  name: 'fpu_clone',
  signature: 'int fpu_clone(struct task_struct *dst, u64 clone_flags, bool minimal)',
  file: 'arch/x86/kernel/fpu/core.c',
  summary: 'The child starts small: default buffer, armed XFD. It has the parent’s registers except for tile data.',
  steps: [
    {
      name: 'reset',
      code: 'fpstate_reset(&dst->fpu);',
      why: 'The default buffer in its own task structure, XFD armed again, default permissions.',
      run: (kernel, locals) => {
        const { child } = forkParties(kernel, locals);
        if (child) child.fpstate = embeddedFpstate(kernel, child.embedded);
        return undefined;
      },
    },
    {
      name: 'last_cpu',
      code: 'dst->fpu.last_cpu = -1;',
      why: "No CPU's registers are the child's.",
      run: (kernel, locals) => {
        const { child } = forkParties(kernel, locals);
        if (child) child.lastCpu = -1;
        return undefined;
      },
    },
    childNeedsLoad,
    {
      name: 'load_parent',
      code: 'fpregs_lock(); if (test_thread_flag(TIF_NEED_FPU_LOAD)) fpregs_restore_userregs();',
      why: "The registers must be the parent's for the save that follows.",
      run: ({ current }) =>
        current?.needFpuLoad ? { call: 'fpregs_restore_userregs', with: { tsk: current.name } } : undefined,
    },
    {
      name: 'save',
      code: 'save_fpregs_to_fpstate(&dst->fpu); fpregs_unlock();',
      why: "Straight into the child's default buffer. It has no room for tile data, so they are not inherited; the tile configuration is.",
      run: (_kernel, { dst = null }) => ({ call: 'save_fpregs_to_fpstate', with: { fpstate: dst } }),
    },
    {
      name: 'inherit_perms',
      code: 'if (!(clone_flags & CLONE_THREAD)) fpu_inherit_perms(&dst->fpu);',
      why: 'A new process may do what its parent may. A thread uses the permissions of its group leader.',
      run: (kernel, locals) => {
        const { parent, child } = forkParties(kernel, locals);
        if (!parent || !child || big(locals, 'clone_flags') & CLONE.THREAD || kernel.state.fpu.dynamic === 0n)
          return undefined;
        const from = kernel.processOf(parent);
        const to = kernel.processOf(child);
        if (!from || !to) return undefined;
        Object.assign(to, {
          perm: from.perm,
          guestPerm: from.guestPerm,
          permSizes: { ...from.permSizes },
          guestPermSizes: { ...from.guestPermSizes },
        });
        return undefined;
      },
    },
    {
      name: 'clear_pasid',
      code: 'dst->fpu.fpstate->regs.header.xfeatures &= ~XFEATURE_MASK_PASID;',
      why: 'A process address space ID is never inherited.',
      run: (kernel, locals) => {
        const { child } = forkParties(kernel, locals);
        if (!child || (child.fpstate.xfeatures & PASID) === 0n) return undefined;
        setXstateBv(kernel, child.fpstate, xstateBv(kernel, child.fpstate) & ~PASID);
        return undefined;
      },
    },
    ...configured('distro', ...since('managesShadowStacks', updateShadowStack)),
    { name: 'return', code: 'return 0;', why: 'It cannot fail: nothing was allocated.', run: () => ({ return: 0 }) },
  ],
};
