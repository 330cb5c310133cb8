/** Protection keys of a process (arch/x86/mm/pkeys.c, arch/x86/include/asm/pkeys.h). */

import { CR4 } from '../../machine/architecture/bits';
import { writePkru } from '../../machine/control/pkru';
import type { KernelContext } from '../routines/kernel-context';
import { PKEY } from '../state/constants';
import type { ProtectionKeys } from '../state/process';

/** CR4.PKE is set: the kernel has found and enabled them. */
export function hasProtectionKeys({ cpu }: KernelContext): boolean {
  return (cpu.cr4 & CR4.PKE) !== 0n;
}

const KEYS = 16;
const ALL = (1 << KEYS) - 1;
const BITS_PER_KEY = 2;

/** Of a new address space (`init_new_context`): key 0 is everybody's, where the processor has keys. */
export function initialKeys({ processor }: KernelContext): ProtectionKeys {
  return { allocated: processor.has('PKU') ? 1 : 0, executeOnly: null };
}

/** `mm_pkey_is_allocated`: the key for execute-only mappings is the kernel's own. */
export function isKeyAllocated({ allocated, executeOnly }: ProtectionKeys, key: number): boolean {
  return key >= 0 && key < KEYS && key !== executeOnly && (allocated & (1 << key)) !== 0;
}

/** `mm_pkey_alloc`: the lowest free key; undefined where there is none. */
export function allocateKey(keys: ProtectionKeys): number | undefined {
  if (keys.allocated === ALL) return undefined;
  let key = 0;
  while (keys.allocated & (1 << key)) key++;
  keys.allocated |= 1 << key;
  return key;
}

/** `arch_set_user_pkey_access`: what the current task may do with pages of the key from now on. */
export function setKeyAccess({ cpu }: KernelContext, key: number, access: number): void {
  const shift = key * BITS_PER_KEY;
  const others = cpu.pkru & ~(PKEY.ACCESS_MASK << shift);
  writePkru(cpu, (others | (access << shift)) >>> 0);
}

/** `execute_only_pkey`: a key that nobody may read with, made at its first use; undefined where no key is free. */
export function executeOnlyKey(kernel: KernelContext, keys: ProtectionKeys): number | undefined {
  if (!hasProtectionKeys(kernel)) return undefined;
  const key = keys.executeOnly ?? allocateKey(keys);
  if (key === undefined) return undefined;
  keys.executeOnly = key;
  setKeyAccess(kernel, key, PKEY.DISABLE_ACCESS);
  return key;
}
