/** Asking for tiles and getting the memory for them at once (modelled after what Andy Lutomirski asked for, and after version 5). */

import { getSupported, getter, type PrctlCase, request } from '../linux/arch-prctl';
import { checkComponent } from '../linux/request-perm';
import { maxFrameSize } from '../model/tasks/signal-frame';
import { kernelSize, userSize } from '../model/xstate/xstate-features';
import type { KernelContext } from '../routines/kernel-context';
import { big, num } from '../routines/read-locals';
import type { Routine } from '../routines/routine';
import { ERRNO } from '../state/constants';

export const xstateRequestAccess: Routine<'xstate_request_access'> = {
  name: 'xstate_request_access',
  signature: 'static int xstate_request_access(unsigned long idx)',
  file: 'arch/x86/kernel/fpu/xstate.c',
  summary:
    'Gives the current task access to component idx, and the buffer that goes with it. Whoever asks can be told no.',
  steps: [
    ...checkComponent,
    {
      name: 'check_held',
      code: 'if ((current->fpstate->user_xfeatures & requested) == requested) return 0;',
      why: 'Asking twice is allowed, and free.',
      run: ({ current }, locals) => {
        const requested = big(locals, 'requested');
        const held = current?.fpstate.userXfeatures ?? 0n;
        return (held & requested) === requested ? { return: 0 } : undefined;
      },
    },
    {
      name: 'sizes',
      code: 'ksize = size_of(current->fpstate->xfeatures | requested); usize = user_size_of(...);',
      why: 'Compacted for the kernel, standard for signal frames: 10752 and 11008 bytes on Sapphire Rapids.',
      run: ({ current, processor }, locals) => {
        const requested = big(locals, 'requested');
        locals.ksize = kernelSize(processor, (current?.fpstate.xfeatures ?? 0n) | requested);
        locals.usize = userSize(processor, (current?.fpstate.userXfeatures ?? 0n) | requested);
        return undefined;
      },
    },
    {
      name: 'check_sigaltstack',
      code: 'if (current->sas_ss_size && current->sas_ss_size < frame_size(usize)) return -ENOSPC;',
      why: 'The frame grows with the access, so the alternate stack of the task must hold it from now on.',
      run: (kernel, locals) =>
        doesSignalStackFit(kernel, num(locals, 'usize')) ? undefined : { return: -ERRNO.ENOSPC },
    },
    {
      name: 'alloc',
      code: 'err = fpstate_realloc(requested, ksize, usize);',
      why: 'Now, in a system call, where sleeping is fine and where an error has somebody to go to.',
      run: (_kernel, locals) => ({
        call: 'fpstate_realloc',
        with: { xfeatures: big(locals, 'requested'), ksize: num(locals, 'ksize'), usize: num(locals, 'usize') },
        into: 'err',
      }),
    },
    {
      name: 'check_alloc',
      code: 'if (err) return -ENOMEM;',
      why: 'Nothing has changed and nothing dies: the program goes on without tiles, or tries again later.',
      run: (_kernel, locals) => (num(locals, 'err') !== 0 ? { return: -ERRNO.ENOMEM } : undefined),
    },
    {
      name: 'note',
      code: 'current->signal->xstate_access |= requested;',
      why: 'That some thread of the process has access: sigaltstack(2) refuses stacks that are too small from now on.',
      run: (kernel, locals) => {
        const process = kernel.current && kernel.processOf(kernel.current);
        if (!process) return undefined;
        process.perm |= big(locals, 'requested');
        process.permSizes = { size: num(locals, 'ksize'), userSize: num(locals, 'usize') };
        return undefined;
      },
    },
    {
      name: 'return',
      code: 'return 0;',
      why: 'IA32_XFD is disarmed for the task: no instruction of it will ever raise #NM for tiles.',
      run: () => ({ return: 0 }),
    },
  ],
};

/** Access belongs to a task: each thread of a process has to ask for its own. */
export const accessCases: readonly PrctlCase[] = [
  getSupported,
  getter(
    'perm',
    'GET_XCOMP_PERM',
    'current->fpstate->user_xfeatures',
    'What this task has room for, and so may use.',
    ({ current }) => current?.fpstate.userXfeatures ?? 0n,
  ),
  request('req', 'REQ_XCOMP_PERM', xstateRequestAccess.name, {}, 'For this task alone.'),
];

function doesSignalStackFit({ current, state, processor }: KernelContext, usize: number): boolean {
  const { userMaxSize } = state.fpu;
  const size = current?.sigaltstack?.size ?? 0;
  return size === 0 || size >= maxFrameSize(userMaxSize, processor.has('XSAVE')) - userMaxSize + usize;
}
