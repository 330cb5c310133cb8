/** The bases of FS and GS by arch_prctl(2) (do_arch_prctl_64, arch/x86/kernel/process_64.c). */
import { toLinear } from '../../machine/architecture/linear-address';
import { SEGMENT } from '../../machine/cpu/effective-address';
import { withSelector } from '../../machine/cpu/selectors';
import { putUser64 } from '../model/memory/user-memory';
import type { KernelContext } from '../routines/kernel-context';
import { big } from '../routines/read-locals';
import type { RoutineStep } from '../routines/routine';
import { ARCH_BASE, ERRNO } from '../state/constants';

const OPTIONS: ReadonlySet<bigint> = new Set(Object.values(ARCH_BASE));

export const segmentBases: RoutineStep<'arg2' | 'option'> = {
  name: 'segment_bases',
  code: 'if (option >= ARCH_SET_GS && option <= ARCH_GET_GS) return do_arch_prctl_64(current, option, arg2);',
  why: 'The C library sets FS to its thread-local data so, where it does not use WRFSBASE.',
  run: (kernel, locals) => {
    const option = big(locals, 'option');
    return OPTIONS.has(option) ? { return: access(kernel, option, big(locals, 'arg2')) } : undefined;
  },
};

function access(kernel: KernelContext, option: bigint, value: bigint): number {
  const { cpu } = kernel;
  const isFs = option === ARCH_BASE.SET_FS || option === ARCH_BASE.GET_FS;
  if (option === ARCH_BASE.GET_FS || option === ARCH_BASE.GET_GS) {
    return putUser64(kernel, value, isFs ? cpu.fsBase : cpu.gsBase) ? 0 : -ERRNO.EFAULT;
  }
  if ((toLinear(value) ?? -1) < 0) return -ERRNO.EPERM;
  cpu.selectors = withSelector(cpu.selectors, isFs ? SEGMENT.FS : SEGMENT.GS, 0); // loadseg(GS, 0): whatever it was
  if (isFs) cpu.fsBase = value;
  else cpu.gsBase = value;
  return 0;
}
