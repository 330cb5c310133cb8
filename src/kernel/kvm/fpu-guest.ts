/** Extended state of guests (arch/x86/kernel/fpu/core.c, xstate.c): what KVM calls for each virtual CPU. */
import { MSR } from '../../machine/architecture/registers';
import { guestDefault } from '../model/guests/guest-default';
import { newVcpu } from '../model/guests/new-vcpu';
import { vzalloc } from '../model/memory/buffers';
import { markRegistersActive } from '../model/xstate/fpregs';
import { initialiseArea, setXstateBv, xstateBv } from '../model/xstate/fpstate';
import { since, until } from '../routines/of-version';
import { big, flag, num } from '../routines/read-locals';
import type { Routine, RoutineStep } from '../routines/routine';
import { FPU_GUEST_PERM_LOCKED } from '../state/constants';
import type { Fpstate } from '../state/fpstate';
import { FPSTATE_HEADER } from '../state/memory-map';

const fpuAllocGuestFpstate: Routine<'fpu_alloc_guest_fpstate'> = {
  name: 'fpu_alloc_guest_fpstate',
  signature: 'bool fpu_alloc_guest_fpstate(struct fpu_guest *gfpu)',
  file: 'arch/x86/kernel/fpu/core.c',
  summary:
    'The registers of a virtual CPU, while it does not run: a default buffer, disarmed. Also ends all negotiation.',
  steps: [
    {
      name: 'alloc',
      code: 'fpstate = vzalloc(kernel_cfg.default_size + sizeof(*fpstate));',
      why: 'Without room for tiles, whatever the guest may use later.',
      run: (kernel, locals) => {
        const base = vzalloc(kernel, guestDefault(kernel).size, FPSTATE_HEADER);
        locals.fpstate = base === null ? null : base + FPSTATE_HEADER;
        return undefined;
      },
    },
    {
      name: 'check_alloc',
      code: 'if (!fpstate) return false;',
      why: 'There is no virtual CPU then.',
      run: (_kernel, locals) => (num(locals, 'fpstate') === 0 ? { return: false } : undefined),
    },
    {
      name: 'init',
      code: '__fpstate_reset(fpstate, 0); fpstate_init_user(fpstate); fpstate->is_valloc = fpstate->is_guest = true;',
      why: 'XFD is 0, as a processor has it after reset: arming it is for the guest.',
      run: (kernel, locals) => {
        const { current, state } = kernel;
        if (!current) return undefined;
        const address = num(locals, 'fpstate');
        const { fpu } = state;
        const { features, size } = guestDefault(kernel);
        if (address !== 0) initialiseArea(kernel, address, size, features);
        const fpstate: Fpstate = {
          address,
          size,
          userSize: fpu.userDefaultSize,
          xfeatures: features,
          userXfeatures: fpu.userDefault,
          xfd: 0n,
          isValloc: address !== 0,
        };
        current.vcpu = newVcpu(kernel, fpstate);
        return undefined;
      },
    },
    {
      name: 'lock_permissions',
      code: 'fpu_lock_guest_permissions();',
      why: 'The first virtual CPU fixes what guests of this process may use: bit 63 of the permission. Later requests: -EBUSY.',
      run: (kernel) => {
        const process = kernel.current && kernel.processOf(kernel.current);
        if (process) process.guestPerm |= FPU_GUEST_PERM_LOCKED;
        return undefined;
      },
    },
    { name: 'return', code: 'return true;', why: '', run: () => ({ return: true }) },
  ],
};

const fpuEnableGuestXfdFeatures: Routine<'fpu_enable_guest_xfd_features'> = {
  name: 'fpu_enable_guest_xfd_features',
  signature: 'int fpu_enable_guest_xfd_features(struct fpu_guest *guest_fpu, u64 xfeatures)',
  file: 'arch/x86/kernel/fpu/core.c',
  summary:
    'Room for what the guest is told that it has. Now, and not at its first use: a guest cannot wait for memory.',
  steps: [
    {
      name: 'new',
      code: 'xfeatures &= ~guest_fpu->xfeatures; if (!xfeatures) return 0;',
      why: 'There already.',
      run: ({ current }, locals) => {
        locals.xfeatures = big(locals, 'xfeatures') & ~(current?.vcpu?.xfeatures ?? 0n);
        return big(locals, 'xfeatures') === 0n ? { return: 0 } : undefined;
      },
    },
    {
      name: 'enable',
      code: 'ret = __xfd_enable_feature(xfeatures, guest_fpu);',
      why: 'The routine of #NM, with the permission for guests.',
      run: (_kernel, locals) => ({
        call: '__xfd_enable_feature',
        with: { xfd_err: big(locals, 'xfeatures'), guest_fpu: true },
        into: 'ret',
      }),
    },
    { name: 'return', code: 'return ret;', why: '', run: (_kernel, { ret = null }) => ({ return: ret }) },
  ],
};

const fpuSwapKvmFpstate: Routine<'fpu_swap_kvm_fpstate'> = {
  name: 'fpu_swap_kvm_fpstate',
  signature: 'int fpu_swap_kvm_fpstate(struct fpu_guest *guest_fpu, bool enter_guest)',
  file: 'arch/x86/kernel/fpu/core.c',
  summary: 'On the way into KVM_RUN and out of it: the task and its virtual CPU change places in the registers.',
  steps: [
    {
      name: 'save',
      code: 'fpregs_lock(); if (!test_thread_flag(TIF_NEED_FPU_LOAD)) save_fpregs_to_fpstate(fpu);',
      why: 'Whoever has the registers now gets them saved to its own area.',
      run: ({ current }) =>
        current && !current.needFpuLoad
          ? { call: 'save_fpregs_to_fpstate', with: { fpstate: current.name } }
          : undefined,
    },
    {
      name: 'swap',
      code: 'fpu->fpstate = enter_guest ? guest_fpu->fpstate : fpu->__task_fpstate;',
      why: 'From here on a context switch saves to, and loads from, the other area. The task’s own is parked meanwhile.',
      run: ({ current }, locals) => {
        const vcpu = current?.vcpu;
        if (!current || !vcpu) return undefined;
        if (flag(locals, 'enter_guest')) {
          vcpu.parked ??= current.fpstate;
          current.fpstate = { ...vcpu.fpstate };
        } else if (vcpu.parked) {
          vcpu.fpstate = current.fpstate;
          current.fpstate = vcpu.parked;
          vcpu.parked = null;
        }
        return undefined;
      },
    },
    {
      name: 'restore',
      code: 'restore_fpregs_from_fpstate(fpu->fpstate, XFEATURE_MASK_FPSTATE);',
      why: 'Not lazily: the guest, or the task, is about to run. IA32_XFD comes first, as ever.',
      run: ({ current }) =>
        current ? { call: 'restore_fpregs_from_fpstate', with: { fpstate: current.name } } : undefined,
    },
    {
      name: 'activate',
      code: 'fpregs_mark_activate(); fpregs_unlock();',
      why: 'The registers are the state.',
      run: (kernel) => {
        if (kernel.current) markRegistersActive(kernel, kernel.current);
        return undefined;
      },
    },
  ],
};

const clearDisabled: RoutineStep<'xfd'> = {
  name: 'clear_disabled',
  code: 'fpregs_lock(); if (xfd && test_thread_flag(TIF_NEED_FPU_LOAD)) fpstate->regs.header.xfeatures &= ~xfd;',
  why: 'The registers are in memory: XRSTORS would raise #NM for a component that is both there and disabled. It becomes initial.',
  run: (kernel, locals) => {
    const { current } = kernel;
    if (!current?.needFpuLoad || !current.vcpu) return undefined;
    const fpstate = current.vcpu.parked ? current.fpstate : current.vcpu.fpstate;
    setXstateBv(kernel, fpstate, xstateBv(kernel, fpstate) & ~big(locals, 'xfd'));
    return undefined;
  },
};

const store: RoutineStep<'xfd'> = {
  name: 'store',
  code: 'guest_fpu->fpstate->xfd = xfd;',
  why: 'The guest’s value is the one that its area is loaded with.',
  run: ({ current }, locals) => {
    if (!current?.vcpu) return undefined;
    const fpstate = current.vcpu.parked ? current.fpstate : current.vcpu.fpstate;
    fpstate.xfd = big(locals, 'xfd');
    return undefined;
  },
};

const fpuUpdateGuestXfd: Routine<'fpu_update_guest_xfd'> = {
  name: 'fpu_update_guest_xfd',
  signature: 'void fpu_update_guest_xfd(struct fpu_guest *guest_fpu, u64 xfd)',
  file: 'arch/x86/kernel/fpu/core.c',
  summary: 'The guest has written IA32_XFD, and KVM does it for it.',
  steps: [
    ...until('clearsGuestDisabled', { ...store, code: `fpregs_lock(); ${store.code}` }),
    ...since('clearsGuestDisabled', clearDisabled, store),
    {
      name: 'update_xfd',
      code: 'if (guest_fpu->fpstate->in_use) xfd_update_state(guest_fpu->fpstate); fpregs_unlock();',
      why: 'The CPU follows at once.',
      run: ({ current }) =>
        current?.vcpu?.parked ? { call: 'xfd_update_state', with: { fpstate: current.name } } : undefined,
    },
  ],
};

const fpuSyncGuestVmexitXfdState: Routine<'fpu_sync_guest_vmexit_xfd_state'> = {
  name: 'fpu_sync_guest_vmexit_xfd_state',
  context: 'irqs',
  signature: 'void fpu_sync_guest_vmexit_xfd_state(void)',
  file: 'arch/x86/kernel/fpu/core.c',
  summary: 'The guest writes IA32_XFD without telling: the kernel reads it after each VM exit.',
  steps: [
    {
      name: 'read',
      code: 'rdmsr(IA32_XFD, fpstate->xfd); this_cpu_write(xfd_state, fpstate->xfd);',
      why: 'With interrupts still off. Otherwise the CPU’s memory of the register would be wrong at the next switch.',
      run: (kernel) => {
        const { current } = kernel;
        if (!current || !kernel.processor.has('XFD')) return undefined;
        current.fpstate.xfd = kernel.readMsr(MSR.IA32_XFD);
        kernel.percpu.xfdState = current.fpstate.xfd;
        return undefined;
      },
    },
  ],
};

export const fpuGuestRoutines: readonly Routine[] = [
  fpuAllocGuestFpstate,
  fpuEnableGuestXfdFeatures,
  fpuSwapKvmFpstate,
  fpuUpdateGuestXfd,
  fpuSyncGuestVmexitXfdState,
];
