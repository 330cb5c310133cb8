/** Instructions of a guest at CPL 0 that make a VM exit, as far as extended state goes (Intel SDM vol. 3, 26.1). */
import type { RoutineName } from '../routines/routine-locals';
import type { Vcpu } from '../state/vcpu';
import { kvmEmulateCpuid } from './emulate-cpuid';
import { kvmEmulateRdmsr, kvmEmulateWrmsr } from './emulate-msr';
import { isIntercepted } from './guest-msrs';
import { handleCr } from './handle-cr';
import { kvmEmulateXsetbv } from './xcr';

/** In place of a mnemonic: MOV to CR4 that has changed a bit that KVM looks at. */
const CR4_WRITTEN = 'mov cr4';

/** The routine that handles the instruction; undefined for an instruction that makes no VM exit. */
export function makesExit(vcpu: Vcpu, mnemonic: string, rcx: number): RoutineName | undefined {
  switch (mnemonic) {
    case 'xsetbv':
      return kvmEmulateXsetbv.name;
    case 'cpuid':
      return kvmEmulateCpuid.name;
    case 'rdmsr':
      return isIntercepted(vcpu, rcx, 'read') ? kvmEmulateRdmsr.name : undefined;
    case 'wrmsr':
      return isIntercepted(vcpu, rcx, 'write') ? kvmEmulateWrmsr.name : undefined;
    case CR4_WRITTEN:
      return handleCr.name;
    default:
      return undefined;
  }
}
