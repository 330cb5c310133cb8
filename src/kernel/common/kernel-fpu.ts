/** `kernel_fpu_begin` and `kernel_fpu_end` (arch/x86/kernel/fpu/core.c): vector code inside the kernel. */
import { MXCSR_DEFAULT } from '../../machine/architecture/bits';
import { X87_WRITTEN } from '../../machine/instructions/x87/row';
import { MXCSR_WRITTEN } from '../../machine/vector/written';
import { initialiseX87Control } from '../../machine/xstate/x87-image';
import { warnOnFpu } from '../model/warn';
import { noteTracked } from '../model/xstate/tracked';
import { since, until } from '../routines/of-version';
import type { Routine, RoutineStep } from '../routines/routine';
import type { SaveRoutine } from '../routines/routine-locals';

/** How the per-CPU flag reads: `in_kernel_fpu`, and inverted `kernel_fpu_allowed` since the change `listsKernelUse`. */
interface FlagText {
  readonly inUse: string;
  readonly take: string;
  readonly give: string;
}

const FLAG_TEXT: FlagText = {
  inUse: 'this_cpu_read(in_kernel_fpu)',
  take: 'this_cpu_write(in_kernel_fpu, true);',
  give: 'this_cpu_write(in_kernel_fpu, false);',
};

const INVERTED_FLAG_TEXT: FlagText = {
  inUse: '!this_cpu_read(kernel_fpu_allowed)',
  take: 'this_cpu_write(kernel_fpu_allowed, false);',
  give: 'this_cpu_write(kernel_fpu_allowed, true);',
};

/** A line that reads or writes the flag, as each version has it. */
function withFlag<L extends string>(line: (text: FlagText) => RoutineStep<L>): readonly RoutineStep<L>[] {
  return [...until('listsKernelUse', line(FLAG_TEXT)), ...since('listsKernelUse', line(INVERTED_FLAG_TEXT))];
}

/** How sections keep others off the registers, beside the flag: with the lock that also keeps soft interrupts off, since 6.15. */
interface LockText extends FlagText {
  readonly lock: string;
  readonly unlock: string;
}

const PREEMPTION = { lock: 'preempt_disable();', unlock: 'preempt_enable();' } as const;
const FPREGS_LOCK = {
  lock: 'if (!irqs_disabled()) fpregs_lock();',
  unlock: 'if (!irqs_disabled()) fpregs_unlock();',
} as const;

/** A line that begins or ends a section, as each version has it. */
function withLock(line: (text: LockText) => RoutineStep): readonly RoutineStep[] {
  const locked = since('locksForKernelUse', line({ ...FPREGS_LOCK, ...FLAG_TEXT }));
  return [
    ...until('locksForKernelUse', line({ ...PREEMPTION, ...FLAG_TEXT })),
    ...until('listsKernelUse', ...locked),
    ...since('listsKernelUse', line({ ...FPREGS_LOCK, ...INVERTED_FLAG_TEXT })),
  ];
}

const initMxcsr: RoutineStep = {
  name: 'init_control',
  code: 'ldmxcsr(MXCSR_DEFAULT);',
  why: 'Kernel code starts with the default rounding and all exceptions masked. x87 stays as the task had it: code that wants it asks for it (KFPU_387).',
  run: ({ cpu }) => {
    cpu.mxcsr = MXCSR_DEFAULT;
    noteTracked(cpu, MXCSR_WRITTEN);
    return undefined;
  },
};

const initControl: RoutineStep = {
  name: 'init_control',
  code: 'ldmxcsr(MXCSR_DEFAULT); fninit();',
  why: 'Kernel code starts with the default rounding and all exceptions masked.',
  run: ({ cpu }) => {
    cpu.mxcsr = MXCSR_DEFAULT;
    noteTracked(cpu, MXCSR_WRITTEN);
    initialiseX87Control(cpu);
    noteTracked(cpu, X87_WRITTEN);
    return undefined;
  },
};

/**
 * Saves the registers of the current task. From here on the registers have no owner.
 *
 * @param save the routine that saves them.
 */
export function takeRegisters(save: SaveRoutine): readonly RoutineStep[] {
  return [
    {
      name: 'check_saved',
      code: 'if (current->flags & PF_KTHREAD || test_thread_flag(TIF_NEED_FPU_LOAD)) goto invalidate;',
      why: "Nothing to save: a kernel thread has no such state, or the task's is in memory already.",
      run: ({ current }) => (!current || current.kthread || current.needFpuLoad ? { goto: 'invalidate' } : undefined),
    },
    {
      name: 'set_need_load',
      code: 'set_thread_flag(TIF_NEED_FPU_LOAD);',
      why: 'The registers must be loaded again before the task runs user code.',
      run: ({ current }) => {
        if (current) current.needFpuLoad = true;
        return undefined;
      },
    },
    {
      name: 'save',
      code: `${save}(current);`,
      why: 'The one copy of the state moves from the registers to memory.',
      run: ({ current }) => (current ? { call: save, with: { fpstate: current.name } } : undefined),
    },
    {
      name: 'invalidate',
      code: 'invalidate: this_cpu_write(fpu_fpregs_owner_ctx, NULL);',
      why: "From here on the registers hold no task's state.",
      run: (kernel) => {
        kernel.percpu.fpregsOwner = null;
        return undefined;
      },
    },
  ];
}

const checkUsable: RoutineStep = {
  name: 'check_usable',
  code: 'WARN_ON_FPU(!irq_fpu_usable());',
  why: 'An interrupt may not use the registers while kernel code does: inside a section this warns, too.',
  run: (kernel) => {
    if (kernel.percpu.inKernelFpu) {
      warnOnFpu(kernel, 'kernel_fpu_begin.check_usable', 'kernel_fpu_begin: the registers are not usable here');
    }
    return undefined;
  },
};

/** @param save the routine that saves the current task's registers. */
export function kernelFpuBegin(save: SaveRoutine): Routine<'kernel_fpu_begin'> {
  return {
    name: 'kernel_fpu_begin',
    signature: 'void kernel_fpu_begin(void)',
    file: 'arch/x86/kernel/fpu/core.c',
    summary:
      'Makes the vector registers free for kernel code. There is no such call for tiles, and XFD stays as it is.',
    steps: [
      checkUsable,
      ...withFlag<'nested'>(({ inUse }) => ({
        name: 'check_nested',
        code: `WARN_ON_FPU(${inUse});`,
        why: 'Sections do not nest: nobody keeps the registers of the outer one. It warns once, and a kernel without CONFIG_X86_DEBUG_FPU not even that.',
        run: (kernel, locals) => {
          locals.nested = kernel.percpu.inKernelFpu;
          if (locals.nested) {
            warnOnFpu(
              kernel,
              'kernel_fpu_begin.check_nested',
              'kernel_fpu_begin: the registers are in use by the kernel already',
            );
          }
          return undefined;
        },
      })),
      ...withLock(({ lock, take }) => ({
        name: 'preempt_disable',
        code: `${lock} ${take}`,
        why: 'Kernel code does not save vector registers of its own, so nobody may switch away from it.',
        run: (kernel) => {
          kernel.percpu.inKernelFpu = true;
          return undefined;
        },
      })),
      ...takeRegisters(save),
      ...until('leavesX87ToKernelCode', initControl),
      ...since('leavesX87ToKernelCode', initMxcsr),
    ],
  };
}

export const kernelFpuEnd: Routine<'kernel_fpu_end'> = {
  name: 'kernel_fpu_end',
  context: 'preempt',
  signature: 'void kernel_fpu_end(void)',
  file: 'arch/x86/kernel/fpu/core.c',
  summary: "The end of kernel vector code. The task's state comes back at its return to user mode, not here.",
  steps: [
    ...withFlag<'unbalanced'>(({ inUse }) => ({
      name: 'check_begun',
      code: `WARN_ON_FPU(!(${inUse}));`,
      why: 'An end without a beginning; or the second end of two sections of which the first has ended both.',
      run: (kernel, locals) => {
        locals.unbalanced = !kernel.percpu.inKernelFpu;
        if (locals.unbalanced)
          warnOnFpu(kernel, 'kernel_fpu_end.check_begun', 'kernel_fpu_end: the kernel does not use the registers');
        return undefined;
      },
    })),
    ...withLock(({ unlock, give }) => ({
      name: 'preempt_enable',
      code: `${give} ${unlock}`,
      why: 'Several such sections in a row cost one save and one restore.',
      run: (kernel) => {
        kernel.percpu.inKernelFpu = false;
        return undefined;
      },
    })),
  ],
};
