/** All that a Linux with KVM has beyond one without: which routine each thing of a guest enters. */
import type { GuestEntries } from '../routines/entries';
import { since } from '../routines/of-version';
import type { Routine } from '../routines/routine';
import { fpuGuestRoutines } from './fpu-guest';
import { kvmVcpuIoctlSetCpuid2 } from './kvm-cpuid';
import { kvmEmulateCpuid } from './kvm-emulate-cpuid';
import { handleNm, kvmEmulateWrmsr, kvmEmulateXsetbv, makesExit } from './kvm-exits';
import { kvmPutGuestFpu, kvmRun, vcpuEnterGuest, vmxVcpuExit } from './kvm-run';

export const guestRoutines: readonly Routine[] = since(
  'hasGuests',
  kvmVcpuIoctlSetCpuid2,
  kvmRun,
  vcpuEnterGuest,
  vmxVcpuExit,
  kvmEmulateWrmsr,
  kvmEmulateXsetbv,
  kvmEmulateCpuid,
  handleNm,
  kvmPutGuestFpu,
  ...fpuGuestRoutines,
);

export const guestEntries: GuestEntries = {
  setCpuid: kvmVcpuIoctlSetCpuid2.name,
  run: kvmRun.name,
  put: kvmPutGuestFpu.name,
  resume: vcpuEnterGuest.name,
  exit: vmxVcpuExit.name,
  exceptions: { '#NM': handleNm.name },
  instruction: makesExit,
};
