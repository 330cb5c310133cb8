/**
 * `xfd_validate_state` (arch/x86/kernel/fpu/xstate.c, CONFIG_X86_DEBUG_FPU): a warning where IA32_XFD does not fit an area that is
 * about to be saved or loaded.
 */
import type { KernelContext } from '../../routines/kernel-context';
import type { Fpstate } from '../../state/fpstate';
import { warnOnce } from '../warn';

type Operation = 'save' | 'restore';

/** @param mask the components that are asked for. @param site `ROUTINE.STEP`. */
export function validateXfd(
  kernel: KernelContext,
  site: string,
  fpstate: Fpstate,
  mask: bigint,
  operation: Operation,
): void {
  if (isValid(kernel, fpstate, mask, operation)) return;
  warnOnce(kernel, site, 'xfd_validate_state: IA32_XFD does not fit the area');
}

/** `xstate_op_valid`. */
function isValid(kernel: KernelContext, fpstate: Fpstate, mask: bigint, operation: Operation): boolean {
  const { xfdState } = kernel.percpu;
  const { init, dynamic } = kernel.state.fpu;
  if (fpstate.xfd === xfdState) return true;
  // Idle has an area of its own, as small as that of a task without tiles.
  if (fpstate.xfd === (kernel.current?.fpstate.xfd ?? dynamic)) return false;
  if (fpstate.address === init.address) return operation === 'restore';
  // A component that is disarmed but has no room in the area would be written past its end.
  return (mask & ~xfdState & ~fpstate.xfeatures) === 0n;
}
