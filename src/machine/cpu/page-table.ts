/**
 * A table of pages in blocks, as a processor's page tables are. Copies share the blocks until one of them writes: a snapshot
 * costs the blocks that are written behind it, however many pages there are.
 */
import type { Page } from './page';

/** Pages of a block: a power of two. */
const PAGES = 64;

type Pages = (Page | undefined)[];

interface Block {
  readonly pages: Pages;
  /** Whoever has the same owner may change the block. */
  readonly owner: object;
}

const emptyBlock = (): Pages => new Array<Page | undefined>(PAGES).fill(undefined);

const NO_PAGES: Readonly<Pages> = emptyBlock();

/** Page numbers are negative for kernel pages. */
const placeOf = (number: number): number => number & (PAGES - 1);

/** A table as a snapshot has it. */
export class ReadonlyPageTable {
  protected blocks = new Map<number, Block>();
  protected owner = {};
  protected count = 0;

  /** How many pages there are. */
  get size(): number {
    return this.count;
  }

  get(number: number): Page | undefined {
    return this.blocks.get(Math.floor(number / PAGES))?.pages[placeOf(number)];
  }

  /** A table of the same pages. What is written to one of the two is not in the other. */
  copy(): PageTable {
    const copy = new PageTable();
    copy.blocks = new Map(this.blocks);
    copy.count = this.count;
    this.owner = {};
    return copy;
  }

  /** How many pages the other table does not have at their numbers. */
  countMissingIn(other: ReadonlyPageTable): number {
    let count = 0;
    for (const [, pages, others] of this.blocksUnlike(other)) {
      for (let place = 0; place < PAGES; place++) if (pages[place] && pages[place] !== others[place]) count++;
    }
    return count;
  }

  /** The numbers at which one table does not have the page of the other. */
  numbersUnlike(other: ReadonlyPageTable): number[] {
    const numbers: number[] = [];
    for (const [index, pages, others] of this.blocksUnlike(other)) {
      for (let place = 0; place < PAGES; place++) {
        if (pages[place] !== others[place]) numbers.push(index * PAGES + place);
      }
    }
    return numbers;
  }

  *[Symbol.iterator](): Generator<readonly [number: number, page: Page]> {
    for (const [index, { pages }] of this.blocks) {
      for (const [place, page] of pages.entries()) if (page) yield [index * PAGES + place, page];
    }
  }

  /** Blocks that the two do not share: the index, the pages here and those of the other table. */
  private *blocksUnlike({ blocks }: ReadonlyPageTable): Generator<readonly [number, Readonly<Pages>, Readonly<Pages>]> {
    for (const [index, block] of this.blocks) {
      const other = blocks.get(index);
      if (other !== block) yield [index, block.pages, other?.pages ?? NO_PAGES];
    }
    for (const [index, { pages }] of blocks) if (!this.blocks.has(index)) yield [index, NO_PAGES, pages];
  }
}

export class PageTable extends ReadonlyPageTable {
  set(number: number, page: Page): void {
    const pages = this.pagesToWrite(number);
    const place = placeOf(number);
    if (!pages[place]) this.count++;
    pages[place] = page;
  }

  delete(number: number): void {
    if (!this.get(number)) return;
    this.pagesToWrite(number)[placeOf(number)] = undefined;
    this.count--;
  }

  private pagesToWrite(number: number): Pages {
    const index = Math.floor(number / PAGES);
    const block = this.blocks.get(index);
    if (block?.owner === this.owner) return block.pages;
    const pages = block?.pages.slice() ?? emptyBlock();
    this.blocks.set(index, { pages, owner: this.owner });
    return pages;
  }
}
