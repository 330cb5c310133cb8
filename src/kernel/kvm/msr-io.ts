/** KVM_GET_MSRS and KVM_SET_MSRS: several registers of a guest, for its monitor (arch/x86/kvm/x86.c, `struct kvm_msrs`). */
import { dataAddress, ENTRY_SIZE, entryAt, entryBytes, placeEntryBytes } from '../model/guests/msr-entries';
import { copyFromUser, copyToUser } from '../model/memory/user-memory';
import { writeRegset } from '../model/xstate/regset';
import { since } from '../routines/of-version';
import { flag, num } from '../routines/read-locals';
import type { Routine, RoutineStep } from '../routines/routine';
import type { LocalsWith } from '../routines/routine-locals';
import { ERRNO } from '../state/constants';
import { guestMsr } from './guest-msrs';

/** `nmsrs` and `pad`, in front of the entries. */
const HEADER_SIZE = 8;
const MAX_IO_MSRS = 256;

/** Whether the list is in the memory of the monitor, and not in a statement of the trace. */
function isInUserMemory({ user_msrs }: LocalsWith<'user_msrs'>): boolean {
  return user_msrs !== null && user_msrs !== undefined;
}

type Loading = 'fpu_loaded' | 'i';

const loadGuestFpu: RoutineStep<Loading> = {
  name: 'load_guest_fpu',
  code: '    if (!fpu_loaded && is_xstate_managed_msr(vcpu, entries[i].index)) kvm_load_guest_fpu(vcpu);',
  why: 'The register is in the area of the guest: with that loaded, RDMSR and WRMSR reach it.',
  run: (kernel, locals) => {
    const { index } = entryAt(kernel, num(locals, 'i'));
    if (flag(locals, 'fpu_loaded') || !guestMsr(kernel.current?.vcpu, index)?.isInArea) return undefined;
    locals.fpu_loaded = true;
    return { call: 'fpu_swap_kvm_fpstate', with: { enter_guest: true } };
  },
};

const putGuestFpu: RoutineStep<Loading> = {
  name: 'put_guest_fpu',
  code: 'if (fpu_loaded) kvm_put_guest_fpu(vcpu);',
  why: 'The monitor has its own registers again.',
  run: (_kernel, locals) =>
    flag(locals, 'fpu_loaded') ? { call: 'fpu_swap_kvm_fpstate', with: { enter_guest: false } } : undefined,
};

export const msrIo: Routine<'msr_io'> = {
  name: 'msr_io',
  signature:
    'static int msr_io(struct kvm_vcpu *vcpu, struct kvm_msrs __user *user_msrs, int (*do_msr)(...), int writeback)',
  file: 'arch/x86/kvm/x86.c',
  summary:
    'KVM_GET_MSRS and KVM_SET_MSRS. The result is the number of registers that were read or set: the call stops at the first that KVM refuses. With __msr_io.',
  steps: [
    {
      name: 'copy_header',
      code: 'if (copy_from_user(&msrs, user_msrs, sizeof(msrs))) return -EFAULT;',
      why: 'How many registers. (A list that stands in the statement is in the kernel already.)',
      run: (kernel, locals) => {
        if (!isInUserMemory(locals)) return undefined;
        const header = copyFromUser(kernel, num(locals, 'user_msrs'), HEADER_SIZE);
        if (!header) return { return: -ERRNO.EFAULT };
        locals.nmsrs = new DataView(header.buffer, header.byteOffset).getUint32(0, true);
        return undefined;
      },
    },
    {
      name: 'check_size',
      code: 'if (msrs.nmsrs >= MAX_IO_MSRS) return -E2BIG;',
      why: '256: the kernel allocates room for them.',
      run: (_kernel, locals) => (num(locals, 'nmsrs') >= MAX_IO_MSRS ? { return: -ERRNO.E2BIG } : undefined),
    },
    {
      name: 'copy_entries',
      code: 'entries = memdup_user(user_msrs->entries, size); if (IS_ERR(entries)) return PTR_ERR(entries);',
      why: 'Also for KVM_GET_MSRS: the indices say what to read.',
      run: (kernel, locals) => {
        if (!isInUserMemory(locals)) return undefined;
        const entries = copyFromUser(kernel, num(locals, 'user_msrs') + HEADER_SIZE, sizeOf(locals));
        if (!entries) return { return: -ERRNO.EFAULT };
        placeEntryBytes(kernel, entries);
        return undefined;
      },
    },
    {
      name: 'loop',
      code: 'for (i = 0; i < msrs.nmsrs; ++i) {',
      why: 'In the order of the list.',
      run: (_kernel, locals) => {
        locals.i = num(locals, 'i');
        return num(locals, 'i') < num(locals, 'nmsrs')
          ? undefined
          : { goto: 'put_guest_fpu', otherwise: 'copy_to_user' };
      },
    },
    ...since('virtualisesCet', loadGuestFpu),
    {
      name: 'do_msr',
      code: '    err = do_msr(vcpu, entries[i].index, &entries[i].data);',
      why: 'As RDMSR or WRMSR of the guest, but that KVM trusts the monitor about what the CPUID of the guest tells of.',
      run: (kernel, locals) => {
        const { index, data } = entryAt(kernel, num(locals, 'i'));
        return flag(locals, 'writeback')
          ? {
              call: 'kvm_get_msr_ignored_check',
              with: { msr: index, data: dataAddress(num(locals, 'i')) },
              into: 'err',
            }
          : { call: 'kvm_set_msr_ignored_check', with: { msr: index, data }, into: 'err' };
      },
    },
    {
      name: 'break',
      code: '    if (err) break;',
      why: 'The monitor learns from the result which register it was.',
      run: (_kernel, locals) =>
        num(locals, 'err') === 0 ? undefined : { goto: 'put_guest_fpu', otherwise: 'copy_to_user' },
    },
    {
      name: 'next',
      code: '}',
      why: '',
      run: (_kernel, locals) => {
        locals.i = num(locals, 'i') + 1;
        return { goto: 'loop' };
      },
    },
    ...since('virtualisesCet', putGuestFpu),
    {
      name: 'copy_to_user',
      code: 'if (writeback && copy_to_user(user_msrs->entries, entries, size)) return -EFAULT;',
      why: 'All entries, those too that were not reached.',
      run: (kernel, locals) => {
        if (!flag(locals, 'writeback') || sizeOf(locals) === 0) return undefined;
        const entries = entryBytes(kernel, num(locals, 'nmsrs'));
        return copyToUser(kernel, num(locals, 'user_msrs') + HEADER_SIZE, entries)
          ? undefined
          : { return: -ERRNO.EFAULT };
      },
    },
    { name: 'return', code: 'return i;', why: '', run: (_kernel, locals) => ({ return: num(locals, 'i') }) },
  ],
};

function sizeOf(locals: LocalsWith<'nmsrs'>): number {
  return ENTRY_SIZE * num(locals, 'nmsrs');
}

const [READ, REFUSED] = [0, 1];

export const kvmGetMsr: Routine<'kvm_get_msr_ignored_check'> = {
  name: 'kvm_get_msr_ignored_check',
  signature: 'static int kvm_get_msr_ignored_check(struct kvm_vcpu *vcpu, u32 index, u64 *data, bool host_initiated)',
  file: 'arch/x86/kvm/x86.c',
  summary: 'KVM_GET_MSRS of one register: what the virtual CPU keeps. 1 where KVM does not know the register.',
  steps: [
    {
      name: 'lookup',
      code: 'if (!kvm_knows_msr(msr)) return 1;',
      why: 'The table of KVM decides, whatever the processor has.',
      run: ({ current }, locals) => (guestMsr(current?.vcpu, num(locals, 'msr')) ? undefined : { return: REFUSED }),
    },
    {
      name: 'read',
      code: '*data = kvm_get_msr(vcpu, msr);',
      why: 'Also of a register that the CPUID of the guest does not tell of.',
      run: (kernel, locals) => {
        const { current } = kernel;
        const value = current?.vcpu
          ? guestMsr(current.vcpu, num(locals, 'msr'))?.read(current.vcpu, current, kernel)
          : undefined;
        writeRegset(kernel, num(locals, 'data'), new Uint8Array(new BigUint64Array([value ?? 0n]).buffer));
        return undefined;
      },
    },
    { name: 'return', code: 'return 0;', why: '', run: () => ({ return: READ }) },
  ],
};
