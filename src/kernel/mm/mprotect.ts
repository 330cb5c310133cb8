/** mprotect(2) and pkey_mprotect(2) (mm/mprotect.c, arch/x86/mm/pkeys.c). */
import { PAGE_SIZE } from '../../machine/cpu/page';
import type { KernelContext } from '../routines/kernel-context';
import { big, num } from '../routines/read-locals';
import type { Routine, RoutineStep } from '../routines/routine';
import type { LocalName, LocalsWith } from '../routines/routine-locals';
import { ERRNO, PROT } from '../state/constants';
import { currentProcess, isPageAligned, pageAligned, rightsOf, TASK_SIZE } from './mappings';
import { executeOnlyKey, isKeyAllocated } from './protection-keys';

/** No key is given: the mapping's own stays. */
const KEEP_KEY = -1n;

/** Of the two calls, which differ in the protection key alone. */
const returnResult: RoutineStep<'ret'> = {
  name: 'return',
  code: 'return ret;',
  why: '',
  run: (_kernel, locals) => ({ return: num(locals, 'ret') }),
};

function range(locals: LocalsWith<'len' | 'prot' | 'start'>) {
  return { start: big(locals, 'start'), len: big(locals, 'len'), prot: big(locals, 'prot') };
}

export const sysMprotect: Routine<'sys_mprotect'> = {
  name: 'sys_mprotect',
  signature: 'long sys_mprotect(unsigned long start, size_t len, unsigned long prot)',
  file: 'mm/mprotect.c',
  summary: 'Changes what may be done with the pages of a range.',
  steps: [
    {
      name: 'call',
      code: 'ret = do_mprotect_pkey(start, len, prot, -1);',
      why: 'The pages keep their protection keys.',
      run: (_kernel, locals) => ({
        call: 'do_mprotect_pkey',
        with: { ...range(locals), pkey: KEEP_KEY },
        into: 'ret',
      }),
    },
    returnResult,
  ],
};

export const sysPkeyMprotect: Routine<'sys_pkey_mprotect'> = {
  name: 'sys_pkey_mprotect',
  signature: 'long sys_pkey_mprotect(unsigned long start, size_t len, unsigned long prot, int pkey)',
  file: 'mm/mprotect.c',
  summary: 'As mprotect, and gives the pages a protection key.',
  steps: [
    {
      name: 'call',
      code: 'ret = do_mprotect_pkey(start, len, prot, pkey);',
      why: 'With -1 it is mprotect.',
      run: (_kernel, locals) => ({
        call: 'do_mprotect_pkey',
        with: { ...range(locals), pkey: BigInt.asIntN(32, big(locals, 'pkey')) },
        into: 'ret',
      }),
    },
    returnResult,
  ],
};

export const doMprotectPkey: Routine<'do_mprotect_pkey'> = {
  name: 'do_mprotect_pkey',
  signature: 'int do_mprotect_pkey(unsigned long start, size_t len, unsigned long prot, int pkey)',
  file: 'mm/mprotect.c',
  summary: 'Gives all pages of a range the same protection. It stops at the first page that is not mapped.',
  steps: [
    {
      name: 'check_start',
      code: 'if (start & ~PAGE_MASK) return -EINVAL;',
      why: 'Protections are those of pages.',
      run: (_kernel, locals) => (isPageAligned(big(locals, 'start')) ? undefined : { return: -ERRNO.EINVAL }),
    },
    {
      name: 'check_length',
      code: 'if (!len) return 0; end = start + PAGE_ALIGN(len); if (end <= start) return -ENOMEM;',
      why: 'No bytes are no work; the last page counts as a whole.',
      run: (_kernel, locals) => {
        if (big(locals, 'len') === 0n) return { return: 0 };
        locals.end = BigInt.asUintN(64, big(locals, 'start') + pageAligned(big(locals, 'len')));
        return locals.end <= big(locals, 'start') ? { return: -ERRNO.ENOMEM } : undefined;
      },
    },
    {
      name: 'check_prot',
      code: 'if (prot & ~(PROT_READ | PROT_WRITE | PROT_EXEC | PROT_SEM)) return -EINVAL;',
      why: 'PROT_SEM has no meaning on x86.',
      run: (_kernel, locals) =>
        big(locals, 'prot') & ~(PROT.READ | PROT.WRITE | PROT.EXEC | PROT.SEM) ? { return: -ERRNO.EINVAL } : undefined,
    },
    {
      name: 'check_key',
      code: 'if (pkey != -1 && !mm_pkey_is_allocated(current->mm, pkey)) return -EINVAL;',
      why: 'Only keys from pkey_alloc, and key 0.',
      run: (kernel, locals) => {
        const pkey = big(locals, 'pkey');
        const keys = currentProcess(kernel)?.pkeys;
        return pkey === KEEP_KEY || (keys && isKeyAllocated(keys, Number(pkey)))
          ? undefined
          : { return: -ERRNO.EINVAL };
      },
    },
    {
      name: 'fixup',
      code: 'for_each_vma_range(vmi, vma, end) { newkey = arch_override_mprotect_pkey(vma, prot, pkey); mprotect_fixup(vma, prot, newkey); }',
      why: 'PROT_EXEC alone takes a key that forbids reading, where there are keys. Pages before a hole are changed, then -ENOMEM.',
      run: (kernel, locals) => ({ return: protectRange(kernel, locals) }),
    },
  ],
};

function protectRange(kernel: KernelContext, locals: LocalsWith<LocalName<'do_mprotect_pkey'>>): number {
  const process = currentProcess(kernel);
  const [start, end] = [big(locals, 'start'), big(locals, 'end')];
  if (!process || start >= TASK_SIZE) return -ERRNO.ENOMEM;
  const { memory } = kernel;
  for (let at = Number(start); at < Number(end); at += PAGE_SIZE) {
    const rights = memory.rightsAt(process.space, at);
    if (!rights) return -ERRNO.ENOMEM;
    const key = overrideKey(kernel, big(locals, 'prot'), big(locals, 'pkey'), rights.key);
    memory.protect(process.space, at, PAGE_SIZE, rightsOf(big(locals, 'prot'), key));
  }
  return 0;
}

/** `arch_override_mprotect_pkey`. */
function overrideKey(kernel: KernelContext, prot: bigint, pkey: bigint, own: number): number {
  if (pkey !== KEEP_KEY) return Number(pkey);
  const keys = currentProcess(kernel)?.pkeys;
  if (!keys) return own;
  if (prot === PROT.EXEC) return executeOnlyKey(kernel, keys) ?? own;
  return own === keys.executeOnly ? 0 : own;
}
