/** The extended state in a signal frame, and the clean state a handler starts with (arch/x86/kernel/fpu/signal.c, core.c). */

import { XFEATURE } from '../../machine/architecture/component';
import { writePkru } from '../../machine/control/pkru';
import { fxsave } from '../../machine/xstate/fxsave';
import { xgetbv } from '../../machine/xstate/xcr';
import { inUseWithMxcsr } from '../../machine/xstate/xinuse';
import { xsave } from '../../machine/xstate/xsave';
import { HEADER_SIZE, XSTATE_BV_OFFSET } from '../../machine/xstate/xsave-area';
import { areRegistersValid } from '../linux/switch-fpu-return';
import { clearUser, copyFromUser, copyToUser, isUserRange, userAccess } from '../model/memory/user-memory';
import { markRegistersActive, restoreRegisters } from '../model/xstate/fpregs';
import { LEGACY_FEATURES } from '../model/xstate/xstate-features';
import { execute, executeFixed } from '../routines/exceptions';
import type { KernelContext } from '../routines/kernel-context';
import { since } from '../routines/of-version';
import { big, num, text } from '../routines/read-locals';
import type { Routine, RoutineStep } from '../routines/routine';
import type { LocalsWith } from '../routines/routine-locals';
import { PKRU_DEFAULT } from '../state/constants';
import type { Locals } from '../state/routine-frame';
import { FP_XSTATE_MAGIC1, FP_XSTATE_MAGIC2, fields, MAGIC2_SIZE, SW } from './rt-sigframe';
import type { SignalModel } from './signal-model';

const PKRU = 1n << BigInt(XFEATURE.PKRU);

export function copyFpstateToSigframe(model: SignalModel): Routine<'copy_fpstate_to_sigframe'> {
  return {
    name: 'copy_fpstate_to_sigframe',
    signature: 'bool copy_fpstate_to_sigframe(void __user *buf, void __user *buf_fx, int size)',
    file: 'arch/x86/kernel/fpu/signal.c',
    summary: 'Saves the registers to user memory in the standard format, and says around them what they are.',
    steps: [
      {
        name: 'access_ok',
        code: 'if (!access_ok(buf, size)) return false;',
        why: 'It is the program that chose RSP.',
        run: (_kernel, locals) =>
          isUserRange(num(locals, 'buf_fx'), num(locals, 'size')) ? undefined : { return: false },
      },
      {
        name: 'clear_header',
        code: 'if (__clear_user(&buf_fx->header, sizeof(buf_fx->header))) return false;',
        why: 'XSAVE writes XSTATE_BV only, and sigreturn will insist that the rest is 0.',
        run: (kernel, locals) =>
          !kernel.processor.has('XSAVE') || clearUser(kernel, num(locals, 'buf_fx') + XSTATE_BV_OFFSET, HEADER_SIZE)
            ? undefined
            : { return: false },
      },
      {
        name: 'load',
        code: `retry: fpregs_lock(); if (test_thread_flag(TIF_NEED_FPU_LOAD)) ${model.load}();`,
        why: 'XSAVE takes what is in the registers, so they must be the task’s.',
        run: ({ current }) => (current?.needFpuLoad ? { call: model.load, with: { tsk: current.name } } : undefined),
      },
      {
        name: 'save',
        code: `pagefault_disable(); err = xsave_to_user_sigframe(buf_fx, ${model.savedFeaturesText}); pagefault_enable(); fpregs_unlock();`,
        why: 'XSAVE. What is not in the mask is not written: its bytes in the frame are whatever was on the stack.',
        run: (kernel, locals) => saveToUser(kernel, locals, model),
      },
      ...since('leavesPkruInitial', putPkru),
      ...since('asksForPkruBit', putPkruAndXinuse),
      ...since('addsPkruBit', putPkruAndBit),
      {
        name: 'retry',
        code: 'if (err) { if (!__clear_user(buf_fx, fpu->fpstate->user_size)) goto retry; return false; }',
        why: 'With page faults off, XSAVE fails on a page that is away. Clearing the area brings it in.',
        run: (kernel, locals) => {
          if (num(locals, 'err') === 0) return undefined;
          const size = kernel.current?.fpstate.userSize ?? 0;
          return clearUser(kernel, num(locals, 'buf_fx'), size) ? { goto: 'load' } : { return: false };
        },
      },
      {
        name: 'sw_bytes',
        code: `save_sw_bytes(&buf_fx->i387.sw_reserved, { FP_XSTATE_MAGIC1, user_size + FP_XSTATE_MAGIC2_SIZE, ${model.frameFeaturesText}, user_size });`,
        why: 'Bytes 464 to 511: "FPXS", how long the whole is, which components, and the size of the XSAVE area.',
        run: (kernel, locals) => put(kernel, num(locals, 'buf_fx') + SW.OFFSET, swBytes(kernel, model)),
      },
      {
        name: 'magic2',
        code: 'put_user(FP_XSTATE_MAGIC2, (__u32 __user *)(buf_fx + fpu->fpstate->user_size));',
        why: '"FPXE" behind it: a program that copied only the legacy part would leave it out.',
        run: (kernel, locals) =>
          kernel.processor.has('XSAVE')
            ? put(
                kernel,
                num(locals, 'buf_fx') + (kernel.current?.fpstate.userSize ?? 0),
                fields(MAGIC2_SIZE, [[0, FP_XSTATE_MAGIC2]]),
              )
            : undefined,
      },
      {
        name: 'header',
        code: 'x->header.xfeatures |= XFEATURE_MASK_FPSSE;',
        why: 'Old programs change the legacy part and know nothing of XSTATE_BV: it counts, initial or not.',
        run: (kernel, locals) => {
          if (!kernel.processor.has('XSAVE')) return undefined;
          const xstateBv = readXstateBv(kernel, num(locals, 'buf_fx'));
          return xstateBv === undefined
            ? { return: false }
            : put(kernel, num(locals, 'buf_fx') + XSTATE_BV_OFFSET, fields(8, [[0, xstateBv | LEGACY_FEATURES]]));
        },
      },
      { name: 'return', code: 'return true;', why: '', run: () => ({ return: true }) },
    ],
  };
}

/** What becomes of XSTATE_BV when PKRU is put into a frame by hand; undefined where nothing does. */
type PkruBit = (kernel: KernelContext, locals: LocalsWith<'buf_fx' | 'mask'>) => bigint | undefined;

function pkruSlot(
  why: string,
  bit: { readonly code: string; readonly of: PkruBit },
): RoutineStep<'buf_fx' | 'err' | 'mask' | 'pkru'> {
  return {
    name: 'pkru',
    code: `if (!err) err = update_pkru_in_sigframe(${bit.code});`,
    why: `PKRU was opened to write the frame, so what XSAVE saw of it is not the task’s: its own value is put in by hand. ${why}`,
    run: (kernel, locals) => {
      const { processor } = kernel;
      const place = processor.standardLayout(PKRU).placements.find(({ component }) => component === XFEATURE.PKRU);
      if (num(locals, 'err') !== 0 || !processor.has('PKU') || !place) return undefined;
      const area = num(locals, 'buf_fx');
      return execute(kernel, locals, () => {
        const xstateBv = bit.of(kernel, locals);
        const written =
          (xstateBv === undefined || copyToUser(kernel, area + XSTATE_BV_OFFSET, fields(8, [[0, xstateBv]]))) &&
          copyToUser(kernel, area + place.offset, fields(4, [[0, num(locals, 'pkru')]]));
        if (!written) locals.err = 1;
      });
    },
  };
}

const putPkru = pkruSlot(
  'Where the processor took the opened PKRU for initial, its bit in XSTATE_BV is clear, and the value is not looked at.',
  { code: 'buf_fx, pkru', of: () => undefined },
);

const putPkruAndXinuse = pkruSlot(
  'XSTATE_BV is written anew, from XGETBV(1): a processor without that raises #GP here.',
  {
    code: 'buf_fx, mask, pkru',
    of: ({ cpu }, locals) => (big(locals, 'mask') & xgetbv(cpu, 1)) | PKRU,
  },
);

const putPkruAndBit = pkruSlot('Its bit is added to XSTATE_BV.', {
  code: 'buf_fx, pkru',
  of: (kernel, locals) => (readXstateBv(kernel, num(locals, 'buf_fx')) ?? 0n) | PKRU,
});

function saveToUser(kernel: KernelContext, locals: Locals, model: SignalModel) {
  const { cpu, current, processor } = kernel;
  const area = num(locals, 'buf_fx');
  locals.err = 0;
  if (!current) return undefined;
  locals.mask = model.savedFeatures(kernel, current, processor.has('XGETBV1') ? cpu.xcr0 & inUseWithMxcsr(cpu) : ~0n);
  const save = processor.has('XSAVE')
    ? () => xsave(cpu, area, big(locals, 'mask'), { access: userAccess(kernel) })
    : () => fxsave(cpu, area, true);
  return executeFixed(kernel, locals, save, (vector) => {
    locals.err = vector;
  });
}

function swBytes(kernel: KernelContext, model: SignalModel): Uint8Array {
  const { current } = kernel;
  const size = current?.fpstate.userSize ?? 0;
  return fields(SW.SIZE, [
    [SW.MAGIC1, FP_XSTATE_MAGIC1],
    [SW.EXTENDED_SIZE, size + MAGIC2_SIZE],
    [SW.XFEATURES, current ? model.frameFeatures(kernel, current) : 0n],
    [SW.XSTATE_SIZE, size],
  ]);
}

function put(kernel: KernelContext, address: number, bytes: Uint8Array) {
  return copyToUser(kernel, address, bytes) ? undefined : ({ return: false } as const);
}

function readXstateBv(kernel: KernelContext, area: number): bigint | undefined {
  const bytes = copyFromUser(kernel, area + XSTATE_BV_OFFSET, 8);
  return bytes && new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true);
}

export function fpuClearUserStates({ updateXfd }: SignalModel): Routine<'fpu__clear_user_states'> {
  return {
    name: 'fpu__clear_user_states',
    signature: 'void fpu__clear_user_states(struct fpu *fpu)',
    file: 'arch/x86/kernel/fpu/core.c',
    summary: 'Makes the registers initial, and the current task their owner.',
    steps: [
      {
        name: 'supervisor',
        code: 'fpregs_lock(); if (xfeatures_mask_supervisor() && !fpregs_state_valid(fpu)) os_xrstor_supervisor(fpu->fpstate);',
        why: 'Supervisor state is not reset by a signal: if it is not in the registers, it comes from the buffer.',
        run: (kernel, locals) => {
          const { supervisor } = kernel.state.fpu;
          const task = kernel.task(text(locals, 'tsk'));
          if (!task || supervisor === 0n || areRegistersValid(kernel, task)) return undefined;
          return executeFixed(kernel, locals, () => restoreRegisters(kernel, task.fpstate.address, supervisor));
        },
      },
      ...(updateXfd === undefined ? [] : since('syncsXfdOnDelivery', syncXfd(updateXfd))),
      {
        name: 'restore_init',
        code: 'restore_fpregs_from_init_fpstate(XFEATURE_MASK_USER_RESTORE);',
        why: 'XRSTOR of an area where everything is initial: tiles and their configuration too. Even under an armed XFD that raises nothing.',
        run: (kernel, locals) => {
          const { init, userMax } = kernel.state.fpu;
          return executeFixed(kernel, locals, () => restoreRegisters(kernel, init.address, userMax & ~PKRU));
        },
      },
      {
        name: 'pkru',
        code: 'pkru_write_default();',
        why: 'Key 0 only, like a new program.',
        run: ({ cpu, processor }) => {
          if (processor.has('PKU')) writePkru(cpu, PKRU_DEFAULT);
          return undefined;
        },
      },
      markActive,
    ],
  };
}

function syncXfd(routine: 'xfd_update_state'): RoutineStep<'tsk'> {
  return {
    name: 'update_xfd',
    code: `${routine}(fpu->fpstate);`,
    why: 'The task may have been preempted by one that uses tiles since its frame was written. (“Ensure XFD state on signal delivery”, November 2025)',
    run: (_kernel, { tsk = null }) => ({ call: routine, with: { fpstate: tsk } }),
  };
}

/** In both directions: what was just loaded is the task's state. */
export const markActive: RoutineStep<'tsk'> = {
  name: 'mark_active',
  code: 'fpregs_mark_activate(); fpregs_unlock();',
  why: 'The registers are the state from here on. No restore on the way out, and with it no look at XFD.',
  run: (kernel, locals) => {
    const task = kernel.task(text(locals, 'tsk'));
    if (task) markRegistersActive(kernel, task);
    return undefined;
  },
};
