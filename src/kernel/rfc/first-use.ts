/** First use of a component that is allocated on demand (arch/x86/kernel/fpu/core.c; RFC 13/22). */
import { MSR } from '../../machine/architecture/registers';
import { warn } from '../model/warn';
import { USER_DYNAMIC } from '../model/xstate/xstate-features';
import { execute } from '../routines/exceptions';
import { big, flag, num } from '../routines/read-locals';
import type { Routine } from '../routines/routine';

export const xfirstuseEventHandler: Routine<'xfirstuse_event_handler'> = {
  name: 'xfirstuse_event_handler',
  context: 'irqs',
  signature: 'bool xfirstuse_event_handler(struct fpu *fpu)',
  file: 'arch/x86/kernel/fpu/core.c',
  summary: 'Grows the buffer when #NM came from a first use. Any reason not to ends in the old #NM code, which dies.',
  steps: [
    {
      name: 'check_feature',
      code: 'if (!cpu_has(XFD) || !xfeatures_mask_user_dynamic) return false;',
      why: 'No XFD, no first-use event.',
      run: ({ processor, state }) => (processor.has('XFD') && state.fpu.dynamic !== 0n ? undefined : { return: false }),
    },
    {
      name: 'read_xfd_err',
      code: 'rdmsr(IA32_XFD_ERR, event_mask);',
      why: 'Which component was missing. Stale if an earlier #NM did not clear it.',
      run: (kernel, locals) =>
        execute(kernel, locals, () => {
          locals.event_mask = kernel.readMsr(MSR.IA32_XFD_ERR);
        }),
    },
    {
      name: 'warn_unexpected',
      code: 'WARN_ON(!(event_mask & xfeatures_mask_user_dynamic));',
      why: 'Meant for XFD_ERR bits that nobody knows; fires on every #NM by CR0.TS as well.',
      run: (kernel, locals) => {
        const known = big(locals, 'event_mask') & USER_DYNAMIC;
        if (known === 0n) warn(kernel, 'xfirstuse_event_handler: IA32_XFD_ERR names no dynamic component');
        return undefined;
      },
    },
    {
      name: 'check_event',
      code: 'if (!event_mask) return false;',
      why: 'Not XFD.',
      run: (_kernel, locals) => (big(locals, 'event_mask') === 0n ? { return: false } : undefined),
    },
    {
      name: 'check_interrupt',
      code: 'if (WARN_ON(in_interrupt())) return false;',
      why: 'Kernel code that touches tiles cannot be made good here. The model counts all of `ring0` as such.',
      run: (kernel, locals) => {
        if (flag(locals, 'user_mode')) return undefined;
        warn(kernel, 'xfirstuse_event_handler: #NM by XFD in an interrupt');
        return { return: false };
      },
    },
    {
      name: 'alloc',
      code: 'err = alloc_xstate_area(fpu, event_mask, NULL);',
      why: 'No question of permission: whoever touches tiles gets the memory.',
      run: (_kernel, locals) => ({
        call: 'alloc_xstate_area',
        with: { mask: big(locals, 'event_mask') },
        into: 'err',
      }),
    },
    {
      name: 'check_alloc',
      code: 'if (err) return false;',
      why: 'Into the old #NM code, and that is an oops. The answer on the list was that vmalloc does not fail.',
      run: (_kernel, locals) => (num(locals, 'err') !== 0 ? { return: false } : undefined),
    },
    {
      name: 'disarm',
      code: 'xdisable_setbits(xfirstuse_not_detected(fpu));',
      why: 'IA32_XFD keeps only what the task has no room for.',
      run: (kernel, locals) => {
        const held = kernel.current?.fpstate.xfeatures ?? 0n;
        locals.xfd = kernel.state.fpu.dynamic & ~held;
        kernel.percpu.xfdState = big(locals, 'xfd');
        return execute(kernel, locals, () => kernel.writeMsr(MSR.IA32_XFD, big(locals, 'xfd')));
      },
    },
    {
      name: 'clear_xfd_err',
      code: 'wrmsr(IA32_XFD_ERR, 0);',
      why: 'Last, and only on success. Mainline does it first: whatever else happens, the next #NM must not find it.',
      run: (kernel, locals) => execute(kernel, locals, () => kernel.writeMsr(MSR.IA32_XFD_ERR, 0n)),
    },
    { name: 'return', code: 'return true;', why: 'Handled.', run: () => ({ return: true }) },
  ],
};
