/** Idle with tiles in use (arch/x86/kernel/fpu/core.c). */
import { releaseTiles } from '../../machine/amx/tile-init';
import { XTILE } from '../../machine/processor/processor';
import { xgetbv } from '../../machine/xstate/xcr';
import { execute } from '../routines/exceptions';
import { text } from '../routines/read-locals';
import type { Routine, RoutineStep } from '../routines/routine';
import { IDLE } from '../state/constants';

/** Behind `__switch_to`'s last line. */
export const enterIdle: RoutineStep<'next'> = {
  name: 'enter_idle',
  code: 'if (is_idle_task(next)) fpu_idle_fpregs();',
  why: 'Done by intel_idle on its way into C6 (drivers/idle/intel_idle.c, states with the INIT_XSTATE flag).',
  run: (_kernel, locals) => (text(locals, 'next') === IDLE ? { call: 'fpu_idle_fpregs' } : undefined),
};

export const fpuIdleFpregs: Routine<'fpu_idle_fpregs'> = {
  name: 'fpu_idle_fpregs',
  context: 'irqs',
  signature: 'void fpu_idle_fpregs(void)',
  file: 'arch/x86/kernel/fpu/core.c',
  summary: 'Tiles in use keep the core from its deepest sleep: they are released. Their owner has them in memory.',
  steps: [
    {
      name: 'check_in_use',
      code: 'if (!cpu_has(AMX_TILE) || !(xgetbv(1) & XFEATURE_MASK_XTILE)) return;',
      why: 'XGETBV(1) tells what is in use without touching it.',
      run: (kernel, locals) => {
        const { cpu, processor, state } = kernel;
        let inUse = 0n;
        const isManaged = processor.has('AMX_TILE') && processor.has('XGETBV1') && (state.fpu.userMax & XTILE) !== 0n;
        const faulted = isManaged
          ? execute(kernel, locals, () => {
              inUse = xgetbv(cpu, 1);
            })
          : undefined;
        return faulted ?? ((inUse & XTILE) !== 0n ? undefined : { return: undefined });
      },
    },
    {
      name: 'release',
      code: 'tile_release();',
      why: 'TILERELEASE works while XFD is armed.',
      run: ({ cpu }) => {
        releaseTiles(cpu);
        return undefined;
      },
    },
    {
      name: 'invalidate',
      code: 'this_cpu_write(fpu_fpregs_owner_ctx, NULL);',
      why: "The registers are no longer anyone's: the owner restores from memory when it comes back.",
      run: (kernel) => {
        kernel.percpu.fpregsOwner = null;
        return undefined;
      },
    },
  ],
};
