/** A virtual CPU as KVM makes it (`kvm_arch_vcpu_create`), around the area that its extended state has got. */
import type { KernelContext } from '../../routines/kernel-context';
import type { Fpstate } from '../../state/fpstate';
import type { Vcpu } from '../../state/vcpu';
import { initialVcpuRegisters } from './guest';

/** What KVM_GET_XSAVE always had. */
const KVM_XSAVE_SIZE = 4096;

export function newVcpu({ cpu, state }: KernelContext, fpstate: Fpstate): Vcpu {
  return {
    fpstate,
    parked: null,
    xfeatures: fpstate.xfeatures,
    xfdErr: 0n,
    uabiSize: Math.max(KVM_XSAVE_SIZE, state.fpu.userDefaultSize),
    supportedXcr0: 0n,
    supportedXss: 0n,
    hasXfd: false,
    hasAmx: false,
    xfdPassthrough: false,
    hasRun: false,
    xcr0: 1n,
    xss: 0n,
    pkru: 0,
    host: null,
    registers: initialVcpuRegisters(cpu),
  };
}
