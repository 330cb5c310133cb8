/** All that a Linux with KVM has beyond one without: which routine each thing of a guest enters. */
import type { GuestEntries } from '../routines/entries';
import { since } from '../routines/of-version';
import type { Routine } from '../routines/routine';
import { kvmEmulateCpuid } from './emulate-cpuid';
import { kvmEmulateRdmsr, kvmEmulateWrmsr, kvmSetMsr } from './emulate-msr';
import { fpuGuestRoutines } from './fpu-guest';
import { handleCr } from './handle-cr';
import { handleNm } from './handle-exception';
import { makesExit } from './makes-exit';
import { kvmGetMsr, msrIo } from './msr-io';
import { kvmPutGuestFpu, kvmRun, vcpuEnterGuest, vmxVcpuExit } from './run';
import { kvmVcpuIoctlSetCpuid2 } from './set-cpuid';
import { kvmEmulateXsetbv, kvmGetXcrs, kvmSetXcrs } from './xcr';
import { fpuCopyGuestFpstateToUabi, fpuCopyUabiToGuestFpstate, kvmGetXsave2, kvmSetXsave } from './xsave-image';

export const guestRoutines: readonly Routine[] = since(
  'hasGuests',
  kvmVcpuIoctlSetCpuid2,
  kvmRun,
  vcpuEnterGuest,
  vmxVcpuExit,
  kvmGetXsave2,
  kvmSetXsave,
  fpuCopyGuestFpstateToUabi,
  fpuCopyUabiToGuestFpstate,
  kvmGetXcrs,
  kvmSetXcrs,
  msrIo,
  kvmGetMsr,
  kvmSetMsr,
  kvmEmulateRdmsr,
  kvmEmulateWrmsr,
  kvmEmulateXsetbv,
  kvmEmulateCpuid,
  handleCr,
  handleNm,
  kvmPutGuestFpu,
  ...fpuGuestRoutines,
);

export const guestEntries: GuestEntries = {
  ioctls: {
    kvm_set_cpuid2: kvmVcpuIoctlSetCpuid2.name,
    kvm_get_xsave2: kvmGetXsave2.name,
    kvm_set_xsave: kvmSetXsave.name,
    kvm_get_xcrs: kvmGetXcrs.name,
    kvm_set_xcrs: kvmSetXcrs.name,
    kvm_get_msrs: msrIo.name,
    kvm_set_msrs: msrIo.name,
  },
  run: kvmRun.name,
  put: kvmPutGuestFpu.name,
  resume: vcpuEnterGuest.name,
  exit: vmxVcpuExit.name,
  exceptions: { '#NM': handleNm.name },
  instruction: makesExit,
};
