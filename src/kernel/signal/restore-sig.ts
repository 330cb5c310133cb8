/** The extended state back out of a signal frame (arch/x86/kernel/fpu/signal.c). */

import { exceptionRow } from '../../machine/architecture/exception';
import { toLinear } from '../../machine/architecture/linear-address';
import { LEGACY_SIZE } from '../../machine/architecture/xsave-format';
import { fxrstor } from '../../machine/xstate/fxsave';
import { xrstor } from '../../machine/xstate/xrstor';
import { HEADER_SIZE } from '../../machine/xstate/xsave-area';
import { restoreRegisters } from '../model/fpregs';
import { copyFromUser, isUserRange, userAccess } from '../model/user-memory';
import { LEGACY_FEATURES } from '../model/xstate-features';
import { executeFixed } from '../routines/exceptions';
import type { KernelContext } from '../routines/kernel-context';
import { big, flag, num } from '../routines/read-locals';
import type { Next, Routine, RoutineStep } from '../routines/routine';
import type { LocalsWith } from '../routines/routine-locals';
import { markActive } from './fpu-frame';
import { FP_XSTATE_MAGIC1, FP_XSTATE_MAGIC2, MAGIC2_SIZE, SW } from './rt-sigframe';
import type { SignalModel } from './signal-model';

/** The smallest image that can be an XSAVE one: the legacy region and the header. */
const MIN_XSTATE_SIZE = LEGACY_SIZE + HEADER_SIZE;
const PF_VECTOR = exceptionRow('#PF').vector;

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
    check(
      'check_magic1',
      'fx_sw.magic1 != FP_XSTATE_MAGIC1',
      'Not an XSAVE image: nothing but the legacy part counts.',
      (locals) => num(locals, 'magic1') === FP_XSTATE_MAGIC1,
    ),
    check(
      'check_min',
      'fx_sw.xstate_size < min_xstate_size',
      'Not even room for a header: 576 bytes.',
      (locals) => num(locals, 'xstate_size') >= MIN_XSTATE_SIZE,
    ),
    check(
      'check_max',
      'fx_sw.xstate_size > fpu->fpstate->user_size',
      'More than this task has a buffer for. Less is fine: a frame from before the task used tiles.',
      (locals, kernel) => num(locals, 'xstate_size') <= (kernel.current?.fpstate.userSize ?? 0),
    ),
    check(
      'check_extended',
      'fx_sw.xstate_size > fx_sw.extended_size',
      'The two sizes contradict each other.',
      (locals) => num(locals, 'xstate_size') <= num(locals, 'extended_size'),
    ),
    {
      name: 'check_magic2',
      code: 'if (__get_user(magic2, buf_fx + fx_sw.xstate_size)) goto out; if (magic2 == FP_XSTATE_MAGIC2) goto restore;',
      why: 'The second magic number is where the first part says. Without it, the frame was copied by somebody who knows only the legacy part.',
      run: (kernel, locals) => {
        const bytes = copyFromUser(kernel, num(locals, 'buf_fx') + num(locals, 'xstate_size'), MAGIC2_SIZE);
        if (!bytes) return { goto: 'out' };
        const magic2 = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
        return magic2 === FP_XSTATE_MAGIC2 ? { goto: 'restore' } : undefined;
      },
    },
    {
      name: 'fx_only',
      code: 'setfx: trace_x86_fpu_xstate_check_failed(fpu); fx_only = true; fx_sw.xfeatures = XFEATURE_MASK_FPSSE;',
      why: 'No error: old programs build such frames. All but x87 and SSE becomes initial, PKRU included.',
      run: (_kernel, locals) => {
        locals.fx_only = true;
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

/** What the software bytes of the frame say. */
type Said = 'extended_size' | 'magic1' | 'xstate_size';

function check(
  name: string,
  condition: string,
  why: string,
  passes: (locals: LocalsWith<Said>, kernel: KernelContext) => boolean,
): RoutineStep<Said> {
  return {
    name,
    code: `if (${condition}) goto setfx;`,
    why,
    run: (kernel, locals) => (passes(locals, kernel) ? undefined : { goto: 'fx_only' }),
  };
}

export function restoreFpregsFromUser(model: SignalModel): Routine {
  const { updateXfd } = model;
  return {
    name: 'restore_fpregs_from_user',
    signature: 'static bool restore_fpregs_from_user(void __user *buf, u64 xrestore, bool fx_only)',
    file: 'arch/x86/kernel/fpu/signal.c',
    summary: 'XRSTOR of user memory, which may be absent, or nonsense.',
    steps: [
      {
        name: 'mask',
        code: `xrestore &= ${model.frameFeaturesText};`,
        why: 'A program cannot get by a frame what the task has no room for: a forged bit is masked out here.',
        run: (kernel, locals) => {
          const { current } = kernel;
          const features = current ? model.frameFeatures(kernel, current) : 0n;
          locals.xrestore = big(locals, 'xrestore') & features;
          locals.init_bv = features & ~big(locals, 'xrestore');
          return undefined;
        },
      },
      { name: 'lock', code: 'retry: fpregs_lock();', why: '' },
      ...(updateXfd === undefined ? [] : [syncXfd(updateXfd)]),
      {
        name: 'xrstor',
        code: 'pagefault_disable(); ret = fx_only ? fxrstor_from_user_sigframe(buf) : xrstor_from_user_sigframe(buf, xrestore);',
        why: 'Whatever the header says is checked by the processor: a bit that XCR0 lacks is #GP, and that is the end of the frame.',
        run: (kernel, locals) => restoreFromUser(kernel, locals),
      },
      {
        name: 'init',
        code: 'if (!ret && init_bv) os_xrstor(&init_fpstate, init_bv); pagefault_enable();',
        why: 'What the task has, and the frame has not.',
        run: (kernel, locals) => {
          const init = big(locals, 'init_bv');
          if (num(locals, 'ret') !== 0 || init === 0n) return undefined;
          return executeFixed(kernel, locals, () => restoreRegisters(kernel, kernel.state.fpu.init.address, init));
        },
      },
      {
        name: 'check',
        code: 'if (!ret) goto done;',
        why: 'Loaded at the first try: so it is nearly always.',
        run: (_kernel, locals) => (num(locals, 'ret') === 0 ? { goto: 'mark_active' } : undefined),
      },
      {
        name: 'invalidate',
        code: 'if (test_thread_flag(TIF_NEED_FPU_LOAD)) __cpu_invalidate_fpregs_state(); fpregs_unlock();',
        why: 'A failed XRSTOR may have loaded some of it. If those are registers that another task still counts on, it must not.',
        run: (kernel) => {
          if (kernel.current?.needFpuLoad) kernel.percpu.fpregsOwner = null;
          return undefined;
        },
      },
      {
        name: 'fatal',
        code: 'if (ret != X86_TRAP_PF) return false;',
        why: 'Only an absent page can be made good.',
        run: (_kernel, locals) => (num(locals, 'ret') === PF_VECTOR ? undefined : { return: false }),
      },
      {
        name: 'fault_in',
        code: 'if (!fault_in_readable(buf, fpu->fpstate->user_size)) goto retry; return false;',
        why: 'Reads it all once, with page faults on.',
        run: (kernel, locals) => {
          const size = kernel.current?.fpstate.userSize ?? 0;
          const isThere = copyFromUser(kernel, num(locals, 'buf'), size) !== undefined;
          return isThere ? { goto: 'lock' } : { return: false };
        },
      },
      { ...markActive, code: `done: ${markActive.code}`, context: 'fpregs' },
      { name: 'return', code: 'return true;', why: '', run: () => ({ return: true }) },
    ],
  };
}

function syncXfd(routine: 'xfd_update_state'): RoutineStep<'tsk'> {
  return {
    name: 'update_xfd',
    code: `${routine}(fpu->fpstate);`,
    why: 'The frame may hold tiles, and the registers may not be the task’s now: under a stale XFD this XRSTOR would raise #NM in the kernel.',
    run: (_kernel, { tsk = null }) => ({ call: routine, with: { fpstate: tsk } }),
  };
}

function restoreFromUser(kernel: KernelContext, locals: LocalsWith<'buf' | 'fx_only' | 'ret' | 'xrestore'>): Next {
  const { cpu, memory } = kernel;
  const buffer = num(locals, 'buf');
  locals.ret = 0;
  const load = flag(locals, 'fx_only')
    ? () => {
        memory.read(userAccess(kernel), buffer, LEGACY_SIZE);
        fxrstor(cpu, buffer, true);
      }
    : () => xrstor(cpu, buffer, big(locals, 'xrestore'), { access: userAccess(kernel) });
  return executeFixed(kernel, locals, load, (vector) => {
    locals.ret = vector;
  });
}
