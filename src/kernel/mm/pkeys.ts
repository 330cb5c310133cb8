/** pkey_alloc(2) and pkey_free(2) (mm/mprotect.c). */
import { big, num } from '../routines/read-locals';
import type { Routine } from '../routines/routine';
import { ERRNO, PKEY } from '../state/constants';
import { currentProcess } from './mappings';
import { allocateKey, hasProtectionKeys, isKeyAllocated, setKeyAccess } from './protection-keys';

export const sysPkeyAlloc: Routine<'sys_pkey_alloc'> = {
  name: 'sys_pkey_alloc',
  signature: 'long sys_pkey_alloc(unsigned long flags, unsigned long init_val)',
  file: 'mm/mprotect.c',
  summary: 'A protection key for pkey_mprotect, with what this thread may do with its pages.',
  steps: [
    {
      name: 'check',
      code: 'if (flags || (init_val & ~PKEY_ACCESS_MASK)) return -EINVAL;',
      why: 'There are no flags yet.',
      run: (_kernel, locals) =>
        big(locals, 'flags') !== 0n || (big(locals, 'init_val') & ~BigInt(PKEY.ACCESS_MASK)) !== 0n
          ? { return: -ERRNO.EINVAL }
          : undefined,
    },
    {
      name: 'alloc',
      code: 'pkey = mm_pkey_alloc(current->mm); if (pkey == -1) return -ENOSPC;',
      why: 'The lowest of the sixteen that is free.',
      run: (kernel, locals) => {
        const keys = currentProcess(kernel)?.pkeys;
        const key = keys && hasProtectionKeys(kernel) ? allocateKey(keys) : undefined;
        if (key === undefined) return { return: -ERRNO.ENOSPC };
        locals.pkey = key;
        return undefined;
      },
    },
    {
      name: 'set_access',
      code: 'arch_set_user_pkey_access(current, pkey, init_val);',
      why: 'PKRU of this thread. Other threads keep what theirs says.',
      run: (kernel, locals) => {
        setKeyAccess(kernel, num(locals, 'pkey'), Number(big(locals, 'init_val')));
        return undefined;
      },
    },
    { name: 'return', code: 'return pkey;', why: '', run: (_kernel, locals) => ({ return: num(locals, 'pkey') }) },
  ],
};

export const sysPkeyFree: Routine<'sys_pkey_free'> = {
  name: 'sys_pkey_free',
  signature: 'long sys_pkey_free(int pkey)',
  file: 'mm/mprotect.c',
  summary: 'Gives a key back. Pages that have it keep it, and PKRU is left as it is.',
  steps: [
    {
      name: 'free',
      code: 'return mm_pkey_free(current->mm, pkey);',
      why: 'What pkey_alloc gave, or key 0, which everybody has.',
      run: (kernel, locals) => {
        const keys = currentProcess(kernel)?.pkeys;
        const key = Number(BigInt.asIntN(32, big(locals, 'pkey')));
        if (!keys || !isKeyAllocated(keys, key)) return { return: -ERRNO.EINVAL };
        keys.allocated &= ~(1 << key);
        return { return: 0 };
      },
    },
  ],
};
