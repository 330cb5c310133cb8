/** The page tables: a table of user pages for each address space, and one table of kernel pages that all spaces share. */
import type { LinearAddress } from '../architecture/linear-address';
import { PAGE_SIZE, type Page } from './page';
import { PageTable, type ReadonlyPageTable } from './page-table';

/** Identifies a set of user pages; kernel pages belong to all of them. */
export type AddressSpaceId = number;

export interface PageTablesSnapshot {
  readonly kernel: ReadonlyPageTable;
  readonly spaces: ReadonlyMap<AddressSpaceId, ReadonlyPageTable>;
}

/** Pages by number: the address divided by 4096. Kernel pages have negative numbers. */
export class PageTables {
  private kernel = new PageTable();
  private spaces = new Map<AddressSpaceId, PageTable>();

  find(space: AddressSpaceId, number: number): Page | undefined {
    return number < 0 ? this.kernel.get(number) : this.spaces.get(space)?.get(number);
  }

  set(space: AddressSpaceId, number: number, page: Page): void {
    this.tableFor(space, number).set(number, page);
  }

  /** The present pages from `first` to `last`. */
  remove(space: AddressSpaceId, first: number, last: number): void {
    const table = this.tableFor(space, first);
    if (last - first < table.size) for (let number = first; number <= last; number++) table.delete(number);
    else for (const [number] of [...table]) if (number >= first && number <= last) table.delete(number);
  }

  create(space: AddressSpaceId): void {
    this.spaces.set(space, new PageTable());
  }

  /** Gives `child` the pages of `parent`. */
  clone(parent: AddressSpaceId, child: AddressSpaceId): void {
    this.spaces.set(child, this.spaces.get(parent)?.copy() ?? new PageTable());
  }

  drop(space: AddressSpaceId): void {
    this.spaces.delete(space);
  }

  /** How many pages of its own a space has. */
  count(space: AddressSpaceId): number {
    return this.spaces.get(space)?.size ?? 0;
  }

  /** The highest `count` numbers in a row below `top`, and not below `lowest`, that no page has: the first of them. */
  findFree(space: AddressSpaceId, lowest: number, top: number, count: number): number | undefined {
    const table = this.spaces.get(space);
    let first = top - count;
    for (let number = top - 1; number >= lowest; number--) {
      if (table?.get(number)) first = number - count;
      else if (number === first) return first;
    }
    return undefined;
  }

  get spaceCount(): number {
    return this.spaces.size;
  }

  get userPages(): number {
    let pages = 0;
    for (const { size } of this.spaces.values()) pages += size;
    return pages;
  }

  snapshot(): PageTablesSnapshot {
    return { kernel: this.kernel.copy(), spaces: copied(this.spaces) };
  }

  restore({ kernel, spaces }: PageTablesSnapshot): void {
    this.kernel = kernel.copy();
    this.spaces = copied(spaces);
  }

  private tableFor(space: AddressSpaceId, number: number): PageTable {
    if (number < 0) return this.kernel;
    let table = this.spaces.get(space);
    if (!table) {
      table = new PageTable();
      this.spaces.set(space, table);
    }
    return table;
  }
}

function copied(spaces: PageTablesSnapshot['spaces']): Map<AddressSpaceId, PageTable> {
  return new Map([...spaces].map(([id, table]) => [id, table.copy()]));
}

/** The numbers of the pages that [address, address + length) touches. */
export function* pagesOf(address: LinearAddress, length: number): Generator<number> {
  const last = Math.floor((address + length - 1) / PAGE_SIZE);
  for (let number = Math.floor(address / PAGE_SIZE); number <= last; number++) yield number;
}
