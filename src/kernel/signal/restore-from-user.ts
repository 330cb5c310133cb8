/** Registers straight from the image in a signal frame (arch/x86/kernel/fpu/signal.c: restore_fpregs_from_user). */
import { exceptionRow } from '../../machine/architecture/exception';
import { LEGACY_SIZE } from '../../machine/architecture/xsave-format';
import { fxrstor } from '../../machine/xstate/fxsave';
import { xrstor } from '../../machine/xstate/xrstor';
import { copyFromUser, userAccess } from '../model/memory/user-memory';
import { restoreRegisters } from '../model/xstate/fpregs';
import { executeFixed } from '../routines/exceptions';
import type { KernelContext } from '../routines/kernel-context';
import { since, until } from '../routines/of-version';
import { big, flag, num } from '../routines/read-locals';
import type { Next, Routine, RoutineStep } from '../routines/routine';
import type { LocalsWith } from '../routines/routine-locals';
import { markActive } from './fpu-frame';
import type { SignalModel } from './signal-model';

const PF_VECTOR = exceptionRow('#PF').vector;

/** @param size bytes that are read. */
function faultIn(
  size: { readonly code: string; readonly of: (kernel: KernelContext, locals: LocalsWith<'size'>) => number },
  why: string,
): RoutineStep<'buf' | 'size'> {
  return {
    name: 'fault_in',
    code: `if (!fault_in_readable(buf, ${size.code})) goto retry; return false;`,
    why: `Reads it all once, with page faults on. ${why}`,
    run: (kernel, locals) => {
      const isThere = copyFromUser(kernel, num(locals, 'buf'), size.of(kernel, locals)) !== undefined;
      return isThere ? { goto: 'lock' } : { return: false };
    },
  };
}

const faultInWhatIsSaid = faultIn(
  { code: 'size', of: (_kernel, locals) => num(locals, 'size') },
  'As much as the frame says that it has: where that is less than XRSTOR reads, the page at fault may never be touched (CVE-2024-26603).',
);

const faultInWhatIsRead = faultIn(
  { code: 'fpu->fpstate->user_size', of: ({ current }) => current?.fpstate.userSize ?? 0 },
  'As much as XRSTOR may read.',
);

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
        run: (_kernel, locals) =>
          num(locals, 'ret') === 0 ? { goto: 'supervisor', otherwise: 'mark_active' } : undefined,
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
      ...until('trustsFrameSize', faultInWhatIsRead),
      ...since('trustsFrameSize', faultInWhatIsSaid),
      {
        name: 'supervisor',
        code: 'done: if (test_thread_flag(TIF_NEED_FPU_LOAD) && xfeatures_mask_supervisor()) os_xrstor_supervisor(fpu->fpstate);',
        why: 'The frame has none of it. If the registers were not the task’s, its supervisor state comes from the buffer.',
        context: 'fpregs',
        run: (kernel, locals) => {
          const { current, state } = kernel;
          const { supervisor } = state.fpu;
          if (!current?.needFpuLoad || supervisor === 0n) return undefined;
          return executeFixed(kernel, locals, () => restoreRegisters(kernel, current.fpstate.address, supervisor));
        },
      },
      markActive,
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
