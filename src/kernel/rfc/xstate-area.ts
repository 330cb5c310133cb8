/** Buffers on demand (arch/x86/kernel/fpu/xstate.c; RFC 12/22 and 13/22). */

import { vzalloc } from '../model/memory/buffers';
import { vfree } from '../model/memory/vmalloc';
import { releaseArea } from '../model/tasks/tasks';
import { warnOnce } from '../model/warn';
import { writeXcompBv } from '../model/xstate/fpstate';
import { kernelSize } from '../model/xstate/xstate-features';
import type { KernelContext } from '../routines/kernel-context';
import { big, num, text } from '../routines/read-locals';
import type { Routine } from '../routines/routine';
import type { LocalsWith } from '../routines/routine-locals';
import { ERRNO } from '../state/constants';
import type { Task } from '../state/task';

export const allocXstateArea: Routine<'alloc_xstate_area'> = {
  name: 'alloc_xstate_area',
  context: 'irqs',
  signature: 'int alloc_xstate_area(struct fpu *fpu, u64 mask, unsigned int *size)',
  file: 'arch/x86/kernel/fpu/xstate.c',
  summary: 'Room for the components of mask beside those that are there. Buffers only ever grow.',
  steps: [
    {
      name: 'mask',
      code: 'state_mask = fpu->state_mask | mask;',
      why: 'What the task will hold.',
      run: (kernel, locals) => {
        locals.state_mask =
          (owner(kernel, locals)?.fpstate.xfeatures ?? 0n) | (big(locals, 'mask') & kernel.state.fpu.kernelMax);
        return undefined;
      },
    },
    {
      name: 'sizes',
      code: 'oldsz = size_of(fpu->state_mask); newsz = size_of(state_mask);',
      why: 'Of the compacted format.',
      run: (kernel, locals) => {
        locals.oldsz = owner(kernel, locals)?.fpstate.size ?? 0;
        locals.newsz = kernelSize(kernel.processor, big(locals, 'state_mask'));
        return undefined;
      },
    },
    {
      name: 'check_size',
      code: 'if (oldsz >= newsz) return 0;',
      why: 'Large enough already. A stale IA32_XFD_ERR gets this far, and counts as handled.',
      run: (_kernel, locals) => (num(locals, 'oldsz') >= num(locals, 'newsz') ? { return: 0 } : undefined),
    },
    {
      name: 'check_max',
      code: 'if (newsz > kernel_max_size) { WARN_ONCE(); return 0; }',
      why: 'Cannot be.',
      run: (kernel, locals) => {
        if (num(locals, 'newsz') <= kernel.state.fpu.kernelMaxSize) return undefined;
        warnOnce(kernel, 'alloc_xstate_area.check_max', 'alloc_xstate_area: more than the kernel knows');
        return { return: 0 };
      },
    },
    {
      name: 'alloc',
      code: 'local_irq_enable(); state_ptr = vmalloc(newsz); local_irq_disable();',
      why: 'Andy Lutomirski: one cannot just enable interrupts here. If they had been on, the state could already be lost.',
      run: (kernel, locals) => {
        locals.state_ptr = vzalloc(kernel, num(locals, 'newsz'), 0);
        return undefined;
      },
    },
    {
      name: 'check_alloc',
      code: 'if (!state_ptr) return -ENOMEM;',
      why: 'Then the caller reports #NM as not handled.',
      run: (_kernel, locals) => (num(locals, 'state_ptr') === 0 ? { return: -ERRNO.ENOMEM } : undefined),
    },
    {
      name: 'init',
      code: 'memset(state_ptr, 0, newsz); fpstate_init_xstate(state_ptr, state_mask);',
      why: 'XCOMP_BV, so that XRSTORS takes the area. The registers are the state; nothing is copied.',
      run: (kernel, locals) => {
        writeXcompBv(kernel, num(locals, 'state_ptr'), big(locals, 'state_mask'));
        return undefined;
      },
    },
    {
      name: 'free_old',
      code: 'vfree(fpu->state_ptr);',
      why: 'A smaller one from before. The embedded area stays where it is, unused.',
      run: (kernel, locals) => {
        const task = owner(kernel, locals);
        if (task?.fpstate.isValloc) vfree(kernel, task.fpstate.address);
        return undefined;
      },
    },
    {
      name: 'install',
      code: 'fpu->state_ptr = state_ptr; fpu->state_mask = state_mask;',
      why: 'From here on switches save to the new area, and IA32_XFD follows the mask.',
      run: (kernel, locals) => {
        const task = owner(kernel, locals);
        if (!task) return undefined;
        const mask = big(locals, 'state_mask');
        const from = task.fpstate.size;
        task.fpstate = {
          ...task.fpstate,
          address: num(locals, 'state_ptr'),
          size: num(locals, 'newsz'),
          xfeatures: mask,
          userXfeatures: mask,
          xfd: kernel.state.fpu.dynamic & ~mask,
          isValloc: true,
        };
        kernel.emit({ kind: 'grow', task: task.name, from, to: task.fpstate.size });
        return undefined;
      },
    },
    { name: 'return', code: 'return 0;', why: '', run: () => ({ return: 0 }) },
  ],
};

export const freeXstateArea: Routine<'free_xstate_area'> = {
  name: 'free_xstate_area',
  context: 'irqs',
  signature: 'void free_xstate_area(struct fpu *fpu)',
  file: 'arch/x86/kernel/fpu/xstate.c',
  summary: 'Gives the buffer back, if there is one.',
  steps: [
    {
      name: 'free',
      code: 'vfree(fpu->state_ptr);',
      why: 'Andy Lutomirski: vfree is the expensive part, with its TLB shootdowns on all CPUs.',
      run: (kernel, locals) => {
        const task = owner(kernel, locals);
        if (task) releaseArea(kernel, task);
        return undefined;
      },
    },
  ],
};

export const archReleaseTaskStruct: Routine<'arch_release_task_struct'> = {
  name: 'arch_release_task_struct',
  context: 'irqs',
  signature: 'void arch_release_task_struct(struct task_struct *tsk)',
  file: 'arch/x86/kernel/process.c',
  summary: 'The last reference to a task structure is gone.',
  steps: [
    {
      name: 'free',
      code: 'free_xstate_area(&tsk->thread.fpu);',
      why: 'The only place that frees: a task that used tiles once keeps the buffer for as long as it lives, even over execve.',
      run: (_kernel, { tsk = null }) => ({ call: 'free_xstate_area', with: { fpu: tsk } }),
    },
  ],
};

/** The task that `fpu` belongs to: the current task unless the caller named another. */
function owner(kernel: KernelContext, locals: LocalsWith<'fpu'>): Task | undefined {
  const name = text(locals, 'fpu');
  return name === '' ? kernel.current : kernel.task(name);
}
