/** Page faults (arch/x86/mm/fault.c): a page that was only away comes back; everything else is a signal. */
import { type LinearAddress, toLinear } from '../../machine/architecture/linear-address';
import { type PageRights, PF } from '../../machine/cpu/page';
import { isPageAway, isUserRange } from '../model/memory/user-memory';
import { forceSignal, noteTrap } from '../model/tasks/signals';
import { big, flag, num } from '../routines/read-locals';
import type { Routine } from '../routines/routine';
import type { LocalsWith } from '../routines/routine-locals';
import { SI_CODE } from '../state/constants';

export const excPageFault: Routine<'exc_page_fault'> = {
  name: 'exc_page_fault',
  context: 'irqs',
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
      context: 'preemptible',
      code: 'if (find_vma(mm, address) && !access_error(error_code, vma)) { handle_mm_fault(...); return; }',
      why: 'The page exists, was not present and allows the access: it is brought back, and the instruction restarts.',
      run: ({ memory, cpu }, locals) =>
        isPageAway(memory, cpu.addressSpace, faultOf(locals)) ? { return: undefined } : undefined,
    },
    {
      name: 'signal',
      code: 'force_sig_fault(SIGSEGV, !vma ? SEGV_MAPERR : bad_area_access_from_pkeys(error_code, vma) ? SEGV_PKUERR : SEGV_ACCERR, address);',
      why: 'ACCERR where a mapping forbids the access, PKUERR where its protection key does, MAPERR where nothing is mapped. From TASK_SIZE_MAX on the frame says that a page was there: user code learns nothing of kernel pages.',
      run: (kernel, locals) => {
        const { errorCode, address } = faultOf(locals);
        const rights = isKernelHalf(address) ? undefined : kernel.memory.rightsAt(kernel.cpu.addressSpace, address);
        noteTrap(
          kernel.current,
          '#PF',
          isUserRange(address, 1) ? errorCode : errorCode | PF.PRESENT,
          big(locals, 'address'),
        );
        const { code, pkey } = siCode(errorCode, rights);
        forceSignal(kernel, kernel.current, 'SIGSEGV', code, address, pkey);
        return undefined;
      },
    },
  ],
};

function faultOf(locals: LocalsWith<'address' | 'error_code'>): {
  readonly errorCode: number;
  readonly address: LinearAddress;
} {
  return { errorCode: num(locals, 'error_code'), address: toLinear(big(locals, 'address')) ?? 0 };
}

/** `si_code`, and with SEGV_PKUERR `si_pkey`, by the rights of the mapping at the address. */
function siCode(errorCode: number, mapping: PageRights | undefined): { readonly code: number; readonly pkey?: number } {
  if (!mapping) return { code: SI_CODE.SEGV_MAPERR };
  return errorCode & PF.KEY ? { code: SI_CODE.SEGV_PKUERR, pkey: mapping.key } : { code: SI_CODE.SEGV_ACCERR };
}

/** User code learns nothing about kernel addresses: they look unmapped (`do_kern_addr_fault` gives MAPERR). */
function isKernelHalf(address: number): boolean {
  return address < 0;
}

function hex(value: bigint): string {
  return `0x${value.toString(16)}`;
}
