/** Permission, sizes, growth (arch/x86/kernel/fpu/xstate.c). */

import { USER_DYNAMIC } from '../model/xstate/xstate-features';
import { big, flag, num } from '../routines/read-locals';
import type { Routine } from '../routines/routine';
import { ERRNO } from '../state/constants';

export const xfdEnableFeature: Routine<'__xfd_enable_feature'> = {
  name: '__xfd_enable_feature',
  signature: 'int __xfd_enable_feature(u64 xfd_err, struct fpu_guest *guest_fpu)',
  file: 'arch/x86/kernel/fpu/xstate.c',
  summary: 'Gives the current task room for the component that it touched, if its process may have it.',
  steps: [
    {
      name: 'event',
      code: 'xfd_event = xfd_err & XFEATURE_MASK_USER_DYNAMIC;',
      why: 'Of what the processor reports, what the kernel can grow for: XTILEDATA.',
      run: (_kernel, locals) => {
        locals.xfd_event = big(locals, 'xfd_err') & USER_DYNAMIC;
        return undefined;
      },
    },
    {
      name: 'check_event',
      code: 'if (!xfd_event) { pr_err_once("XFD: Invalid xfd error"); return 0; }',
      why: 'Cannot happen. If it did, the instruction would fault again and again.',
      run: (_kernel, locals) => (big(locals, 'xfd_event') === 0n ? { return: 0 } : undefined),
    },
    {
      name: 'permission',
      code: 'perm = guest_fpu ? &leader->guest_perm : &leader->perm; if ((perm->mask & xfd_event) != xfd_event) return -EPERM;',
      why: 'Permission belongs to the process: the leader has the one copy that counts. Read under siglock.',
      run: (kernel, locals) => {
        const event = big(locals, 'xfd_event');
        const process = kernel.current && kernel.processOf(kernel.current);
        locals.perm = (flag(locals, 'guest_fpu') ? process?.guestPerm : process?.perm) ?? 0n;
        return (big(locals, 'perm') & event) === event ? undefined : { return: -ERRNO.EPERM };
      },
    },
    {
      name: 'sizes',
      code: 'ksize = perm->state_size; usize = perm->user_state_size;',
      why: 'Worked out when the permission was given: 10752 and 11008 bytes on Sapphire Rapids.',
      run: (kernel, locals) => {
        const process = kernel.current && kernel.processOf(kernel.current);
        const sizes = flag(locals, 'guest_fpu') ? process?.guestPermSizes : process?.permSizes;
        locals.ksize = sizes?.size ?? 0;
        locals.usize = sizes?.userSize ?? 0;
        return undefined;
      },
    },
    {
      name: 'realloc',
      code: 'err = fpstate_realloc(xfd_event, ksize, usize, guest_fpu);',
      why: 'Per task: every thread meets its own first use and gets its own buffer.',
      run: (_kernel, locals) => ({
        call: 'fpstate_realloc',
        with: {
          xfeatures: big(locals, 'xfd_event'),
          ksize: num(locals, 'ksize'),
          usize: num(locals, 'usize'),
          guest_fpu: flag(locals, 'guest_fpu'),
        },
        into: 'err',
      }),
    },
    {
      name: 'check_realloc',
      code: 'if (err) return -EFAULT;',
      why: 'Told apart from missing permission, because the signal is another one.',
      run: (_kernel, locals) => (num(locals, 'err') !== 0 ? { return: -ERRNO.EFAULT } : undefined),
    },
    { name: 'return', code: 'return 0;', why: '', run: () => ({ return: 0 }) },
  ],
};
