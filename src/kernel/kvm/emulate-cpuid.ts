/** CPUID in a guest, by the table that KVM_SET_CPUID2 set (arch/x86/kvm/cpuid.c), as far as extended state goes. */
import { FEATURES, type Feature } from '../../machine/architecture/feature';
import { GPR } from '../../machine/architecture/gpr';
import { distorted } from '../../machine/processor/distorted-cpuid';
import type { CpuidResult, Processor } from '../../machine/processor/processor';
import { num } from '../routines/read-locals';
import type { Routine } from '../routines/routine';
import type { Vcpu } from '../state/vcpu';

const [LEAF_POWER, LEAF_FEATURES, LEAF_XSTATE] = [6, 7, 0xd];
/** ARAT in EAX of leaf 6, the only bit that guests see there: not HDC and HWP, which have components. */
const ARAT = 1 << 2;
/** AMX-BF16, AMX-TILE and AMX-INT8 in EDX of leaf 7. */
const AMX_BITS = (1 << 22) | (1 << 24) | (1 << 25);
/** XFD in EAX of leaf D.1. */
const XFD_BIT = 1 << 4;
const WORD = 32n;

export const kvmEmulateCpuid: Routine<'kvm_emulate_cpuid'> = {
  name: 'kvm_emulate_cpuid',
  signature: 'int kvm_emulate_cpuid(struct kvm_vcpu *vcpu)',
  file: 'arch/x86/kvm/cpuid.c',
  summary: 'CPUID always makes a VM exit.',
  steps: [
    {
      name: 'read',
      code: 'eax = kvm_rax_read(vcpu); ecx = kvm_rcx_read(vcpu);',
      why: 'Leaf and subleaf.',
      run: ({ current }, locals) => {
        const gpr = current?.vcpu?.registers.gpr;
        locals.eax = Number(BigInt.asUintN(32, gpr?.[GPR.RAX] ?? 0n));
        locals.ecx = Number(BigInt.asUintN(32, gpr?.[GPR.RCX] ?? 0n));
        return undefined;
      },
    },
    {
      name: 'answer',
      code: 'kvm_cpuid(vcpu, &eax, &ebx, &ecx, &edx, false);',
      why: 'The table of the virtual CPU; EBX of leaf D follows the XCR0 of the guest.',
      run: (kernel, locals) => {
        const { current, processor } = kernel;
        const vcpu = current?.vcpu;
        if (!vcpu) return undefined;
        const [leaf, subleaf] = [num(locals, 'eax'), num(locals, 'ecx')];
        const context = { xcr0: vcpu.xcr0, xss: vcpu.xss, cr4: vcpu.registers.cr4 };
        const told = restrict(processor, vcpu, leaf, subleaf, processor.cpuid(leaf, subleaf, context));
        const answer = distorted(told, leaf, subleaf, kernel.guestCpuid(current));
        for (const [index, register] of [GPR.RAX, GPR.RBX, GPR.RCX, GPR.RDX].entries()) {
          vcpu.registers.gpr[register] = BigInt((answer[index] ?? 0) >>> 0);
        }
        return undefined;
      },
    },
    { name: 'return', code: 'return 1;', why: 'RIP moves on.', run: () => ({ return: 0 }) },
  ],
};

/** Features with supervisor components that KVM's tables lack (arch/x86/kvm/cpuid.c, kvm_set_cpu_caps). */
const UNKNOWN: readonly Feature[] = ['ENQCMD', 'UINTR', 'ARCH_LBR', 'INTEL_PT'];
const CET: readonly Feature[] = ['CET_SS', 'CET_IBT'];

/** Takes the bits of features out of a leaf. */
function withoutFeatures(
  answer: CpuidResult,
  leaf: number,
  subleaf: number,
  features: readonly Feature[],
): CpuidResult {
  const name = `${leaf.toString(16)}.${subleaf}`;
  const [eax, ebx, ecx, edx] = [0, 1, 2, 3].map((number) => {
    const rows = features.map((feature) => FEATURES[feature]).filter((row) => row.leaf === name);
    const bits = rows.filter(({ register }) => register === number).reduce((mask, { bit }) => mask | (1 << bit), 0);
    return ((answer[number] ?? 0) & ~bits) >>> 0;
  });
  return [eax ?? 0, ebx ?? 0, ecx ?? 0, edx ?? 0];
}

function restrict(
  processor: Processor,
  { supportedXcr0, supportedXss, hasXfd, hasAmx }: Vcpu,
  leaf: number,
  subleaf: number,
  host: CpuidResult,
): CpuidResult {
  if (leaf === LEAF_POWER) return [ARAT, 0, 0, 0];
  const known = withoutFeatures(host, leaf, subleaf, supportedXss ? UNKNOWN : [...UNKNOWN, ...CET]);
  const [eax, ebx, ecx, edx] = known;
  if (leaf === LEAF_FEATURES && subleaf === 0 && !hasAmx) return [eax, ebx, ecx, edx & ~AMX_BITS];
  if (leaf !== LEAF_XSTATE) return known;
  if (subleaf === 0) {
    const { size } = processor.standardLayout(supportedXcr0);
    return [Number(BigInt.asUintN(32, supportedXcr0)), ebx, size, Number(supportedXcr0 >> WORD)];
  }
  if (subleaf === 1) {
    const xss = [Number(BigInt.asUintN(32, supportedXss)), Number(supportedXss >> WORD)] as const;
    return [hasXfd ? eax : eax & ~XFD_BIT, ebx, ecx & xss[0], edx & xss[1]];
  }
  const isSupported = ((supportedXcr0 | supportedXss) & (1n << BigInt(subleaf))) !== 0n;
  return isSupported ? [eax, ebx, ecx, edx] : [0, 0, 0, 0];
}
