/**
 * Which state components a kernel takes from what the processor offers, and the sizes that follow (Linux:
 * arch/x86/kernel/fpu/xstate.c, arch/x86/kernel/cpu/cpuid-deps.c).
 */

import { XFEATURE, xfeatureMask } from '../../../machine/architecture/component';
import type { Feature } from '../../../machine/architecture/feature';
import { LEGACY_SIZE } from '../../../machine/architecture/xsave-format';
import type { Processor } from '../../../machine/processor/processor';
import type { KernelContext } from '../../routines/kernel-context';

export const LEGACY_FEATURES = xfeatureMask('X87', 'SSE');

/** The components that the kernel has code for. APX came with 6.16. */
export const USER_SUPPORTED = xfeatureMask(
  'X87',
  'SSE',
  'AVX',
  'BNDREGS',
  'BNDCSR',
  'OPMASK',
  'ZMM_HI256',
  'HI16_ZMM',
  'PKRU',
  'XTILECFG',
  'XTILEDATA',
);
/** Supervisor components of tasks and guests that some kernel has code for. */
export const SUPERVISOR = xfeatureMask('PASID', 'CET_U', 'CET_S');
/** The components that only guests have. */
export const GUEST_SUPERVISOR = xfeatureMask('CET_S');
/** Saved and restored by their own subsystem, not with the task's other state. */
const INDEPENDENT = xfeatureMask('LBR');
/** The components that XFD may cover: Linux knows of this one only. */
export const USER_DYNAMIC = xfeatureMask('XTILEDATA');
/** What signal frames leave out while it is initial (`XFEATURE_MASK_SIGFRAME_INITOPT`). */
export const XTILE = xfeatureMask('XTILECFG', 'XTILEDATA');

/** CPU features that a component is of no use without; all must be there. */
const NEEDED: readonly (readonly [component: number, features: readonly Feature[]])[] = [
  [XFEATURE.AVX, ['AVX']],
  [XFEATURE.BNDREGS, ['MPX']],
  [XFEATURE.BNDCSR, ['MPX']],
  [XFEATURE.OPMASK, ['AVX512F']],
  [XFEATURE.ZMM_HI256, ['AVX512F']],
  [XFEATURE.HI16_ZMM, ['AVX512F']],
  [XFEATURE.PKRU, ['PKU']],
  [XFEATURE.PASID, ['ENQCMD']],
  [XFEATURE.CET_U, ['CET_SS']],
  [XFEATURE.CET_S, ['CET_SS']],
  [XFEATURE.XTILECFG, ['AMX_TILE', 'XFD', 'XGETBV1', 'XSAVES']],
  [XFEATURE.XTILEDATA, ['AMX_TILE', 'XFD', 'XGETBV1', 'XSAVES']],
  [XFEATURE.APX, ['APX_F']],
];

/**
 * The supervisor components that the kernel manages: PASID with CONFIG_IOMMU_SVA, CET_U with CONFIG_X86_USER_SHADOW_STACK, and
 * with that CET_S for guests (`XFEATURE_MASK_SUPERVISOR_SUPPORTED`).
 */
export function supervisorSupported(kernel: KernelContext): bigint {
  if (kernel.config === 'minimal') return 0n;
  return (
    (kernel.has('managesPasid') ? xfeatureMask('PASID') : 0n) |
    (kernel.has('managesShadowStacks') ? xfeatureMask('CET_U') : 0n) |
    (kernel.has('hasGuestDefaults') ? GUEST_SUPERVISOR : 0n)
  );
}

/** Takes out what lacks a CPU feature, as the kernel's table of dependencies has it. */
export function withoutMissing(processor: Processor, features: bigint): bigint {
  return NEEDED.reduce(
    (mask, [component, needed]) =>
      needed.every((feature) => processor.has(feature)) ? mask : mask & ~(1n << BigInt(component)),
    features,
  );
}

/** What goes into IA32_XSS beside the supervisor components of tasks. */
export function independentFeatures(processor: Processor): bigint {
  return processor.has('ARCH_LBR') ? processor.xssSupported & INDEPENDENT : 0n;
}

/** Bytes of an area as the kernel keeps it: compacted where the processor can, else standard; 512 without XSAVE. */
export function kernelSize(processor: Processor, mask: bigint): number {
  if (!processor.has('XSAVE')) return LEGACY_SIZE;
  const isCompacted = processor.has('XSAVEC') || processor.has('XSAVES');
  return (isCompacted ? processor.compactedLayout(mask) : processor.standardLayout(mask)).size;
}

/** Bytes of the image that user space sees, in standard format: signal frames, ptrace. */
export function userSize(processor: Processor, mask: bigint): number {
  return processor.has('XSAVE') ? processor.standardLayout(mask).size : LEGACY_SIZE;
}
