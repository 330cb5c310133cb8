/** Page faults (arch/x86/mm/fault.c): a page that was only away comes back; everything else is a signal. */
import { toLinear } from '../../machine/architecture/address';
import { PF } from '../../machine/cpu/memory';
import { forceSignal, noteTrap } from '../model/signals';
import type { KernelContext } from '../routines/kernel-context';
import { big, flag, num } from '../routines/locals';
import type { Routine } from '../routines/routine';
import { SI_CODE } from '../state/constants';
import type { Locals } from '../state/frame';

export const excPageFault: Routine = {
  name: 'exc_page_fault',
  signature: 'void exc_page_fault(struct pt_regs *regs, unsigned long error_code)',
  file: 'arch/x86/mm/fault.c',
  summary: 'Someone touched an address without a page, or one that the page does not allow.',
  steps: [
    {
      name: 'check_user_mode',
      code: 'if (!user_mode(regs)) die("BUG: unable to handle page fault", regs, error_code);',
      why: 'Kernel addresses are always present: this one belongs to nothing, such as a buffer that has been freed.',
      run: (_kernel, locals) =>
        flag(locals, 'user_mode')
          ? undefined
          : {
              call: 'die',
              with: { str: `BUG: unable to handle page fault for address: ${hex(big(locals, 'address'))}` },
            },
    },
    {
      name: 'handle_mm_fault',
      code: 'if (find_vma(mm, address) && page_was_away(error_code)) { handle_mm_fault(...); return; }',
      why: 'The page exists and was not present: it is brought back, and the instruction restarts.',
      run: (kernel, locals) => (isPageAway(kernel, locals) ? { return: undefined } : undefined),
    },
    {
      name: 'signal',
      code: 'force_sig_fault(SIGSEGV, error_code & X86_PF_PROT ? SEGV_ACCERR : SEGV_MAPERR, address);',
      why: 'ACCERR where a page is there and forbids it, MAPERR where nothing is mapped.',
      run: (kernel, locals) => {
        const isPresent = (num(locals, 'error_code') & PF.PRESENT) !== 0;
        const address = toLinear(big(locals, 'address')) ?? 0;
        const code = isPresent && !isKernelHalf(address) ? SI_CODE.SEGV_ACCERR : SI_CODE.SEGV_MAPERR;
        noteTrap(kernel.current, '#PF', num(locals, 'error_code'), big(locals, 'address'));
        forceSignal(kernel, kernel.current, 'SIGSEGV', code, address);
        return undefined;
      },
    },
  ],
};

function isPageAway({ memory, cpu }: KernelContext, locals: Locals): boolean {
  const address = toLinear(big(locals, 'address'));
  const isPresent = (num(locals, 'error_code') & PF.PRESENT) !== 0;
  return address !== undefined && !isPresent && !isKernelHalf(address) && memory.isMapped(cpu.addressSpace, address);
}

/** User code learns nothing about kernel addresses: they look unmapped (`do_kern_addr_fault` gives MAPERR). */
function isKernelHalf(address: number): boolean {
  return address < 0;
}

function hex(value: bigint): string {
  return `0x${value.toString(16)}`;
}
