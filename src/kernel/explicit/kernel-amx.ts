/**
 * Tiles inside the kernel, after the call that Andy Lutomirski asked for (he called it `x86_i_am_crazy_amx_begin`): it may fail,
 * and its caller copes. An area of its own keeps the section's tiles when an interrupt takes the registers.
 */

import { releaseTiles } from '../../machine/amx/tile-init';
import { MSR } from '../../machine/architecture/registers';
import { kernelFpuBegin, kernelFpuEnd, takeRegisters } from '../common/kernel-fpu';
import { vzalloc } from '../model/memory/buffers';
import { vfree } from '../model/memory/vmalloc';
import { warn } from '../model/warn';
import { restoreRegisters, saveRegisters } from '../model/xstate/fpregs';
import { initialiseArea } from '../model/xstate/fpstate';
import { XTILE } from '../model/xstate/xstate-features';
import { execute } from '../routines/exceptions';
import type { KernelContext } from '../routines/kernel-context';
import { routineOf } from '../routines/of-version';
import { big, num } from '../routines/read-locals';
import type { Next, Routine } from '../routines/routine';
import type { LocalsWith } from '../routines/routine-locals';
import { stepOf, vary } from '../routines/variation';
import { ERRNO } from '../state/constants';
import { NEWEST_MINIMAL } from '../versions/build';

const SAVE = 'save_fpregs_to_fpstate';
const FILE = 'arch/x86/kernel/fpu/core.c';

const kernelAmxBegin: Routine<'kernel_amx_begin'> = {
  name: 'kernel_amx_begin',
  signature: 'int kernel_amx_begin(void)',
  file: FILE,
  summary: 'Makes the tiles free for kernel code, or says why not. Until kernel_amx_end, no #NM can come of them.',
  steps: [
    {
      name: 'check_supported',
      code: 'if ((user_cfg.max & XFEATURE_MASK_XTILE) != XFEATURE_MASK_XTILE) return -EOPNOTSUPP;',
      why: 'No tiles on this machine.',
      run: ({ state }) => ((state.fpu.userMax & XTILE) === XTILE ? undefined : { return: -ERRNO.EOPNOTSUPP }),
    },
    {
      name: 'check_busy',
      code: 'if (this_cpu_read(in_kernel_fpu) || this_cpu_read(amx_area)) return -EBUSY;',
      why: 'Nested, or in an interrupt that came in another section: the registers are somebody else’s.',
      run: ({ percpu }) => (percpu.inKernelFpu || percpu.amxArea !== null ? { return: -ERRNO.EBUSY } : undefined),
    },
    {
      name: 'alloc',
      code: 'area = vzalloc(kernel_cfg.max_size);',
      why: 'For the tiles of the section itself: an interrupt may use vector registers while it lasts.',
      run: (kernel, locals) => {
        locals.area = vzalloc(kernel, kernel.state.fpu.kernelMaxSize, 0);
        return undefined;
      },
    },
    {
      name: 'check_alloc',
      code: 'if (!area) return -ENOMEM;',
      why: 'Before anything was touched. The caller does its work without tiles.',
      run: (_kernel, locals) => (num(locals, 'area') === 0 ? { return: -ERRNO.ENOMEM } : undefined),
    },
    {
      name: 'preempt_disable',
      code: 'preempt_disable(); this_cpu_write(amx_area, area);',
      why: 'Registers and IA32_XFD belong to the CPU: nobody may switch away while they are the kernel’s.',
      run: (kernel, locals) => {
        const { kernelMax, kernelMaxSize } = kernel.state.fpu;
        const area = num(locals, 'area');
        if (area === 0) return undefined;
        initialiseArea(kernel, area, kernelMaxSize, kernelMax);
        kernel.percpu.amxArea = area;
        return undefined;
      },
    },
    ...takeRegisters(SAVE),
    {
      name: 'disarm',
      code: 'if (this_cpu_read(xfd_state)) xfd_set_state(0);',
      why: 'Not arming is not enough: the register holds what the current task needs, and most tasks need it armed.',
      run: (kernel, locals) => setXfd(kernel, locals, 0n),
    },
    {
      name: 'init_tiles',
      code: 'tile_release();',
      why: 'The task has its tiles in memory. The section begins without a configuration.',
      run: ({ cpu, processor }) => {
        if (processor.has('AMX_TILE')) releaseTiles(cpu);
        return undefined;
      },
    },
    { name: 'return', code: 'return 0;', why: '', run: () => ({ return: 0 }) },
  ],
};

const kernelAmxEnd: Routine<'kernel_amx_end'> = {
  name: 'kernel_amx_end',
  context: 'preempt',
  signature: 'void kernel_amx_end(void)',
  file: FILE,
  summary: 'The end of kernel code that uses tiles: they are wiped, and XFD is what the current task needs again.',
  steps: [
    {
      name: 'check_begun',
      code: 'if (WARN_ON(!this_cpu_read(amx_area))) return;',
      why: 'An end without a beginning changes nothing; not even where a beginning failed and nobody looked.',
      run: (kernel) => {
        if (kernel.percpu.amxArea !== null) return undefined;
        warn(kernel, 'kernel_amx_end: no section with tiles has begun');
        return { return: undefined };
      },
    },
    {
      name: 'init_tiles',
      code: 'tile_release();',
      why: 'What the kernel computed is none of the next task’s business.',
      run: ({ cpu, processor }) => {
        if (processor.has('AMX_TILE')) releaseTiles(cpu);
        return undefined;
      },
    },
    {
      name: 'rearm',
      code: 'xfd_update_state(current->fpstate);',
      why: 'At once, not with the registers at the return to user mode: kernel code that forgot to ask shall not get away with it.',
      run: (kernel, locals) => setXfd(kernel, locals, kernel.current?.fpstate.xfd ?? kernel.state.fpu.dynamic),
    },
    {
      name: 'free',
      code: 'vfree(this_cpu_read(amx_area)); this_cpu_write(amx_area, NULL); preempt_enable();',
      why: 'The task’s own state comes back at its return to user mode.',
      run: (kernel) => {
        const { percpu } = kernel;
        if (percpu.amxArea !== null) vfree(kernel, percpu.amxArea);
        percpu.amxArea = null;
        return undefined;
      },
    },
  ],
};

const begin = routineOf(NEWEST_MINIMAL, kernelFpuBegin(SAVE));
const end = routineOf(NEWEST_MINIMAL, kernelFpuEnd);

/** Sections of vector code may come in the middle of one with tiles: then they are an interrupt’s. */
const nestedBegin = vary(begin, {
  preempt_disable: [
    stepOf(begin, 'preempt_disable'),
    {
      name: 'save_tiles',
      code: 'if (this_cpu_read(amx_area)) os_xsave(this_cpu_read(amx_area));',
      why: 'An interrupt in a section with tiles: what the interrupted kernel code holds goes to its area.',
      run: (kernel, locals) => moveSection(kernel, locals, saveRegisters),
    },
  ],
});

const nestedEnd = vary(end, {
  preempt_enable: [
    {
      name: 'restore_tiles',
      code: 'if (this_cpu_read(amx_area)) os_xrstor(this_cpu_read(amx_area));',
      why: 'Back to the section with tiles that was interrupted. XFD is still disarmed for it.',
      run: (kernel, locals) => (kernel.percpu.inKernelFpu ? moveSection(kernel, locals, restoreRegisters) : undefined),
    },
    stepOf(end, 'preempt_enable'),
  ],
});

export const kernelSections: readonly Routine[] = [nestedBegin, nestedEnd, kernelAmxBegin, kernelAmxEnd];

export const kernelAmxEntries = { begin: kernelAmxBegin.name, end: kernelAmxEnd.name };

function moveSection(kernel: KernelContext, locals: LocalsWith<never>, move: typeof saveRegisters): Next {
  const { amxArea } = kernel.percpu;
  return amxArea === null
    ? undefined
    : execute(kernel, locals, () => move(kernel, amxArea, kernel.state.fpu.kernelMax));
}

function setXfd(kernel: KernelContext, locals: LocalsWith<'xfd'>, xfd: bigint): Next {
  locals.xfd = xfd;
  if (kernel.percpu.xfdState === xfd) return undefined;
  kernel.percpu.xfdState = xfd;
  return execute(kernel, locals, () => kernel.writeMsr(MSR.IA32_XFD, big(locals, 'xfd')));
}
