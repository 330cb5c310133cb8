/** Memory that the model gives a real kernel's function for an image of registers: the kernel's own allocators are not executed. */
import { fromLinear } from '../../../machine/architecture/linear-address';
import { writeRegset } from '../../model/xstate/regset';
import type { KernelContext } from '../../routines/kernel-context';
import { num } from '../../routines/read-locals';
import type { RoutineStep } from '../../routines/routine';
import type { LocalsWith } from '../../routines/routine-locals';

/** @param size in bytes. */
export function kernelBuffer<L extends string>(name: L, size: (kernel: KernelContext) => number): RoutineStep<L> {
  return {
    name: 'buffer',
    code: `${name} = kzalloc(size);`,
    why: 'Zeroed memory of the kernel, from the model.',
    run: (kernel, locals) => {
      writeRegset(kernel, num<LocalsWith<L>>(locals, name), new Uint8Array(size(kernel)));
      return undefined;
    },
  };
}

/** The address in a local, as an argument. */
export function pointerTo<L extends string>(locals: LocalsWith<L>, name: L): bigint {
  return fromLinear(num<LocalsWith<L>>(locals, name));
}
