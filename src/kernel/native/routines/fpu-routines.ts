/** The routines about extended state whose meaning is a real kernel's own code. */
import { big, flag, num, text } from '../../routines/read-locals';
import type { Routine } from '../../routines/routine';
import { type NativeRow, nativeRoutine } from './native-routine';

/** KFPU_MXCSR: what `kernel_fpu_begin()` asks for (arch/x86/include/asm/fpu/api.h). */
const KFPU_MXCSR = 2n;
const CORE = 'arch/x86/kernel/fpu/core.c';
const SIGNAL = 'arch/x86/kernel/fpu/signal.c';

const excDeviceNotAvailable: Routine<'exc_device_not_available'> = {
  name: 'exc_device_not_available',
  native: 'exc_device_not_available',
  context: 'irqs',
  signature: 'void exc_device_not_available(struct pt_regs *regs)',
  file: 'arch/x86/kernel/traps.c',
  summary: 'Entry point for #NM.',
  steps: [
    {
      name: 'call',
      code: 'exc_device_not_available(regs);',
      why: 'Executed instruction by instruction, as the image has it: step in to follow it.',
      run: ({ native }, locals) => ({
        native: 'exc_device_not_available',
        arguments: [native?.registers ?? 0n],
        mode: flag(locals, 'user_mode') ? 'user' : 'kernel',
      }),
    },
  ],
};

export const FPU_ROUTINES: readonly NativeRow[] = [
  { routine: excDeviceNotAvailable, needs: 'exc_device_not_available' },
  nativeRoutine({
    name: 'fpu_xstate_prctl',
    signature: 'long fpu_xstate_prctl(int option, unsigned long arg2)',
    file: 'arch/x86/kernel/fpu/xstate.c',
    summary: 'Which components there are, which may be used, and asking for more.',
    returns: 'long',
    arguments: (_native, _kernel, locals) => [big(locals, 'option'), big(locals, 'arg2')],
  }),
  nativeRoutine({
    name: 'switch_fpu_return',
    context: 'irqs',
    signature: 'void switch_fpu_return(void)',
    file: CORE,
    summary: 'User code is next, and TIF_NEED_FPU_LOAD is set.',
  }),
  nativeRoutine({
    name: 'fpu_clone',
    signature: 'int fpu_clone(struct task_struct *dst, unsigned long clone_flags, bool minimal, unsigned long ssp)',
    file: CORE,
    summary: 'The extended state of a child. Without `ssp` until 6.5.',
    returns: 'int',
    arguments: (native, kernel, locals) => [
      native.task(kernel.task(text(locals, 'dst'))),
      big(locals, 'clone_flags'),
      0n,
      0n,
    ],
  }),
  nativeRoutine({
    name: 'fpu_flush_thread',
    signature: 'void fpu_flush_thread(void)',
    file: CORE,
    summary: 'Back to the default buffer, to the default permissions, and to the initial state of everything.',
  }),
  nativeRoutine({
    name: 'kernel_fpu_begin',
    calls: 'kernel_fpu_begin_mask',
    signature: 'void kernel_fpu_begin_mask(unsigned int kfpu_mask)',
    file: CORE,
    summary: 'Makes the vector registers free for kernel code.',
    arguments: () => [KFPU_MXCSR],
  }),
  nativeRoutine({
    name: 'kernel_fpu_end',
    signature: 'void kernel_fpu_end(void)',
    file: CORE,
    summary: 'The end of kernel vector code.',
  }),
  nativeRoutine({
    name: 'fpu_idle_fpregs',
    context: 'irqs',
    signature: 'void fpu_idle_fpregs(void)',
    file: CORE,
    summary: 'Tiles in use keep the core from its deepest sleep: they are released.',
  }),
  nativeRoutine({
    name: 'copy_fpstate_to_sigframe',
    signature: 'bool copy_fpstate_to_sigframe(void __user *buf, void __user *buf_fx, int size, u32 pkru)',
    file: SIGNAL,
    summary: 'Saves the registers to user memory in the standard format. Without `pkru` until 6.11.',
    returns: 'bool',
    arguments: (_native, _kernel, locals) => {
      const frame = BigInt(num(locals, 'buf_fx'));
      return [frame, frame, BigInt(num(locals, 'size')), big(locals, 'pkru')];
    },
  }),
  nativeRoutine({
    name: 'fpu__clear_user_states',
    signature: 'void fpu__clear_user_states(struct fpu *fpu)',
    file: CORE,
    summary: 'Makes the registers initial, and the current task their owner.',
    arguments: (native, { current }) => [current ? native.fpu(current) : 0n],
  }),
  nativeRoutine({
    name: 'fpu__restore_sig',
    signature: 'bool fpu__restore_sig(void __user *buf, int ia32_frame)',
    file: SIGNAL,
    summary: 'The extended state back out of a signal frame.',
    returns: 'bool',
    arguments: (_native, _kernel, locals) => [big(locals, 'buf'), 0n],
  }),
];
