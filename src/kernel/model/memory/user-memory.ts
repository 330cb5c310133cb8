/**
 * Copies between the kernel and user memory (arch/x86/include/asm/uaccess.h): they fail, rather than fault, where the
 * current process may not read or write. A page that is only away comes back first.
 */

import { Fault, type FaultDetail } from '../../../machine/architecture/exception';
import { type LinearAddress, toLinear } from '../../../machine/architecture/linear-address';
import type { AddressSpaceId, Memory } from '../../../machine/cpu/memory';
import { type Access, PF } from '../../../machine/cpu/page';
import type { KernelContext } from '../../routines/kernel-context';

/** More page faults than this in one copy do not happen: pages that come back stay. */
const MAX_FAULTS = 1 << 16;
/** End of the user half: 47 bits, without the last page. */
const TASK_SIZE_MAX = 0x7fff_ffff_f000;
const CHUNK = 4096;

/** `access_ok`: the range lies in the user half, mapped or not. */
export function isUserRange(address: LinearAddress, size: number): boolean {
  return address >= 0 && address + size <= TASK_SIZE_MAX;
}

/** How the kernel touches user memory: with the rights of the current process, protection keys included. */
export function userAccess({ cpu }: KernelContext): Access {
  return { ...cpu.access, user: true };
}

/** `copy_to_user`. False, with nothing of the page at fault written, where the process cannot write. */
export function copyToUser(kernel: KernelContext, address: LinearAddress, bytes: Uint8Array): boolean {
  if (!isUserRange(address, bytes.length)) return false;
  return withPages(kernel, () => kernel.memory.write(userAccess(kernel), address, bytes));
}

/** `copy_from_user`; undefined where the process cannot read. */
export function copyFromUser(kernel: KernelContext, address: LinearAddress, size: number): Uint8Array | undefined {
  let bytes: Uint8Array | undefined;
  if (!isUserRange(address, size)) return undefined;
  withPages(kernel, () => {
    bytes = kernel.memory.read(userAccess(kernel), address, size);
  });
  return bytes;
}

/** `clear_user`, which also brings in the pages. */
export function clearUser(kernel: KernelContext, address: LinearAddress, size: number): boolean {
  for (let done = 0; done < size; done += CHUNK) {
    if (!copyToUser(kernel, address + done, new Uint8Array(Math.min(CHUNK, size - done)))) return false;
  }
  return true;
}

/** `put_user` of 64 bits at a user address. False, with nothing written, where the current process cannot write. */
export function putUser64(kernel: KernelContext, pointer: bigint, value: bigint): boolean {
  const address = toLinear(pointer);
  return address !== undefined && copyToUser(kernel, address, new Uint8Array(new BigUint64Array([value]).buffer));
}

/** `put_user` of 32 bits. */
export function putUser32(kernel: KernelContext, pointer: bigint, value: number): boolean {
  const address = toLinear(pointer);
  return address !== undefined && copyToUser(kernel, address, new Uint8Array(Int32Array.of(value).buffer));
}

/** Whether the page of a fault is there and was only away: it comes back, and the access is repeated. */
export function isPageAway(memory: Memory, space: AddressSpaceId, { errorCode = 0, address = 0 }: PageFault): boolean {
  const isPresent = (errorCode & PF.PRESENT) !== 0;
  return !isPresent && address >= 0 && memory.rightsAt(space, address)?.accessible === true;
}

type PageFault = Pick<FaultDetail, 'errorCode' | 'address'>;

function withPages({ memory, cpu }: KernelContext, copy: () => void): boolean {
  for (let fault = 0; fault < MAX_FAULTS; fault++) {
    try {
      copy();
      return true;
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      if (!isPageAway(memory, cpu.addressSpace, error.detail)) return false;
    }
  }
  return false;
}
