/** How exceptions enter the kernel, including exceptions of the kernel's own instructions. */

import { exceptionRow, Fault } from '../../machine/architecture/exception';
import { fromLinear } from '../../machine/architecture/linear-address';
import type { KernelContext } from './kernel-context';
import { flag } from './read-locals';
import type { Next } from './routine';
import type { ExceptionRoutine, LocalName, LocalsWith, TrapRoutine } from './routine-locals';

/** The routine for an exception, and the locals that the entry code sets. Counts #NM, and sets CR2 as the processor does. */
export function exceptionCall(
  kernel: KernelContext,
  { mnemonic, detail }: Fault,
  userMode: boolean,
): { readonly call: ExceptionRoutine; readonly locals: LocalsWith<'address' | LocalName<TrapRoutine>> } {
  const { exceptions } = kernel.entries;
  if (mnemonic === '#NM') kernel.state.counters.nm++;
  const locals: LocalsWith<'address' | LocalName<TrapRoutine>> = {
    regs_ip: fromLinear(kernel.cpu.rip),
    user_mode: userMode,
    ...(exceptionRow(mnemonic).errorCode && { error_code: BigInt(detail.errorCode ?? 0) }),
  };
  if (mnemonic === '#DB') locals.dr6 = detail.dr6 ?? 0;
  if (mnemonic === '#PF' && detail.address !== undefined) {
    kernel.cpu.cr2 = fromLinear(detail.address);
    locals.address = kernel.cpu.cr2;
  }
  const call = exceptions[mnemonic];
  if (call === undefined) throw new RangeError(`there is no routine for ${mnemonic}`);
  return { call, locals };
}

/**
 * Executes an instruction of the kernel's own. A fault in it enters the exception's routine in kernel mode, and the
 * instruction restarts once if that returns; or it goes to `fixup`, where the kernel has an entry for it in its
 * exception table. (#NM is never looked up there.)
 */
export function execute(
  kernel: KernelContext,
  locals: LocalsWith<never>,
  instruction: () => void,
  fixup?: Next | ((vector: number) => Next),
): Next {
  try {
    instruction();
    return undefined;
  } catch (fault) {
    if (!(fault instanceof Fault)) throw fault;
    const { mnemonic, detail } = fault;
    const { vector } = exceptionRow(mnemonic);
    kernel.emit({ kind: 'exception', name: mnemonic, vector, detail, rip: kernel.cpu.rip });
    if (fixup && mnemonic !== '#NM') return typeof fixup === 'function' ? fixup(vector) : fixup;
    const { call, locals: arguments_ } = exceptionCall(kernel, fault, false);
    const retry = !flag(locals, 'restarted');
    locals.restarted = true;
    return { call, with: arguments_, retry };
  }
}

/** `execute` for an instruction with a fixup: after a fault the kernel learns the vector and continues. */
export function executeFixed(
  kernel: KernelContext,
  locals: LocalsWith<never>,
  instruction: () => void,
  fixed: (vector: number) => void = () => {},
): Next {
  return execute(kernel, locals, instruction, (vector) => {
    fixed(vector);
    return undefined;
  });
}
