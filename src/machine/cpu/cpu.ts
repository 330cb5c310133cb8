/**
 * One logical processor: all of its architectural state in a single buffer, so that a snapshot is a copy.
 * Registers are views into that buffer; what instructions mean is defined elsewhere, on top of this class.
 */

import { CR0, CR4, FLAG } from '../architecture/bits';
import { Fault } from '../architecture/exception';
import { type LinearAddress, toLinear } from '../architecture/linear-address';
import { SCALAR } from '../architecture/register-file';
import type { Processor } from '../processor/processor';
import type { Memory } from './memory';
import type { RegisterObserver } from './observer';
import type { Access } from './page';
import { RegisterFile } from './registers';

const AM = Number(CR0.AM);
const PKE = Number(CR4.PKE);

/** Enough for the turns of a few tasks, in user mode and in the kernel. */
const MOST_ACCESSES = 16;

export class Cpu extends RegisterFile {
  /** The observer of register accesses. The observer is no part of the state. */
  observer: RegisterObserver | null = null;
  /** Caches: the latest accesses at CPL 3 and at CPL 0, and those before them. */
  private userAccess: Access = { space: 0, user: true, keys: 0, aligned: false };
  private supervisorAccess: Access = { space: 0, user: false, keys: 0, aligned: false };
  private readonly accesses: Access[] = [];

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
    const keys = (this.low(SCALAR.cr4) & PKE) === 0 ? 0 : this.pkru;
    const aligned = user && (this.rflags & FLAG.AC) !== 0 && (this.low(SCALAR.cr0) & AM) !== 0;
    const last = user ? this.userAccess : this.supervisorAccess;
    if (last.space === space && last.keys === keys && last.aligned === aligned) return last;
    const access = this.accessOf(space, user, keys, aligned);
    if (user) this.userAccess = access;
    else this.supervisorAccess = access;
    return access;
  }

  /** The same object for the same access, as far as it is remembered: TLBs know pages by it, and tasks take turns. */
  private accessOf(space: number, user: boolean, keys: number, aligned: boolean): Access {
    const { accesses } = this;
    for (let index = 0; index < accesses.length; index++) {
      const known = accesses[index]!; // within bounds
      if (known.space === space && known.user === user && known.keys === keys && known.aligned === aligned)
        return known;
    }
    const access = { space, user, keys, aligned };
    if (accesses.length >= MOST_ACCESSES) accesses.shift();
    accesses.push(access);
    return access;
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
