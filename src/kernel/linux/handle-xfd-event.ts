/** The XFD half of #NM (arch/x86/kernel/traps.c). */
import { toLinear } from '../../machine/architecture/linear-address';
import { MSR } from '../../machine/architecture/registers';
import { forceSignal } from '../model/tasks/signals';
import { warn } from '../model/warn';
import { execute } from '../routines/exceptions';
import { big, flag, num } from '../routines/read-locals';
import type { Routine } from '../routines/routine';
import { ERRNO, SI_CODE } from '../state/constants';

export const handleXfdEvent: Routine<'handle_xfd_event'> = {
  name: 'handle_xfd_event',
  context: 'irqs',
  signature: 'static bool handle_xfd_event(struct pt_regs *regs)',
  file: 'arch/x86/kernel/traps.c',
  summary: 'Was it XFD? Then the task either gets a larger buffer, or a signal that tells it why not.',
  steps: [
    {
      name: 'check_feature',
      code: 'if (!cpu_has(XFD)) return false;',
      why: 'No XFD, no XFD event; and no IA32_XFD_ERR to read.',
      run: ({ processor }) => (processor.has('XFD') ? undefined : { return: false }),
    },
    {
      name: 'read_xfd_err',
      code: 'rdmsr(IA32_XFD_ERR, xfd_err);',
      why: 'The processor says which component was missing. For #NM by CR0.TS it writes nothing here.',
      run: (kernel, locals) =>
        execute(kernel, locals, () => {
          locals.xfd_err = kernel.readMsr(MSR.IA32_XFD_ERR);
        }),
    },
    {
      name: 'check_xfd_err',
      code: 'if (!xfd_err) return false;',
      why: 'Not XFD: the caller looks at CR0.TS.',
      run: (_kernel, locals) => (big(locals, 'xfd_err') === 0n ? { return: false } : undefined),
    },
    {
      name: 'clear_xfd_err',
      code: 'wrmsr(IA32_XFD_ERR, 0);',
      why: 'First of all, whatever comes of it: hardware never clears it, and the next #NM would look like XFD again.',
      run: (kernel, locals) => execute(kernel, locals, () => kernel.writeMsr(MSR.IA32_XFD_ERR, 0n)),
    },
    {
      name: 'check_user_mode',
      code: 'if (WARN_ON(!user_mode(regs))) return false;',
      why: 'The kernel has no business with tiles; it cannot sleep for memory here, nor send itself a signal.',
      run: (kernel, locals) => {
        if (flag(locals, 'user_mode')) return undefined;
        warn(kernel, 'handle_xfd_event: #NM by XFD in the kernel');
        return { return: false };
      },
    },
    {
      name: 'enable_feature',
      code: 'local_irq_enable(); err = xfd_enable_feature(xfd_err);',
      why: 'Allocating may sleep, so interrupts go on. The task may even be switched away and come back.',
      run: (_kernel, locals) => ({
        call: '__xfd_enable_feature',
        with: { xfd_err: big(locals, 'xfd_err') },
        into: 'err',
      }),
    },
    {
      name: 'no_permission',
      code: 'if (err == -EPERM) force_sig_fault(SIGILL, ILL_ILLOPC, regs->ip);',
      why: 'The process never asked: to it the instruction does not exist, and ILL_ILLOPC tells it from a bad operand.',
      run: (kernel, locals) => {
        const ip = toLinear(big(locals, 'regs_ip')) ?? 0;
        if (num(locals, 'err') === -ERRNO.EPERM) {
          forceSignal(kernel, kernel.current, 'SIGILL', SI_CODE.ILL_ILLOPC, ip);
        }
        return undefined;
      },
    },
    {
      name: 'no_memory',
      code: 'if (err == -EFAULT) force_sig(SIGSEGV);',
      why: 'No memory for the buffer. SI_KERNEL and no address: nothing the program did was wrong.',
      run: (kernel, locals) => {
        if (num(locals, 'err') === -ERRNO.EFAULT) forceSignal(kernel, kernel.current, 'SIGSEGV');
        return undefined;
      },
    },
    {
      name: 'return',
      code: 'local_irq_disable(); return true;',
      why: 'It was XFD. Without a signal the instruction restarts, and now finds the component disarmed.',
      run: () => ({ return: true }),
    },
  ],
};
