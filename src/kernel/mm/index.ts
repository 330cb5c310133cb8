/** The system calls that change what a process may do with its memory. */
import type { Routine } from '../routines/routine';
import { sysMmap, sysMunmap } from './mmap';
import { doMprotectPkey, sysMprotect, sysPkeyMprotect } from './mprotect';
import { sysPkeyAlloc, sysPkeyFree } from './pkeys';

export const memoryRoutines: readonly Routine[] = [
  sysMmap,
  sysMunmap,
  sysMprotect,
  sysPkeyMprotect,
  doMprotectPkey,
  sysPkeyAlloc,
  sysPkeyFree,
];

export const memorySyscalls = {
  mmap: 'sys_mmap',
  munmap: 'sys_munmap',
  mprotect: 'sys_mprotect',
  pkey_mprotect: 'sys_pkey_mprotect',
  pkey_alloc: 'sys_pkey_alloc',
  pkey_free: 'sys_pkey_free',
} as const;
