/** The register set NT_X86_XSTATE of ptrace and core files (arch/x86/kernel/fpu/regset.c, arch/x86/kernel/fpu/xstate.c). */

import { copyFromUser } from '../model/memory/user-memory';
import { imageTarget, readRegset, regsetTarget, writeRegset } from '../model/xstate/regset';
import {
  copyComponents,
  imageHeader,
  imagePkru,
  MXCSR_WRITERS,
  setUserXfeatures,
  uabiImage,
} from '../model/xstate/uabi-image';
import type { KernelContext } from '../routines/kernel-context';
import { until } from '../routines/of-version';
import { big, flag, num } from '../routines/read-locals';
import type { Routine, RoutineStep } from '../routines/routine';
import type { SaveRoutine } from '../routines/routine-locals';
import { ERRNO } from '../state/constants';
import { REGSET_BUFFER } from '../state/memory-map';

const needsXsave: RoutineStep = {
  name: 'check_feature',
  code: 'if (!cpu_has(XSAVE)) return -ENODEV;',
  why: 'Without XSAVE there is only the FXSAVE image, which is another register set.',
  run: ({ processor }) => (processor.has('XSAVE') ? undefined : { return: -ERRNO.ENODEV }),
};

/** @param save the routine that saves the current task's registers. */
export function syncTarget(save: SaveRoutine): RoutineStep<'target'> {
  return {
    name: 'sync',
    code: 'if (target == current && !test_thread_flag(TIF_NEED_FPU_LOAD)) sync_fpstate(fpu);',
    why: "A task that dumps core looks at itself: its registers go to memory first. A stopped task's are there.",
    run: (kernel, locals) => {
      const target = regsetTarget(kernel, locals);
      const isLive = target !== undefined && target === kernel.current && !target.needFpuLoad;
      return isLive ? { call: save, with: { fpstate: target.name } } : undefined;
    },
  };
}

/** @param save the routine that saves the current task's registers. */
export function xstateregsGet(save: SaveRoutine): Routine<'xstateregs_get'> {
  return {
    name: 'xstateregs_get',
    signature: 'int xstateregs_get(struct task_struct *target, const struct user_regset *regset, struct membuf to)',
    file: 'arch/x86/kernel/fpu/regset.c',
    summary: 'The state in standard format, as large as the machine makes it: 11008 bytes for tasks without tiles too.',
    steps: [
      needsXsave,
      syncTarget(save),
      {
        name: 'copy',
        code: 'copy_xstate_to_uabi_buf(to, target->fpu.fpstate, target->pkru);',
        why: 'What the buffer has no room for is zero, and its bit too. The software bytes hold XCR0, the same for every task. Since 6.3 PKRU is written only where the area has its bit.',
        run: (kernel, locals) => {
          const target = regsetTarget(kernel, locals);
          if (!target) return undefined;
          writeRegset(kernel, num(locals, 'to'), uabiImage(kernel, target.fpstate, target.pkru));
          return undefined;
        },
      },
      { name: 'return', code: 'return 0;', why: '', run: () => ({ return: 0 }) },
    ],
  };
}

/** From user memory to the kernel's own copy. */
export const copyIn: RoutineStep<'count' | 'ubuf'> = {
  name: 'copy_from_user',
  code: 'tmpbuf = vmalloc(count); if (copy_from_user(tmpbuf, ubuf, count)) return -EFAULT;',
  why: 'A copy first: the caller could change the image between the checks and their use.',
  run: (kernel, locals) => {
    const bytes = copyFromUser(kernel, num(locals, 'ubuf'), num(locals, 'count'));
    if (!bytes) return { return: -ERRNO.EFAULT };
    writeRegset(kernel, REGSET_BUFFER, bytes);
    return undefined;
  },
};

export const forceRestore: RoutineStep<'target'> = {
  name: 'force_restore',
  code: 'fpu->last_cpu = -1;',
  why: 'Memory becomes the newer copy: a CPU that still holds the registers must load them again.',
  run: (kernel, locals) => {
    const target = regsetTarget(kernel, locals);
    if (target) target.lastCpu = -1;
    return undefined;
  },
};

const xstateregsSet: Routine<'xstateregs_set'> = {
  name: 'xstateregs_set',
  signature: 'int xstateregs_set(struct task_struct *target, ..., unsigned int pos, unsigned int count, ubuf)',
  file: 'arch/x86/kernel/fpu/regset.c',
  summary: 'Gives a stopped task another state. It must be a whole image, and only of what the task has room for.',
  steps: [
    needsXsave,
    {
      name: 'check_size',
      code: 'if (pos != 0 || count != user_cfg.max_size) return -EFAULT;',
      why: 'All or nothing: 11008 bytes on Sapphire Rapids.',
      run: ({ state }, locals) =>
        num(locals, 'count') === state.fpu.userMaxSize ? undefined : { return: -ERRNO.EFAULT },
    },
    copyIn,
    forceRestore,
    {
      name: 'copy',
      code: 'ret = copy_uabi_to_xstate(fpu->fpstate, tmpbuf, &target->pkru);',
      why: 'Checks and copies.',
      run: (_kernel, { target = null }) => ({ call: 'copy_uabi_to_xstate', with: { target }, into: 'ret' }),
    },
    { name: 'return', code: 'return ret;', why: '', run: (_kernel, { ret = null }) => ({ return: ret }) },
  ],
};

const invalid = { return: -ERRNO.EINVAL } as const;

const takePkru: RoutineStep<'guest' | 'hdr.xfeatures' | 'target'> = {
  name: 'pkru',
  code: 'if (pkru) *pkru = hdr.xfeatures & PKRU ? buf->pkru : 0;',
  why: 'It is switched by itself, and lies in the task structure. KVM sees to that of a guest itself.',
  run: (kernel, locals) => {
    const target = flag(locals, 'guest') ? undefined : regsetTarget(kernel, locals);
    if (target) target.pkru = imagePkru(kernel, readRegset(kernel), big(locals, 'hdr.xfeatures'));
    return undefined;
  },
};

export const copyUabiToXstate: Routine<'copy_uabi_to_xstate'> = {
  name: 'copy_uabi_to_xstate',
  signature: 'static int copy_uabi_to_xstate(struct fpstate *fpstate, const void *buf, u32 *pkru)',
  file: 'arch/x86/kernel/fpu/xstate.c',
  summary:
    'An image in standard format becomes the state of a task. XRSTORS in the kernel must not be able to fault on it.',
  steps: [
    {
      name: 'read_header',
      code: 'hdr = buf->header;',
      why: 'The processor checks the same things, and would raise #GP in the kernel.',
      run: (kernel, locals) => {
        locals['hdr.xfeatures'] = imageHeader(readRegset(kernel)).xfeatures;
        return undefined;
      },
    },
    {
      name: 'check_xfeatures',
      code: 'if (hdr.xfeatures & ~fpstate->user_xfeatures) return -EINVAL;',
      why: 'No buffer is allocated on behalf of a tracee: one that never used tiles cannot be given any.',
      run: (kernel, locals) => {
        const room = imageTarget(kernel, locals)?.fpstate.userXfeatures ?? 0n;
        return big(locals, 'hdr.xfeatures') & ~room ? invalid : undefined;
      },
    },
    {
      name: 'check_xcomp_bv',
      code: 'if (hdr.xcomp_bv) return -EINVAL;',
      why: 'The compacted format stays inside the kernel.',
      run: (kernel) => (imageHeader(readRegset(kernel)).xcompBv === 0n ? undefined : invalid),
    },
    {
      name: 'check_reserved',
      code: 'if (memchr_inv(hdr.reserved, 0, sizeof(hdr.reserved))) return -EINVAL;',
      why: 'XRSTORS raises #GP for them.',
      run: (kernel) => (imageHeader(readRegset(kernel)).reserved ? invalid : undefined),
    },
    {
      name: 'check_mxcsr',
      code: 'if (hdr.xfeatures & (FP | SSE | YMM) && mxcsr & ~mxcsr_feature_mask) return -EINVAL;',
      why: 'And for those, too. Of any of the three, since XRSTORS loads MXCSR with SSE and with AVX.',
      run: (kernel, locals) =>
        big(locals, 'hdr.xfeatures') & MXCSR_WRITERS && hasReservedMxcsr(kernel) ? invalid : undefined,
    },
    {
      name: 'copy',
      code: 'for_each_set_bit(i, hdr.xfeatures) copy(xsave_addr(fpstate, i), buf + offset(i));',
      why: 'From the standard format to the compacted one, component by component.',
      run: (kernel, locals) => {
        const target = imageTarget(kernel, locals);
        if (target) copyComponents(kernel, target, readRegset(kernel), big(locals, 'hdr.xfeatures'));
        return undefined;
      },
    },
    ...until('dropsPkruOfTracers', takePkru),
    {
      name: 'xstate_bv',
      code: 'header.xfeatures = (header.xfeatures & XFEATURE_MASK_SUPERVISOR_ALL) | hdr.xfeatures;',
      why: 'A user component whose bit is clear in the image becomes initial.',
      run: (kernel, locals) => {
        const target = imageTarget(kernel, locals);
        if (target) setUserXfeatures(kernel, target, big(locals, 'hdr.xfeatures'));
        return undefined;
      },
    },
    { name: 'return', code: 'return 0;', why: '', run: () => ({ return: 0 }) },
  ],
};

function hasReservedMxcsr(kernel: KernelContext): boolean {
  return (imageHeader(readRegset(kernel)).mxcsr & ~kernel.processor.mxcsrMask) !== 0;
}

export const xstateregs: readonly Routine[] = [
  xstateregsGet('save_fpregs_to_fpstate'),
  xstateregsSet,
  copyUabiToXstate,
];
