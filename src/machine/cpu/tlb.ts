/**
 * A direct-mapped TLB, indexed by the low bits of the page number: it caches pages whose access has been checked, so that
 * the next access needs neither the page tables nor the checks. A cache only, never state.
 */
import type { Access, Page } from './page';
import type { WordBlock } from './word-block';

/** Entries: a power of two. */
const ENTRIES = 512;

export class Tlb {
  private readonly pages: (Page | undefined)[] = new Array(ENTRIES).fill(undefined);
  private readonly numbers = new Float64Array(ENTRIES);
  private readonly accesses: (Access | undefined)[] = new Array(ENTRIES).fill(undefined);
  private isEmpty = true;

  /** The page `number`, if it was entered for the same `access` object. */
  find(access: Access, number: number): Page | undefined {
    const slot = number & (ENTRIES - 1);
    return this.numbers[slot] === number && this.accesses[slot] === access ? this.pages[slot] : undefined;
  }

  /** Puts the pages from number `first` on, before number `first + count`, into `blocks`. False where one is not here. */
  findAll(access: Access, first: number, count: number, blocks: WordBlock[]): boolean {
    for (let index = 0; index < count; index++) {
      const page = this.find(access, first + index);
      if (!page) return false;
      blocks[index] = page.block;
    }
    return true;
  }

  enter(access: Access, number: number, page: Page): void {
    const slot = number & (ENTRIES - 1);
    this.pages[slot] = page;
    this.numbers[slot] = number;
    this.accesses[slot] = access;
    this.isEmpty = false;
  }

  /** Forgets the page `number`, for all accesses. */
  forget(number: number): void {
    this.pages[number & (ENTRIES - 1)] = undefined;
  }

  flush(): void {
    if (this.isEmpty) return;
    this.pages.fill(undefined);
    this.isEmpty = true;
  }
}
