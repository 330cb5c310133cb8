/**
 * One logical processor: all of its architectural state in a single buffer, so that a snapshot is a copy.
 * Registers are views into that buffer; what instructions mean is defined elsewhere, on top of this class.
 */
import { type LinearAddress, toLinear } from '../architecture/address';
import { Fault } from '../architecture/exception';
import type { Processor } from '../processor/processor';
import type { Access, Memory } from './memory';
import { RegisterFile } from './registers';

export class Cpu extends RegisterFile {
  /** The access last handed out; made anew only when mode or address space have changed. */
  private lastAccess: Access = { space: 0, user: false };

  constructor(
    readonly index: number,
    readonly processor: Processor,
    readonly memory: Memory,
  ) {
    super();
  }

  /** The access that an instruction makes now: the current address space, at the current privilege. */
  get access(): Access {
    const space = this.addressSpace;
    const user = this.cpl === 3;
    if (this.lastAccess.space !== space || this.lastAccess.user !== user) this.lastAccess = { space, user };
    return this.lastAccess;
  }

  /** The canonical address in a 64-bit value; #GP(0), or #SS(0) for a stack access, when it is not canonical. */
  linear(value: bigint, stack = false): LinearAddress {
    const address = toLinear(value);
    if (address === undefined) {
      throw new Fault(stack ? '#SS' : '#GP', {
        errorCode: 0,
        why: `the address 0x${value.toString(16)} is not canonical`,
      });
    }
    return address;
  }
}
