/** All that a Linux with KVM has beyond one without: which routine each thing of a guest enters. */
import type { GuestEntries } from '../routines/entries';
import { since } from '../routines/of-version';
import type { Routine } from '../routines/routine';
import { kvmEmulateCpuid } from './emulate-cpuid';
import { kvmEmulateRdmsr, kvmEmulateWrmsr, kvmSetMsrs } from './emulate-msr';
import { fpuGuestRoutines } from './fpu-guest';
import { handleCr } from './handle-cr';
import { handleNm } from './handle-exception';
import { makesExit } from './makes-exit';
import { kvmPutGuestFpu, kvmRun, vcpuEnterGuest, vmxVcpuExit } from './run';
import { kvmVcpuIoctlSetCpuid2 } from './set-cpuid';
import { kvmEmulateXsetbv, kvmSetXcrs } from './xcr';
import { kvmGetXsave2, kvmSetXsave } from './xsave-image';

export const guestRoutines: readonly Routine[] = since(
  'hasGuests',
  kvmVcpuIoctlSetCpuid2,
  kvmRun,
  vcpuEnterGuest,
  vmxVcpuExit,
  kvmGetXsave2,
  kvmSetXsave,
  kvmSetXcrs,
  kvmSetMsrs,
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
  setCpuid: kvmVcpuIoctlSetCpuid2.name,
  getXsave: kvmGetXsave2.name,
  setXsave: kvmSetXsave.name,
  setXcr0: kvmSetXcrs.name,
  setMsr: kvmSetMsrs.name,
  run: kvmRun.name,
  put: kvmPutGuestFpu.name,
  resume: vcpuEnterGuest.name,
  exit: vmxVcpuExit.name,
  exceptions: { '#NM': handleNm.name },
  instruction: makesExit,
};
