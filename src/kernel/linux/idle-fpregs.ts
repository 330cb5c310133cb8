/** Idle with tiles in use (arch/x86/kernel/fpu/core.c). */
import { releaseTiles } from '../../machine/amx/tile-init';
import type { Processor } from '../../machine/processor/processor';
import { XTILE } from '../../machine/processor/processor';
import { xgetbv } from '../../machine/xstate/xcr';
import { execute } from '../routines/exceptions';
import type { KernelContext } from '../routines/kernel-context';
import { text } from '../routines/read-locals';
import type { Routine, RoutineStep } from '../routines/routine';
import { IDLE } from '../state/constants';
import type { LinuxChange } from '../versions/changes';

/** Behind `__switch_to`'s last line. */
export const enterIdle: RoutineStep<'next'> = {
  name: 'enter_idle',
  code: 'if (is_idle_task(next)) fpu_idle_fpregs();',
  why: 'Done by intel_idle on its way into C6 (drivers/idle/intel_idle.c, states with the INIT_XSTATE flag), where it knows the processor. HLT and shallow states leave tiles alone.',
  run: (kernel, locals) =>
    text(locals, 'next') === IDLE && entersC6(kernel) ? { call: 'fpu_idle_fpregs' } : undefined,
};

/** Family 6 processors whose table of idle states has the flag, by their models; and the change that brought the table. */
const C6_MODELS: ReadonlyMap<number, LinuxChange> = new Map([
  [0x8f, 'releasesTilesInIdle'], // Sapphire Rapids
  [0xcf, 'releasesTilesInIdle'], // Emerald Rapids
  [0xad, 'knowsGraniteIdle'], // Granite Rapids
]);

function entersC6(kernel: KernelContext): boolean {
  const { idle } = kernel.options;
  if (idle === 'c6' || idle === 'halt') return idle === 'c6';
  const change = C6_MODELS.get(modelOf(kernel.processor));
  return change !== undefined && kernel.has(change);
}

/** Of family 6, by CPUID 1.EAX; 0 for another family. */
function modelOf({ model }: Processor): number {
  const [signature = 0] = model.leaves['1.0'] ?? [];
  return ((signature >> 8) & 0xf) === 6 ? ((signature >> 4) & 0xf) | ((signature >> 12) & 0xf0) : 0;
}

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
