/** Asking for permission (arch/x86/kernel/fpu/xstate.c). */

import { XFEATURE } from '../../machine/architecture/component';
import { maxFrameSize } from '../model/tasks/signal-frame';
import { kernelSize, USER_SUPPORTED, userSize } from '../model/xstate/xstate-features';
import type { KernelContext } from '../routines/kernel-context';
import { since, until } from '../routines/of-version';
import { big, flag, num } from '../routines/read-locals';
import type { Routine, RoutineStep } from '../routines/routine';
import { ERRNO, FPU_GUEST_PERM_LOCKED } from '../state/constants';
import { isAlive } from '../state/task';

/** The checks that do not depend on the process: whether the component can be requested at all. */
export const checkComponent: readonly RoutineStep<'idx' | 'requested'>[] = [
  {
    name: 'check_index',
    code: 'if (idx >= XFEATURE_MAX) return -EINVAL;',
    why: 'No such component: 19 and up until 6.12, 20 and up since 6.16 knows APX.',
    run: ({ state }, locals) =>
      big(locals, 'idx') >= BigInt(state.fpu.xfeatureMax) ? { return: -ERRNO.EINVAL } : undefined,
  },
  {
    name: 'lookup',
    code: 'requested = xstate_prctl_req[idx]; if (!requested) return -EOPNOTSUPP;',
    why: 'Only XTILEDATA has to be asked for. Even XTILECFG does not: it is in every default buffer.',
    run: (_kernel, locals) => {
      const index = num(locals, 'idx');
      if (index !== XFEATURE.XTILEDATA) return { return: -ERRNO.EOPNOTSUPP };
      locals.requested = 1n << BigInt(index);
      return undefined;
    },
  },
  {
    name: 'check_supported',
    code: 'if ((user_cfg.max & requested) != requested) return -EOPNOTSUPP;',
    why: 'The processor lacks it, or the kernel dropped it at boot.',
    run: ({ state }, locals) => {
      const requested = big(locals, 'requested');
      return (state.fpu.userMax & requested) === requested ? undefined : { return: -ERRNO.EOPNOTSUPP };
    },
  },
];

export const xstateRequestPerm: Routine<'xstate_request_perm'> = {
  name: 'xstate_request_perm',
  signature: 'static int xstate_request_perm(unsigned long idx, bool guest)',
  file: 'arch/x86/kernel/fpu/xstate.c',
  summary: 'May this process use component idx? Nothing is allocated here, and what is granted is never taken back.',
  steps: [
    ...checkComponent,
    {
      name: 'read_perm',
      code: 'permitted = xstate_get_group_perm(guest);',
      why: 'The mask of the group leader, read without a lock, then again under siglock.',
      run: (kernel, locals) => {
        const process = kernel.current && kernel.processOf(kernel.current);
        locals.permitted = process?.[flag(locals, 'guest') ? 'guestPerm' : 'perm'] ?? 0n;
        return undefined;
      },
    },
    {
      name: 'check_permitted',
      code: 'if ((permitted & requested) == requested) return 0;',
      why: 'Asking twice is allowed.',
      run: (_kernel, locals) =>
        (big(locals, 'permitted') & big(locals, 'requested')) === big(locals, 'requested') ? { return: 0 } : undefined,
    },
    {
      name: 'check_locked',
      code: 'if (guest && permitted & FPU_GUEST_PERM_LOCKED) return -EBUSY;',
      why: 'The first vCPU exists, with a buffer of the size that was permitted then.',
      run: (_kernel, locals) =>
        flag(locals, 'guest') && big(locals, 'permitted') & FPU_GUEST_PERM_LOCKED
          ? { return: -ERRNO.EBUSY }
          : undefined,
    },
    {
      name: 'request',
      code: 'ret = __xstate_request_perm(permitted, requested, guest);',
      why: 'Under siglock, so that no thread of the process changes its signal stack meanwhile.',
      run: (_kernel, { permitted = null, requested = null, guest = null }) => ({
        call: '__xstate_request_perm',
        with: { permitted, requested, guest },
        into: 'ret',
      }),
    },
    { name: 'return', code: 'return ret;', why: '', run: (_kernel, { ret = null }) => ({ return: ret }) },
  ],
};

const maskWithSupervisor: RoutineStep<'guest' | 'mask' | 'permitted' | 'requested'> = {
  name: 'mask',
  code: 'mask = permitted | requested; if (!guest) mask |= xfeatures_mask_supervisor();',
  why: 'Permissions only grow. For the kernel’s own size the supervisor components count as well, except in guests.',
  run: ({ state }, locals) => {
    const mask = big(locals, 'permitted') | big(locals, 'requested');
    locals.mask = flag(locals, 'guest') ? mask : mask | state.fpu.supervisor;
    return undefined;
  },
};

const maskOfPermitted: RoutineStep<'mask' | 'permitted' | 'requested'> = {
  name: 'mask',
  code: 'mask = permitted | requested;',
  why: 'Permissions only grow. Supervisor components are among what is permitted.',
  run: (_kernel, locals) => {
    locals.mask = big(locals, 'permitted') | big(locals, 'requested');
    return undefined;
  },
};

const WHY_USER = 'What a signal frame or ptrace will show: the standard format, user components only.';

const sizeOfMaskLeft: RoutineStep<'mask' | 'usize'> = {
  name: 'usize',
  code: 'mask &= XFEATURE_MASK_USER_SUPPORTED; usize = xstate_calculate_size(mask, false);',
  why: WHY_USER,
  run: ({ processor, state }, locals) => {
    locals.mask = userPart(big(locals, 'mask'), state);
    locals.usize = userSize(processor, big(locals, 'mask'));
    return undefined;
  },
};

const sizeOfMask: RoutineStep<'mask' | 'usize'> = {
  name: 'usize',
  code: 'usize = xstate_calculate_size(mask & XFEATURE_MASK_USER_SUPPORTED, false);',
  why: WHY_USER,
  run: ({ processor, state }, locals) => {
    locals.usize = userSize(processor, userPart(big(locals, 'mask'), state));
    return undefined;
  },
};

function userPart(mask: bigint, { fpu }: KernelContext['state']): bigint {
  return mask & (USER_SUPPORTED | fpu.userMax);
}

export const xstateRequestPermLocked: Routine<'__xstate_request_perm'> = {
  name: '__xstate_request_perm',
  context: 'irqs',
  signature: 'static int __xstate_request_perm(u64 permitted, u64 requested, bool guest)',
  file: 'arch/x86/kernel/fpu/xstate.c',
  summary: 'Checks that signal frames still fit, and grants.',
  steps: [
    ...until('keepsSupervisorPermissions', maskWithSupervisor),
    ...since('keepsSupervisorPermissions', maskOfPermitted),
    {
      name: 'ksize',
      code: 'ksize = xstate_calculate_size(mask, compacted);',
      why: 'What a buffer in the kernel will take.',
      run: ({ processor }, locals) => {
        locals.ksize = kernelSize(processor, big(locals, 'mask') & ~FPU_GUEST_PERM_LOCKED);
        return undefined;
      },
    },
    ...until('keepsSupervisorPermissions', sizeOfMaskLeft),
    ...since('keepsSupervisorPermissions', sizeOfMask),
    {
      name: 'check_sigaltstacks',
      code: 'if (!guest && !validate_sigaltstack(usize)) return -ENOSPC;',
      why: 'Every thread’s alternate signal stack must hold the larger frame. (The documentation says ENOSUPP; it is ENOSPC.)',
      run: (kernel, locals) =>
        flag(locals, 'guest') || doSignalStacksFit(kernel, num(locals, 'usize'))
          ? undefined
          : { return: -ERRNO.ENOSPC },
    },
    ...until('forgetsPermissions', grantStep('mask', 'It cannot be given back; only execve resets it.')),
    ...since(
      'forgetsPermissions',
      grantStep('requested', 'But for the sizes, what was permitted before is forgotten: a bug of the first versions.'),
    ),
    {
      name: 'return',
      code: 'return 0;',
      why: 'No buffer yet: that waits for the first use by each task.',
      run: () => ({ return: 0 }),
    },
  ],
};

/** @param mask the local that becomes the permission. */
function grantStep(
  mask: 'mask' | 'requested',
  why: string,
): RoutineStep<'guest' | 'ksize' | 'mask' | 'requested' | 'usize'> {
  return {
    name: 'grant',
    code: `perm->mask = ${mask}; perm->state_size = ksize; perm->user_state_size = usize;`,
    why: `One mask for the whole process. ${why}`,
    run: (kernel, locals) => {
      const process = kernel.current && kernel.processOf(kernel.current);
      if (!process) return undefined;
      const sizes = { size: num(locals, 'ksize'), userSize: num(locals, 'usize') };
      if (flag(locals, 'guest')) Object.assign(process, { guestPerm: big(locals, mask), guestPermSizes: sizes });
      else Object.assign(process, { perm: big(locals, mask), permSizes: sizes });
      return undefined;
    },
  };
}

/** Threads without an alternate stack do not count, nor do dead ones. */
function doSignalStacksFit(kernel: KernelContext, usize: number): boolean {
  const process = kernel.current && kernel.processOf(kernel.current);
  const { userMaxSize } = kernel.state.fpu;
  const needed = maxFrameSize(userMaxSize, kernel.processor.has('XSAVE')) - userMaxSize + usize;
  return (process?.threads ?? []).every((id) => {
    const thread = kernel.state.tasks[id];
    const size = thread?.sigaltstack?.size ?? 0;
    return size === 0 || size >= needed || !thread || !isAlive(thread);
  });
}
