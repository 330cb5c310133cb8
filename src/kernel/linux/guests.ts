/** All that a Linux with KVM has beyond one without: which routine each thing of a guest enters. */
import type { GuestEntries } from '../routines/entries';
import type { Routine } from '../routines/routine';
import { fpuGuestRoutines } from './fpu-guest';
import { kvmVcpuIoctlSetCpuid2 } from './kvm-cpuid';
import { kvmEmulateCpuid } from './kvm-emulate-cpuid';
import { handleNm, kvmEmulateWrmsr, kvmEmulateXsetbv, makesExit } from './kvm-exits';
import { kvmPutGuestFpu, kvmRun, vcpuEnterGuest, vmxVcpuExit } from './kvm-run';

/** @param clearsDisabled the repair of January 2026. */
export function guestRoutines(clearsDisabled: boolean): readonly Routine[] {
  return [
    kvmVcpuIoctlSetCpuid2,
    kvmRun,
    vcpuEnterGuest,
    vmxVcpuExit,
    kvmEmulateWrmsr,
    kvmEmulateXsetbv,
    kvmEmulateCpuid,
    handleNm,
    kvmPutGuestFpu,
    ...fpuGuestRoutines(clearsDisabled),
  ];
}

export const guestEntries: GuestEntries = {
  setCpuid: kvmVcpuIoctlSetCpuid2.name,
  run: kvmRun.name,
  put: kvmPutGuestFpu.name,
  resume: vcpuEnterGuest.name,
  exit: vmxVcpuExit.name,
  exceptions: { '#NM': handleNm.name },
  instruction: makesExit,
};
