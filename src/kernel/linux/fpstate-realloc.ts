/** A larger buffer for a task (arch/x86/kernel/fpu/xstate.c). */

import { vzalloc } from '../model/memory/buffers';
import { vfree } from '../model/memory/vmalloc';
import { writeXcompBv } from '../model/xstate/fpstate';
import { big, flag, num } from '../routines/read-locals';
import type { Routine } from '../routines/routine';
import type { LocalsWith } from '../routines/routine-locals';
import { ERRNO } from '../state/constants';
import type { Fpstate } from '../state/fpstate';
import { FPSTATE_HEADER } from '../state/memory-map';
import type { Task } from '../state/task';

export const fpstateRealloc: Routine<'fpstate_realloc'> = {
  name: 'fpstate_realloc',
  signature:
    'static int fpstate_realloc(u64 xfeatures, unsigned int ksize, unsigned int usize, struct fpu_guest *guest_fpu)',
  file: 'arch/x86/kernel/fpu/xstate.c',
  summary:
    "Replaces the current task's buffer by one with room for more. Nothing is copied: the registers are the state.",
  steps: [
    {
      name: 'alloc',
      code: 'newfps = vzalloc(ksize + sizeof(*newfps));',
      why: 'Virtually contiguous is enough: 10752 + 64 bytes, 3 pages on Sapphire Rapids.',
      run: (kernel, locals) => {
        const base = vzalloc(kernel, num(locals, 'ksize'), FPSTATE_HEADER);
        locals.newfps = base === null ? null : base + FPSTATE_HEADER;
        return undefined;
      },
    },
    {
      name: 'check_alloc',
      code: 'if (!newfps) return -ENOMEM;',
      why: 'Nothing has changed yet: the task keeps its old buffer, and stays armed.',
      run: (_kernel, locals) => (num(locals, 'newfps') === 0 ? { return: -ERRNO.ENOMEM } : undefined),
    },
    {
      name: 'set_sizes',
      code: 'newfps->size = ksize; newfps->user_size = usize; newfps->is_valloc = true;',
      why: 'The kernel keeps the compacted format, user space sees the standard one.',
      run: (_kernel, locals) => {
        locals['newfps->size'] = num(locals, 'ksize');
        locals['newfps->user_size'] = num(locals, 'usize');
        return undefined;
      },
    },
    {
      name: 'load_registers',
      code: 'fpregs_lock(); if (in_use && test_thread_flag(TIF_NEED_FPU_LOAD)) fpregs_restore_userregs();',
      why: 'The layout may change, so the old area is loaded rather than copied. The live registers are the only copy now.',
      run: ({ current }, locals) =>
        current?.needFpuLoad && isInUse(locals)
          ? { call: 'fpregs_restore_userregs', with: { tsk: current.name } }
          : undefined,
    },
    {
      name: 'set_features',
      code: 'newfps->xfeatures = curfps->xfeatures | xfeatures; newfps->user_xfeatures |= xfeatures;',
      why: 'What XSAVES will be asked for from now on.',
      run: ({ current }, locals) => {
        const xfeatures = big(locals, 'xfeatures');
        const old = oldFpstate(current, locals);
        locals['newfps->xfeatures'] = (old?.xfeatures ?? 0n) | xfeatures;
        locals['newfps->user_xfeatures'] = (old?.userXfeatures ?? 0n) | xfeatures;
        return undefined;
      },
    },
    {
      name: 'set_xfd',
      code: 'newfps->xfd = curfps->xfd & ~xfeatures;',
      why: 'Disarmed for this task: 0x40000 becomes 0.',
      run: ({ current }, locals) => {
        locals['newfps->xfd'] = (oldFpstate(current, locals)?.xfd ?? 0n) & ~big(locals, 'xfeatures');
        return undefined;
      },
    },
    {
      name: 'init_xcomp_bv',
      code: 'xstate_init_xcomp_bv(&newfps->regs, newfps->xfeatures);',
      why: 'XRSTORS takes no area without the format bit, not even one that was never saved to.',
      run: (kernel, locals) => {
        writeXcompBv(kernel, num(locals, 'newfps'), big(locals, 'newfps->xfeatures'));
        return undefined;
      },
    },
    {
      name: 'swap',
      code: 'curfps = guest_fpu ? xchg(&guest_fpu->fpstate, newfps) : xchg(&fpu->fpstate, newfps);',
      why: 'From here on switches save to the new buffer.',
      run: (kernel, locals) => {
        const { current } = kernel;
        if (!current) return undefined;
        const old = oldFpstate(current, locals);
        if (!old) return undefined;
        locals.curfps = old.isValloc ? old.address : null;
        const newfps: Fpstate = {
          address: num(locals, 'newfps'),
          size: num(locals, 'newfps->size'),
          userSize: num(locals, 'newfps->user_size'),
          xfeatures: big(locals, 'newfps->xfeatures'),
          userXfeatures: big(locals, 'newfps->user_xfeatures'),
          xfd: big(locals, 'newfps->xfd'),
          isValloc: true,
        };
        install(current, locals, newfps);
        kernel.emit({ kind: 'grow', task: current.name, from: old.size, to: newfps.size });
        return undefined;
      },
    },
    {
      name: 'update_xfd',
      code: 'if (in_use) xfd_update_state(fpu->fpstate); fpregs_unlock();',
      why: 'The CPU follows at once: the instruction is about to restart.',
      run: ({ current }, locals) =>
        current && isInUse(locals) ? { call: 'xfd_update_state', with: { fpstate: current.name } } : undefined,
    },
    {
      name: 'free_old',
      code: 'if (curfps->is_valloc) vfree(curfps);',
      why: 'The first buffer is embedded in the task structure and stays there, unused.',
      run: (kernel, locals) => {
        if (num(locals, 'curfps') !== 0) vfree(kernel, num(locals, 'curfps'));
        return undefined;
      },
    },
    { name: 'return', code: 'return 0;', why: '', run: () => ({ return: 0 }) },
  ],
};

/** A guest's area is grown when its CPUID is set, which is outside KVM_RUN: the registers are not in question. */
function isInUse(locals: LocalsWith<'guest_fpu'>): boolean {
  return !flag(locals, 'guest_fpu');
}

function oldFpstate(task: Task | undefined, locals: LocalsWith<'guest_fpu'>): Fpstate | undefined {
  return isInUse(locals) ? task?.fpstate : task?.vcpu?.fpstate;
}

function install(task: Task, locals: LocalsWith<'guest_fpu'>, fpstate: Fpstate): void {
  if (isInUse(locals)) {
    task.fpstate = fpstate;
  } else if (task.vcpu) {
    task.vcpu.fpstate = fpstate;
    task.vcpu.xfeatures |= fpstate.xfeatures;
    task.vcpu.uabiSize = fpstate.userSize;
  }
}
