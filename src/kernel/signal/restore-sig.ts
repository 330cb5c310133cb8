/** The extended state back out of a signal frame (arch/x86/kernel/fpu/signal.c). */

import { toLinear } from '../../machine/architecture/linear-address';
import { LEGACY_SIZE } from '../../machine/architecture/xsave-format';
import { copyFromUser, isUserRange } from '../model/memory/user-memory';
import { LEGACY_FEATURES } from '../model/xstate/xstate-features';
import { big, flag, num } from '../routines/read-locals';
import type { Routine } from '../routines/routine';
import { SIGFRAME_CHECKS } from './check-sigframe';
import { MAGIC2_SIZE, SW } from './rt-sigframe';

export const fpuRestoreSig: Routine<'fpu__restore_sig'> = {
  name: 'fpu__restore_sig',
  signature: 'bool fpu__restore_sig(void __user *buf, int ia32_frame)',
  file: 'arch/x86/kernel/fpu/signal.c',
  summary: 'Finds out what kind of image the frame has, and loads it. What it does not have becomes initial.',
  steps: [
    {
      name: 'check_null',
      code: 'if (!buf) { fpu__clear_user_states(fpu); return true; }',
      why: 'A frame without extended state: everything initial. That is allowed.',
      run: (_kernel, locals) => {
        locals.ok = true;
        return big(locals, 'buf') === 0n ? { goto: 'clear' } : undefined;
      },
    },
    {
      name: 'access_ok',
      code: 'size = xstate_sigframe_size(fpu->fpstate); if (!access_ok(buf, size)) goto out;',
      why: 'The pointer comes from the frame, where the program may have written anything.',
      run: ({ current, processor }, locals) => {
        const address = toLinear(big(locals, 'buf')) ?? -1;
        locals.ok = false;
        locals.buf_fx = address;
        const size = (current?.fpstate.userSize ?? 0) + (processor.has('XSAVE') ? MAGIC2_SIZE : 0);
        return isUserRange(address, size) ? undefined : { goto: 'out' };
      },
    },
    {
      name: 'copy_sw_bytes',
      code: 'if (__copy_from_user(&fx_sw, &buf_fx->i387.sw_reserved, sizeof(fx_sw))) goto out;',
      why: 'What the program, or the kernel before it, says that this is.',
      run: (kernel, locals) => {
        const { processor } = kernel;
        if (!processor.has('XSAVE')) return { goto: 'fx_only' };
        const bytes = copyFromUser(kernel, num(locals, 'buf_fx') + SW.OFFSET, SW.SIZE);
        if (!bytes) return { goto: 'out' };
        const view = new DataView(bytes.buffer, bytes.byteOffset);
        locals.magic1 = view.getUint32(SW.MAGIC1, true);
        locals.extended_size = view.getUint32(SW.EXTENDED_SIZE, true);
        locals.xfeatures = view.getBigUint64(SW.XFEATURES, true);
        locals.xstate_size = view.getUint32(SW.XSTATE_SIZE, true);
        return undefined;
      },
    },
    ...SIGFRAME_CHECKS,
    {
      name: 'fx_only',
      code: 'setfx: trace_x86_fpu_xstate_check_failed(fpu); fx_only = true; fx_sw.xstate_size = sizeof(struct fxregs_state); fx_sw.xfeatures = XFEATURE_MASK_FPSSE;',
      why: 'No error: old programs build such frames. All but x87 and SSE becomes initial, PKRU included.',
      run: (_kernel, locals) => {
        locals.fx_only = true;
        locals.xstate_size = LEGACY_SIZE;
        locals.xfeatures = LEGACY_FEATURES;
        return undefined;
      },
    },
    {
      name: 'restore',
      code: 'restore: ok = restore_fpregs_from_user(buf_fx, fx_sw.xfeatures, fx_only);',
      why: 'Straight from user memory.',
      run: ({ current }, locals) => ({
        call: 'restore_fpregs_from_user',
        with: {
          buf: num(locals, 'buf_fx'),
          xrestore: big(locals, 'xfeatures'),
          fx_only: flag(locals, 'fx_only'),
          size: num(locals, 'xstate_size'),
          tsk: current?.name ?? '',
        },
        into: 'ok',
      }),
    },
    {
      name: 'out',
      code: 'out: if (ok) return true;',
      why: 'All loaded.',
      run: (_kernel, locals) => (flag(locals, 'ok') ? { return: true } : undefined),
    },
    {
      name: 'clear',
      code: 'fpu__clear_user_states(fpu);',
      why: 'The registers may hold half of it, or another task’s state.',
      run: ({ current }) => ({ call: 'fpu__clear_user_states', with: { tsk: current?.name ?? '' } }),
    },
    { name: 'return', code: 'return ok;', why: '', run: (_kernel, locals) => ({ return: flag(locals, 'ok') }) },
  ],
};
