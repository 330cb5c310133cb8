/**
 * Paged memory: 4 KiB pages, one table of user pages for each address space and one of kernel pages that
 * all share. Pages are shared between snapshots (and between address spaces after a fork) until written.
 * Access rights follow the page and the mode of the access; a violation raises #PF with its error code
 * (Intel SDM vol. 3, 4.7).
 */
import { isKernelAddress, type LinearAddress } from '../architecture/address';
import { Fault } from '../architecture/exception';

export const PAGE_SIZE = 4096;

/** Bits of the #PF error code. */
export const PF = { PRESENT: 1, WRITE: 2, USER: 4, FETCH: 16 } as const;

/** Entries of the page cache: a power of two. */
const TLB_ENTRIES = 64;

/** Identifies a set of user pages; kernel pages belong to all of them. */
export type AddressSpaceId = number;

export interface Page {
  readonly bytes: Uint8Array;
  readonly view: DataView;
  readonly words: Int32Array;
  readonly writable: boolean;
  /** Written only while equal to the memory's epoch; else copied first. */
  readonly epoch: number;
}

type PageTable = Map<number, Page>;

export interface MemorySnapshot {
  readonly kernel: ReadonlyMap<number, Page>;
  readonly spaces: ReadonlyMap<AddressSpaceId, ReadonlyMap<number, Page>>;
  readonly injected: ReadonlyMap<number, number>;
}

/** A memory access: by whom and what for. */
export interface Access {
  readonly space: AddressSpaceId;
  /** CPL 3. */
  readonly user: boolean;
}

/** @param bytes all of their buffer. */
function makePage(bytes: Uint8Array, writable: boolean, epoch: number): Page {
  const { buffer } = bytes;
  return { bytes, view: new DataView(buffer), words: new Int32Array(buffer), writable, epoch };
}

export class Memory {
  private kernel: PageTable = new Map();
  private spaces = new Map<AddressSpaceId, PageTable>();
  /** Page number to the count of user accesses that will still fault (`inject page-fault`). */
  private injected = new Map<number, number>();
  private epoch = 0;
  /** A direct-mapped TLB, indexed by the low bits of the page number. A cache only, never state. */
  private readonly tlb: (Page | undefined)[] = new Array(TLB_ENTRIES).fill(undefined);
  private readonly tlbNumber = new Float64Array(TLB_ENTRIES);
  private readonly tlbSpace = new Float64Array(TLB_ENTRIES);

  /** Makes pages of zeros that cover [address, address + length). Mapping over a present page is a no-op. */
  map(space: AddressSpaceId, address: LinearAddress, length: number, writable = true): void {
    const last = Math.floor((address + length - 1) / PAGE_SIZE);
    for (let number = Math.floor(address / PAGE_SIZE); number <= last; number++) {
      const table = this.tableFor(space, number);
      if (!table.has(number)) table.set(number, makePage(new Uint8Array(PAGE_SIZE), writable, this.epoch));
    }
  }

  unmap(space: AddressSpaceId, address: LinearAddress, length: number): void {
    const last = Math.floor((address + length - 1) / PAGE_SIZE);
    for (let number = Math.floor(address / PAGE_SIZE); number <= last; number++) {
      this.tableFor(space, number).delete(number);
    }
    this.tlb.fill(undefined);
  }

  createSpace(space: AddressSpaceId): void {
    this.spaces.set(space, new Map());
    this.tlb.fill(undefined);
  }

  /** Gives `child` the pages of `parent`, shared until either writes. */
  cloneSpace(parent: AddressSpaceId, child: AddressSpaceId): void {
    this.spaces.set(child, new Map(this.spaces.get(parent)));
    this.epoch++;
    this.tlb.fill(undefined);
  }

  dropSpace(space: AddressSpaceId): void {
    this.spaces.delete(space);
    this.tlb.fill(undefined);
  }

  isMapped(space: AddressSpaceId, address: LinearAddress, length = 1): boolean {
    const last = Math.floor((address + length - 1) / PAGE_SIZE);
    for (let number = Math.floor(address / PAGE_SIZE); number <= last; number++) {
      if (!this.find(space, number)) return false;
    }
    return true;
  }

  /** Makes the next `count` user accesses to the page of `address` fault. */
  injectFault(address: LinearAddress, count: number): void {
    this.injected.set(Math.floor(address / PAGE_SIZE), count);
  }

  read8(access: Access, address: LinearAddress): number {
    const page = this.present(access, address, false);
    return page.view.getUint8(offsetOf(address));
  }

  read16(access: Access, address: LinearAddress): number {
    const offset = offsetOf(address);
    if (offset > PAGE_SIZE - 2) return new DataView(this.read(access, address, 2).buffer).getUint16(0, true);
    return this.present(access, address, false).view.getUint16(offset, true);
  }

  /** Unsigned. */
  read32(access: Access, address: LinearAddress): number {
    const offset = offsetOf(address);
    if (offset > PAGE_SIZE - 4) return new DataView(this.read(access, address, 4).buffer).getUint32(0, true);
    return this.present(access, address, false).view.getUint32(offset, true);
  }

  read64(access: Access, address: LinearAddress): bigint {
    const offset = offsetOf(address);
    if (offset > PAGE_SIZE - 8) return new DataView(this.read(access, address, 8).buffer).getBigUint64(0, true);
    return this.present(access, address, false).view.getBigUint64(offset, true);
  }

  /** 64 bits as two words, low first, into `target` from index `at` on: `read64` without a bigint. */
  readWords(access: Access, address: LinearAddress, target: Uint32Array, at: number): void {
    const offset = offsetOf(address);
    const view =
      offset > PAGE_SIZE - 8
        ? new DataView(this.read(access, address, 8).buffer)
        : this.present(access, address, false).view;
    const start = offset > PAGE_SIZE - 8 ? 0 : offset;
    target[at] = view.getUint32(start, true);
    target[at + 1] = view.getUint32(start + 4, true);
  }

  write8(access: Access, address: LinearAddress, value: number): void {
    this.writable(access, address).view.setUint8(offsetOf(address), value);
  }

  write16(access: Access, address: LinearAddress, value: number): void {
    const offset = offsetOf(address);
    if (offset > PAGE_SIZE - 2) {
      this.write(access, address, new Uint8Array(new Uint16Array([value]).buffer));
      return;
    }
    this.writable(access, address).view.setUint16(offset, value, true);
  }

  write32(access: Access, address: LinearAddress, value: number): void {
    const offset = offsetOf(address);
    if (offset > PAGE_SIZE - 4) {
      this.write(access, address, new Uint8Array(new Uint32Array([value]).buffer));
      return;
    }
    this.writable(access, address).view.setUint32(offset, value, true);
  }

  write64(access: Access, address: LinearAddress, value: bigint): void {
    const offset = offsetOf(address);
    if (offset > PAGE_SIZE - 8) {
      this.write(access, address, new Uint8Array(new BigUint64Array([value]).buffer));
      return;
    }
    this.writable(access, address).view.setBigUint64(offset, value, true);
  }

  /** 64 bits from two words, low first: `write64` without a bigint. */
  writeWords(access: Access, address: LinearAddress, low: number, high: number): void {
    const offset = offsetOf(address);
    if (offset > PAGE_SIZE - 8) {
      this.write(access, address, new Uint8Array(new Uint32Array([low, high]).buffer));
      return;
    }
    const { view } = this.writable(access, address);
    view.setUint32(offset, low, true);
    view.setUint32(offset + 4, high, true);
  }

  /** A copy of `length` bytes; faults at the first byte that cannot be read. */
  read(access: Access, address: LinearAddress, length: number): Uint8Array {
    const result = new Uint8Array(length);
    for (let done = 0; done < length; ) {
      const at = address + done;
      const chunk = Math.min(length - done, PAGE_SIZE - offsetOf(at));
      const page = this.present(access, at, false);
      result.set(page.bytes.subarray(offsetOf(at), offsetOf(at) + chunk), done);
      done += chunk;
    }
    return result;
  }

  /** As `read`, into `target` from index `at` on; nothing is copied when any byte faults. */
  readInto(access: Access, address: LinearAddress, target: Uint8Array, at: number, length: number): void {
    const offset = offsetOf(address);
    if (offset + length > PAGE_SIZE) {
      target.set(this.read(access, address, length), at);
      return;
    }
    const { bytes } = this.present(access, address, false);
    target.set(bytes.subarray(offset, offset + length), at);
  }

  /** Writes all of `bytes` or, when any page of them faults, nothing. */
  write(access: Access, address: LinearAddress, bytes: Uint8Array): void {
    this.checkWritable(access, address, bytes.length);
    for (let done = 0; done < bytes.length; ) {
      const at = address + done;
      const chunk = Math.min(bytes.length - done, PAGE_SIZE - offsetOf(at));
      this.writable(access, at).bytes.set(bytes.subarray(done, done + chunk), offsetOf(at));
      done += chunk;
    }
  }

  /** The page of `address` as 32-bit words, for who reads many of them; faults where that byte cannot be read. */
  wordsToRead(access: Access, address: LinearAddress): Int32Array {
    return this.present(access, address, false).words;
  }

  /** As `wordsToRead`, to be written: at once, for the next snapshot shares the page. */
  wordsToWrite(access: Access, address: LinearAddress): Int32Array {
    return this.writable(access, address).words;
  }

  /** The page of an address that is read. Good until the next change of the tables, a snapshot included; not to be written. */
  readable(access: Access, address: LinearAddress): Page {
    return this.present(access, address, false);
  }

  /** As `readable`, of an address that is written: of this space alone. */
  writable(access: Access, address: LinearAddress): Page {
    const page = this.present(access, address, true);
    if (!page.writable) throw pageFault(access, address, true, true);
    return this.own(access.space, Math.floor(address / PAGE_SIZE), page);
  }

  /** Faults unless every byte of the range can be written; changes nothing. */
  checkWritable(access: Access, address: LinearAddress, length: number): void {
    if (length > 0 && offsetOf(address) + length <= PAGE_SIZE) {
      if (!this.present(access, address, true).writable) throw pageFault(access, address, true, true);
      return;
    }
    for (let done = 0; done < length; ) {
      const at = address + done;
      const chunk = Math.min(length - done, PAGE_SIZE - offsetOf(at));
      const page = this.present(access, at, true);
      if (!page.writable) throw pageFault(access, at, true, true);
      done += chunk;
    }
  }

  /**
   * Bytes for a debugger: no access rights, nothing raised and no injected fault used up.
   * Undefined where a page is absent; a shorter array where the range ends in one.
   */
  peek(space: AddressSpaceId, address: LinearAddress, length: number): Uint8Array | undefined {
    const result = new Uint8Array(length);
    let done = 0;
    while (done < length) {
      const at = address + done;
      const page = this.find(space, Math.floor(at / PAGE_SIZE));
      if (!page) break;
      const chunk = Math.min(length - done, PAGE_SIZE - offsetOf(at));
      result.set(page.bytes.subarray(offsetOf(at), offsetOf(at) + chunk), done);
      done += chunk;
    }
    return done === 0 && length > 0 ? undefined : result.subarray(0, done);
  }

  /** Writes for a debugger or a loader: also to read-only pages. Returns the number of bytes written. */
  poke(space: AddressSpaceId, address: LinearAddress, bytes: Uint8Array): number {
    let done = 0;
    while (done < bytes.length) {
      const at = address + done;
      const number = Math.floor(at / PAGE_SIZE);
      const page = this.find(space, number);
      if (!page) break;
      const chunk = Math.min(bytes.length - done, PAGE_SIZE - offsetOf(at));
      this.own(space, number, page).bytes.set(bytes.subarray(done, done + chunk), offsetOf(at));
      done += chunk;
    }
    return done;
  }

  snapshot(): MemorySnapshot {
    this.epoch++;
    return {
      kernel: new Map(this.kernel),
      spaces: new Map([...this.spaces].map(([id, table]) => [id, new Map(table)])),
      injected: new Map(this.injected),
    };
  }

  restore(snapshot: MemorySnapshot): void {
    this.epoch++;
    this.kernel = new Map(snapshot.kernel);
    this.spaces = new Map([...snapshot.spaces].map(([id, table]) => [id, new Map(table)]));
    this.injected = new Map(snapshot.injected);
    this.tlb.fill(undefined);
  }

  private tableFor(space: AddressSpaceId, number: number): PageTable {
    if (number < 0) return this.kernel;
    let table = this.spaces.get(space);
    if (!table) {
      table = new Map();
      this.spaces.set(space, table);
    }
    return table;
  }

  private find(space: AddressSpaceId, number: number): Page | undefined {
    return number < 0 ? this.kernel.get(number) : this.spaces.get(space)?.get(number);
  }

  private lookUp(space: AddressSpaceId, number: number): Page | undefined {
    const slot = number & (TLB_ENTRIES - 1);
    let page = this.tlb[slot];
    if (page && this.tlbNumber[slot] === number && this.tlbSpace[slot] === space) return page;
    page = this.find(space, number);
    this.tlb[slot] = page;
    this.tlbNumber[slot] = number;
    this.tlbSpace[slot] = space;
    return page;
  }

  /** The page of an access that is allowed to touch it at all. */
  private present(access: Access, address: LinearAddress, write: boolean): Page {
    const number = Math.floor(address / PAGE_SIZE);
    const page = this.lookUp(access.space, number);
    if (!page) throw pageFault(access, address, write, false);
    if (access.user) {
      if (isKernelAddress(address)) throw pageFault(access, address, write, true);
      if (this.injected.size > 0) this.useInjected(access, address, number, write);
    }
    return page;
  }

  private useInjected(access: Access, address: LinearAddress, number: number, write: boolean): void {
    const left = this.injected.get(number);
    if (left === undefined) return;
    if (left <= 1) this.injected.delete(number);
    else this.injected.set(number, left - 1);
    throw pageFault(access, address, write, false);
  }

  /** The page, copied first when a snapshot or another address space shares it. */
  private own(space: AddressSpaceId, number: number, page: Page): Page {
    if (page.epoch === this.epoch) return page;
    const copy = makePage(page.bytes.slice(), page.writable, this.epoch);
    this.tableFor(space, number).set(number, copy);
    this.tlb[number & (TLB_ENTRIES - 1)] = undefined;
    return copy;
  }
}

/** The place of an address in its page. */
export function offsetOf(address: LinearAddress): number {
  return address & (PAGE_SIZE - 1); // exact for negative addresses, too: two's complement modulo 2^32
}

function pageFault(access: Access, address: LinearAddress, write: boolean, present: boolean): Fault {
  const errorCode = (present ? PF.PRESENT : 0) | (write ? PF.WRITE : 0) | (access.user ? PF.USER : 0);
  const reason = present
    ? isKernelAddress(address)
      ? 'the page belongs to the kernel'
      : 'the page is read-only'
    : 'no page is present there';
  return new Fault('#PF', {
    errorCode,
    address,
    why: `${write ? 'write to' : 'read from'} ${address < 0 ? 'kernel' : 'user'} memory: ${reason}`,
  });
}
