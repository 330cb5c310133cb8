/** Copies between the kernel and user memory (arch/x86/include/asm/uaccess.h). */
import { toLinear } from '../machine/address';
import { Fault } from '../machine/exception';
import type { LinuxKernel } from './linux-kernel';

/** More page faults than this in one copy do not happen: pages that come back stay. */
const MAX_FAULTS = 1 << 16;

/** `put_user` of 64 bits at a user address. False, with nothing written, where the current process cannot write. */
export function putUser64({ memory, cpu }: LinuxKernel, pointer: bigint, value: bigint): boolean {
  const address = toLinear(pointer);
  if (address === undefined || address < 0) return false;
  const access = { space: cpu.addressSpace, user: true };
  for (let fault = 0; fault < MAX_FAULTS; fault++) {
    try {
      memory.write64(access, address, value);
      return true;
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      const { errorCode = 0, address: at = address } = error.detail;
      const isAway = (errorCode & 1) === 0 && memory.isMapped(access.space, at);
      if (!isAway) return false;
    }
  }
  return false;
}
