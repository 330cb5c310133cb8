/**
 * Paged memory: 4 KiB pages, one table of user pages for each address space and one of kernel pages that
 * all share. Pages are shared between snapshots (and between address spaces after a fork) until written.
 * Access rights follow the page and the mode of the access; a violation raises #PF with its error code
 * (Intel SDM vol. 3, 4.7).
 */
import type { LinearAddress } from '../architecture/linear-address';
import { type AccessDirection, type MemoryObserver, type MemoryRange, WatchedMemory } from './observer';
import {
  type Access,
  checkNaturalAlignment,
  checkRights,
  type DecodedPage,
  isUntouched,
  makePage,
  mayFetch,
  offsetOf,
  PAGE_SIZE,
  type Page,
  type PageRights,
  pageFault,
  pageOfImage,
  RIGHTS,
  untouchedPage,
} from './page';
import { type AddressSpaceId, PageTables, type PageTablesSnapshot, pagesOf } from './page-tables';
import { Tlb } from './tlb';
import type { WordBlock } from './word-block';

export interface MemorySnapshot extends PageTablesSnapshot {
  readonly injected: ReadonlyMap<number, number>;
  /** No page of the snapshot is of a later epoch. */
  readonly epoch: number;
}

export class PagedMemory {
  private readonly tables = new PageTables();
  /** Page number to the count of user accesses that will still fault (`inject page-fault`). */
  private injected = new Map<number, number>();
  private epoch = 0;
  /** TLBs for reads, writes and fetches. The TLB for writes holds only unshared pages without decoded code. */
  private readonly reads = new Tlb();
  private readonly writes = new Tlb();
  private readonly fetches = new Tlb();
  private fetchTerms = 0;
  /** No part of the state. Watched pages enter no TLB: each access to them is seen, other pages cost nothing more. */
  private watched: WatchedMemory | null = null;

  /** Makes pages of zeros that cover [address, address + length). Mapping over a present page is a no-op. */
  map(space: AddressSpaceId, address: LinearAddress, length: number, rights: PageRights = RIGHTS.data): void {
    for (const number of pagesOf(address, length)) {
      if (this.tables.find(space, number)) continue;
      this.tables.set(space, number, untouchedPage(rights));
      this.watched?.remap(space, number * PAGE_SIZE, PAGE_SIZE);
    }
  }

  /**
   * As `map`, with bytes in the pages, to read-only pages too. Nobody changes `bytes` from now on: a page that is all theirs shares
   * them until it is written.
   */
  load(space: AddressSpaceId, address: LinearAddress, bytes: Uint8Array, rights: PageRights): void {
    this.map(space, address, bytes.length, rights);
    for (const number of pagesOf(address, bytes.length)) {
      const start = number * PAGE_SIZE - address;
      const piece = bytes.subarray(Math.max(0, start), start + PAGE_SIZE);
      const page = this.tables.find(space, number);
      const shared = page && isUntouched(page) ? pageOfImage(piece, page.rights) : undefined;
      if (shared) {
        this.watched?.touch(space, number * PAGE_SIZE, PAGE_SIZE, 'write');
        this.tables.set(space, number, shared);
      } else this.poke(space, address + Math.max(0, start), piece);
    }
    this.flush();
  }

  /** Tells `observer` of accesses to `ranges` from now on. `observer` replaces the previous one. */
  watch(ranges: readonly MemoryRange[], observer: MemoryObserver): void {
    this.watched = ranges.length > 0 ? new WatchedMemory(ranges, observer) : null;
    this.flush();
  }

  unmap(space: AddressSpaceId, address: LinearAddress, length: number): void {
    this.tables.remove(space, Math.floor(address / PAGE_SIZE), Math.floor((address + length - 1) / PAGE_SIZE));
    this.flush();
    this.watched?.remap(space, address, length);
  }

  /** Changes the rights of the present pages of [address, address + length). The contents stay. */
  protect(space: AddressSpaceId, address: LinearAddress, length: number, rights: PageRights): void {
    for (const number of pagesOf(address, length)) {
      const page = this.tables.find(space, number);
      if (page) this.tables.set(space, number, { ...page, rights, code: null });
    }
    this.flush();
  }

  /** The rights of the page of `address`; undefined where no page is present. */
  rightsAt(space: AddressSpaceId, address: LinearAddress): PageRights | undefined {
    return this.tables.find(space, Math.floor(address / PAGE_SIZE))?.rights;
  }

  createSpace(space: AddressSpaceId): void {
    this.tables.create(space);
    this.flush();
    this.watched?.remapSpace(space);
  }

  /** Gives `child` the pages of `parent`, shared until either writes. */
  cloneSpace(parent: AddressSpaceId, child: AddressSpaceId): void {
    this.tables.clone(parent, child);
    this.epoch++;
    this.flush();
    this.watched?.remapSpace(child);
  }

  dropSpace(space: AddressSpaceId): void {
    this.tables.drop(space);
    this.flush();
    this.watched?.remapSpace(space);
  }

  /** How many pages of its own a space has. */
  pageCount(space: AddressSpaceId): number {
    return this.tables.count(space);
  }

  /** How many address spaces there are. */
  get spaceCount(): number {
    return this.tables.spaceCount;
  }

  /** How many pages all spaces have together; one that two of them share counts twice. */
  get userPages(): number {
    return this.tables.userPages;
  }

  /** The highest `length` bytes below `top`, and not below `lowest`, where no page is. All are whole pages. */
  findFree(
    space: AddressSpaceId,
    lowest: LinearAddress,
    top: LinearAddress,
    length: number,
  ): LinearAddress | undefined {
    const number = this.tables.findFree(space, lowest / PAGE_SIZE, top / PAGE_SIZE, length / PAGE_SIZE);
    return number === undefined ? undefined : number * PAGE_SIZE;
  }

  isMapped(space: AddressSpaceId, address: LinearAddress, length = 1): boolean {
    for (const number of pagesOf(address, length)) if (!this.tables.find(space, number)) return false;
    return true;
  }

  /** Makes the next `count` user accesses to the page of `address` fault. */
  injectFault(address: LinearAddress, count: number): void {
    this.injected.set(Math.floor(address / PAGE_SIZE), count);
    this.flush();
  }

  /** A copy of `length` bytes; faults at the first byte that cannot be read. */
  read(access: Access, address: LinearAddress, length: number): Uint8Array {
    const result = new Uint8Array(length);
    for (let done = 0; done < length; ) {
      const at = address + done;
      const chunk = Math.min(length - done, PAGE_SIZE - offsetOf(at));
      const page = this.toRead(access, at);
      result.set(page.bytes.subarray(offsetOf(at), offsetOf(at) + chunk), done);
      done += chunk;
    }
    checkNaturalAlignment(access, address, length);
    this.note('read', access.space, address, length);
    return result;
  }

  /** Reads into `target` from index `at` on. Copies nothing when any byte faults. */
  readInto(access: Access, address: LinearAddress, target: Uint8Array, at: number, length: number): void {
    const offset = offsetOf(address);
    if (offset + length > PAGE_SIZE) {
      target.set(this.read(access, address, length), at);
      return;
    }
    const { bytes } = this.toRead(access, address, length);
    target.set(bytes.subarray(offset, offset + length), at);
  }

  /** Writes all of `bytes` or, when any page of them faults, nothing. */
  write(access: Access, address: LinearAddress, bytes: Uint8Array): void {
    this.checkWritable(access, address, bytes.length);
    this.note('write', access.space, address, bytes.length);
    for (let done = 0; done < bytes.length; ) {
      const at = address + done;
      const chunk = Math.min(bytes.length - done, PAGE_SIZE - offsetOf(at));
      this.toWrite(access, at).bytes.set(bytes.subarray(done, done + chunk), offsetOf(at));
      done += chunk;
    }
  }

  /** The page of `address` as words, for callers that read many. Faults where `address` cannot be read. */
  wordsToRead(access: Access, address: LinearAddress): WordBlock {
    return this.toRead(access, address).block;
  }

  /** As `wordsToRead`, for writing. The caller writes at once: the next snapshot shares the page. */
  wordsToWrite(access: Access, address: LinearAddress): WordBlock {
    return this.toWrite(access, address).block;
  }

  /**
   * Puts the pages of `size` bytes from a page's address on into `blocks`, for reading. False, and nothing has happened, where a
   * page is not known to be readable, or its accesses are watched; the caller reads page by page then.
   */
  pagesToRead(access: Access, address: LinearAddress, size: number, blocks: WordBlock[]): boolean {
    return this.reads.findAll(access, address / PAGE_SIZE, size / PAGE_SIZE, blocks);
  }

  /** As `pagesToRead`, for writing. */
  pagesToWrite(access: Access, address: LinearAddress, size: number, blocks: WordBlock[]): boolean {
    return this.writes.findAll(access, address / PAGE_SIZE, size / PAGE_SIZE, blocks);
  }

  /** The page of an address that is read. Valid until the page tables change or a snapshot is taken. Read-only. */
  readable(access: Access, address: LinearAddress): Page {
    return this.toRead(access, address);
  }

  /** The page of an address that is written. No other address space and no snapshot shares it. */
  writable(access: Access, address: LinearAddress): Page {
    return this.toWrite(access, address);
  }

  /** Whether an observer is told of accesses. */
  get isWatched(): boolean {
    return this.watched !== null;
  }

  /** Tells the observer of an access to a page that a caller holds. */
  note(direction: AccessDirection, space: AddressSpaceId, address: LinearAddress, length: number): void {
    if (!this.watched) return;
    for (let done = 0; done < length; ) {
      const at = address + done;
      const chunk = Math.min(length - done, PAGE_SIZE - offsetOf(at));
      this.watched.touch(space, at, chunk, direction);
      done += chunk;
    }
  }

  /** Faults unless every byte of the range can be written; changes nothing. */
  checkWritable(access: Access, address: LinearAddress, length: number): void {
    for (let done = 0; done < length; ) {
      const at = address + done;
      if (!this.writes.find(access, Math.floor(at / PAGE_SIZE))) this.allowed(access, at, 'write');
      done += Math.min(length - done, PAGE_SIZE - offsetOf(at));
    }
    checkNaturalAlignment(access, address, length);
  }

  /** The page that an instruction is fetched from. @throws Fault #PF where nothing may be executed. */
  executable(access: Access, address: LinearAddress): Page {
    const page = this.tables.find(access.space, Math.floor(address / PAGE_SIZE));
    checkRights(access, address, 'fetch', page);
    return page;
  }

  /** The page that an instruction is fetched from; undefined where the fetch is not allowed. */
  executablePage(access: Access, address: LinearAddress): Page | undefined {
    const number = Math.floor(address / PAGE_SIZE);
    const known = this.fetches.find(access, number);
    if (known) return known;
    const page = this.tables.find(access.space, number);
    if (!page || !mayFetch(access, address, page)) return undefined;
    this.fetches.enter(access, number, page);
    return page;
  }

  /** Another number once other pages may be executable. A write to a page does not change this number: it drops the page's code. */
  get termsOfFetches(): number {
    return this.fetchTerms;
  }

  /** Keeps the decoded code of a page. A write to the page drops the code. */
  attachCode(page: Page, code: DecodedPage): void {
    page.code = code;
    this.writes.flush();
  }

  /**
   * Reads bytes for a debugger: checks no access rights, raises nothing, uses up no injected fault.
   * Undefined where a page is absent; a shorter array where the range ends in one.
   */
  peek(space: AddressSpaceId, address: LinearAddress, length: number): Uint8Array | undefined {
    const result = new Uint8Array(length);
    let done = 0;
    while (done < length) {
      const at = address + done;
      const page = this.tables.find(space, Math.floor(at / PAGE_SIZE));
      if (!page) break;
      const chunk = Math.min(length - done, PAGE_SIZE - offsetOf(at));
      result.set(page.bytes.subarray(offsetOf(at), offsetOf(at) + chunk), done);
      done += chunk;
    }
    return done === 0 && length > 0 ? undefined : result.subarray(0, done);
  }

  /** The page of an address, for a debugger that looks a million times a second; undefined where there is none. */
  peekPage(space: AddressSpaceId, address: LinearAddress): Page | undefined {
    return this.tables.find(space, Math.floor(address / PAGE_SIZE));
  }

  /** Writes bytes for a debugger or a loader, to read-only pages too. Returns the number of bytes written. */
  poke(space: AddressSpaceId, address: LinearAddress, bytes: Uint8Array): number {
    let done = 0;
    while (done < bytes.length) {
      const at = address + done;
      const number = Math.floor(at / PAGE_SIZE);
      const page = this.tables.find(space, number);
      if (!page) break;
      const chunk = Math.min(bytes.length - done, PAGE_SIZE - offsetOf(at));
      this.watched?.touch(space, at, chunk, 'write');
      this.own(space, number, page).bytes.set(bytes.subarray(done, done + chunk), offsetOf(at));
      done += chunk;
    }
    return done;
  }

  snapshot(): MemorySnapshot {
    this.epoch++;
    this.writes.flush();
    return { ...this.tables.snapshot(), injected: new Map(this.injected), epoch: this.epoch };
  }

  /** The snapshot may be that of another memory, which goes on with its pages. */
  restore(snapshot: MemorySnapshot): void {
    this.epoch = Math.max(this.epoch, snapshot.epoch) + 1;
    this.tables.restore(snapshot);
    this.injected = new Map(snapshot.injected);
    this.flush();
  }

  /** The page of a read of `size` bytes that lie in it; 0 where alignment does not matter. */
  protected toRead(access: Access, address: LinearAddress, size = 0): Page {
    const number = Math.floor(address / PAGE_SIZE);
    const known = this.reads.find(access, number);
    if (known) return known;
    const page = this.allowed(access, address, 'read');
    if (access.aligned) checkNaturalAlignment(access, address, size);
    else if (this.isCacheable(number)) this.reads.enter(access, number, page);
    if (size > 0) this.watched?.touch(access.space, address, size, 'read');
    return page;
  }

  /** As `toRead`, for a write. No other address space and no snapshot shares the page. */
  protected toWrite(access: Access, address: LinearAddress, size = 0): Page {
    const number = Math.floor(address / PAGE_SIZE);
    const known = this.writes.find(access, number);
    if (known) return known;
    const allowed = this.allowed(access, address, 'write');
    if (access.aligned) checkNaturalAlignment(access, address, size);
    if (size > 0) this.watched?.touch(access.space, address, size, 'write');
    const page = this.own(access.space, number, allowed);
    if (!access.aligned && this.isCacheable(number)) this.writes.enter(access, number, page);
    return page;
  }

  /** Whether a TLB may hold the page: nobody watches it and no injected fault waits on it. */
  private isCacheable(number: number): boolean {
    return !this.injected.has(number) && !this.watched?.hasPage(number);
  }

  /** The page of a data access. @throws Fault #PF where the access is not allowed, and for an injected fault. */
  private allowed(access: Access, address: LinearAddress, kind: 'read' | 'write'): Page {
    const number = Math.floor(address / PAGE_SIZE);
    const page = this.tables.find(access.space, number);
    if (page?.rights.accessible && access.user) this.useInjected(access, address, number, kind);
    checkRights(access, address, kind, page);
    return page;
  }

  private useInjected(access: Access, address: LinearAddress, number: number, kind: 'read' | 'write'): void {
    const left = this.injected.get(number);
    if (left === undefined) return;
    if (left <= 1) this.injected.delete(number);
    else this.injected.set(number, left - 1);
    throw pageFault(access, address, kind);
  }

  /** The page about to be written, copied first when a snapshot or another address space shares it. */
  private own(space: AddressSpaceId, number: number, page: Page): Page {
    page.code?.drop();
    page.code = null;
    if (page.epoch === this.epoch) return page;
    const copy = makePage(page.bytes.slice(), page.rights, this.epoch);
    this.tables.set(space, number, copy);
    this.reads.forget(number);
    this.writes.forget(number);
    this.fetches.forget(number);
    return copy;
  }

  private flush(): void {
    this.fetchTerms++;
    this.reads.flush();
    this.writes.flush();
    this.fetches.flush();
  }
}
