/** Who watches the registers and the memory of a machine, and what is watched. */
import type { ComponentSet } from '../architecture/component';
import { isKernelAddress, type LinearAddress } from '../architecture/linear-address';
import { PAGE_SIZE } from './page';

export type AccessDirection = 'read' | 'write';

/** Hears of accesses to registers that no operand of an instruction names. */
export interface RegisterObserver {
  /** A register of the tables, by its property in `Cpu`: by RDMSR, WRMSR, XGETBV, XSETBV, and by #NM for IA32_XFD_ERR. */
  register(key: string, direction: AccessDirection): void;
  /** All registers of some components: by XSAVE, XRSTOR and their kin. */
  components(set: ComponentSet, direction: AccessDirection): void;
}

/** `length` bytes from `address` on, in an address space; kernel addresses are in all of them. */
export interface MemoryRange {
  readonly space: number;
  readonly address: LinearAddress;
  readonly length: number;
}

/** Thrown by an observer to prevent an access. Nothing architectural has changed then, as with a page fault. */
export class PreventedAccess {}

/** Hears of an access to a watched range, before it happens. */
export type MemoryObserver = (range: MemoryRange, direction: AccessDirection) => void;

/** Ranges of memory, by the pages that they lie in. */
export class WatchedMemory {
  private readonly pages = new Map<number, MemoryRange[]>();

  constructor(
    private readonly ranges: readonly MemoryRange[],
    private readonly observer: MemoryObserver,
  ) {
    for (const range of ranges) {
      for (let page = pageOf(range.address); page <= pageOf(range.address + range.length - 1); page++) {
        const others = this.pages.get(page);
        if (others) others.push(range);
        else this.pages.set(page, [range]);
      }
    }
  }

  /** Whether a part of a range lies in the page of that number, in any address space. */
  hasPage(number: number): boolean {
    return this.pages.has(number);
  }

  /** Bytes are accessed, all of them in one page. */
  touch(space: number, address: LinearAddress, length: number, direction: AccessDirection): void {
    for (const range of this.pages.get(pageOf(address)) ?? []) {
      if (overlaps(range, space, address, length)) this.observer(range, direction);
    }
  }

  /** Pages come or go. The range may be all that there can be. */
  remap(space: number, address: LinearAddress, length: number): void {
    for (const range of this.ranges) if (overlaps(range, space, address, length)) this.observer(range, 'write');
  }

  /** All user pages of an address space come or go. */
  remapSpace(space: number): void {
    for (const range of this.ranges) {
      if (range.space === space && !isKernelAddress(range.address)) this.observer(range, 'write');
    }
  }
}

function overlaps(range: MemoryRange, space: number, address: LinearAddress, length: number): boolean {
  if (range.space !== space && !isKernelAddress(range.address)) return false;
  return address < range.address + range.length && range.address < address + length;
}

function pageOf(address: LinearAddress): number {
  return Math.floor(address / PAGE_SIZE);
}
