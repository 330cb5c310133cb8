/**
 * An XSAVE area in the pages of memory where it lies. An instruction opens what it will touch, which makes all its page
 * faults. Sections are put together, and taken apart, in an image of the area outside of memory.
 */
import type { ComponentSet } from '../architecture/component';
import type { LinearAddress } from '../architecture/linear-address';
import type { Run } from '../architecture/xsave-format';
import type { Cpu } from '../cpu/cpu';
import type { Memory } from '../cpu/memory';
import { type Access, PAGE_SIZE } from '../cpu/page';
import { copyFromPage, copyToPage, LONG, WordBlock } from '../cpu/word-block';
import type { Layout } from '../processor/area-layout';
import { COMPONENT_STATES, componentState } from './component-state';
import { restoreVectorParts, saveVectorParts, vectorParts } from './vector-parts';

const PAGE_WORDS = PAGE_SIZE / 4;
const PAGE_BITS = 12;
const WORD_BITS = PAGE_BITS - 2;

/** Words of the largest area, wherever it begins in its first page, and of a page before it. */
const IMAGE_WORDS = 33 * PAGE_WORDS;

/** Where in the image the area begins. Its first page begins up to a page before that. */
const START = PAGE_WORDS;

/** Components that go straight between the registers and the pages, without an image: large ones that lie there as in their sections. */
const IN_ONE_PIECE: ComponentSet = COMPONENT_STATES.reduce(
  (set, { component, registersAt, size }) =>
    registersAt !== undefined && size >= 4 * LONG ? set | (1 << component) : set,
  0,
);

export class AreaWindow {
  /** Pages of the area, first to last, and the words of each; entry i is valid if bit i of `opened` is set. */
  private readonly blocks: WordBlock[] = [];
  private readonly pages: Int32Array[] = [];
  private opened = 0;
  /** Of the first page. */
  private base: LinearAddress = 0;
  /** Where the area begins in its first page. */
  private firstWord = 0;
  /** The sections of the save or the restore at work, side by side whatever pages they lie in; the area begins at `START`. */
  private readonly image = new WordBlock(new ArrayBuffer(4 * IMAGE_WORDS), 0, IMAGE_WORDS);

  /** Turns to the area at `address`, a multiple of 4; nothing of it is open. */
  begin(address: LinearAddress): void {
    const offset = address & (PAGE_SIZE - 1);
    this.opened = 0;
    this.base = address - offset;
    this.firstWord = offset >> 2;
  }

  /** @throws Fault #PF where a byte of `run` cannot be read. */
  openForLoad(memory: Memory, access: Access, { offset, size }: Run): void {
    const start = (this.firstWord << 2) + offset;
    for (let page = start >> PAGE_BITS; page << PAGE_BITS < start + size; page++) {
      if (this.opened & (1 << page)) continue;
      this.hold(page, memory.wordsToRead(access, this.base + Math.max(start, page << PAGE_BITS)));
    }
    memory.note('read', access.space, this.base + start, size);
  }

  /** @throws Fault #PF where a byte of `run` cannot be written. */
  openForStore(memory: Memory, access: Access, { offset, size }: Run): void {
    const start = (this.firstWord << 2) + offset;
    for (let page = start >> PAGE_BITS; page << PAGE_BITS < start + size; page++) {
      if (this.opened & (1 << page)) continue;
      this.hold(page, memory.wordsToWrite(access, this.base + Math.max(start, page << PAGE_BITS)));
    }
    memory.note('write', access.space, this.base + start, size);
  }

  private hold(page: number, block: WordBlock): void {
    this.blocks[page] = block;
    this.pages[page] = block.words;
    this.opened |= 1 << page;
  }

  /** Touches the last of `size` bytes. @throws Fault #PF where it cannot be read. */
  reachForLoad(memory: Memory, access: Access, size: number): void {
    memory.wordsToRead(access, this.start + size - 1);
  }

  /**
   * Touches the last of `size` bytes, then the first of each run.
   *
   * @throws Fault #PF where one of them cannot be written.
   */
  reachForStore(memory: Memory, access: Access, size: number, runs: readonly Run[]): void {
    memory.checkWritable(access, this.start + size - 1, 1);
    if ((this.firstWord << 2) + size <= PAGE_SIZE) return;
    for (const { offset } of runs) memory.checkWritable(access, this.start + offset, 1);
  }

  /** The word at byte `offset` of the area, a multiple of 4. */
  word(offset: number): number {
    const at = this.firstWord + (offset >> 2);
    return this.pages[at >> WORD_BITS]![at & (PAGE_WORDS - 1)]!; // the page is open, and this long
  }

  setWord(offset: number, value: number): void {
    const at = this.firstWord + (offset >> 2);
    this.pages[at >> WORD_BITS]![at & (PAGE_WORDS - 1)] = value; // as above
  }

  /**
   * Saves components to their sections, which are open.
   *
   * @param initial those of them whose sections get the zeros of their initial states.
   */
  save(cpu: Cpu, components: ComponentSet, layout: Layout, rexW: boolean, initial: ComponentSet): void {
    const composed = components & (~IN_ONE_PIECE | initial);
    const vectors = vectorParts(composed & ~initial, layout, START);
    if (vectors !== 0) saveVectorParts(cpu.block, this.image, layout, START);
    for (const { component, firstWord, words } of layout.sectionsOf(composed & ~vectors)) {
      if (initial & (1 << component.index)) this.image.words.fill(0, START + firstWord, START + firstWord + words);
      else componentState(component.index).save(cpu, this.image, START + firstWord, rexW);
    }
    for (const { offset, size } of layout.runsOf(composed)) {
      this.store(this.image, START + (offset >> 2), offset >> 2, size >> 2);
    }
    for (const { component, firstWord, words } of layout.sectionsOf(components & ~composed)) {
      this.store(cpu.block, componentState(component.index).registersAt ?? 0, firstWord, words);
    }
  }

  /** Gives components the contents of their sections, which are open. */
  restore(cpu: Cpu, components: ComponentSet, layout: Layout, rexW: boolean): void {
    const composed = components & ~IN_ONE_PIECE;
    this.load(layout.runsOf(composed));
    const vectors = vectorParts(composed, layout, START);
    if (vectors !== 0) restoreVectorParts(cpu.block, this.image, layout, START);
    for (const { component, firstWord } of layout.sectionsOf(composed & ~vectors)) {
      componentState(component.index).restore(cpu, this.image, START + firstWord, rexW);
    }
    for (const { component, firstWord, words } of layout.sectionsOf(components & IN_ONE_PIECE)) {
      this.fetch(firstWord, cpu.block, componentState(component.index).registersAt ?? 0, words);
    }
  }

  private get start(): LinearAddress {
    return this.base + (this.firstWord << 2);
  }

  /** Copies words to the pages, to word `to` of the area. */
  private store(source: WordBlock, from: number, to: number, count: number): void {
    for (let done = 0; done < count; ) {
      const at = this.firstWord + to + done;
      const index = at & (PAGE_WORDS - 1);
      const chunk = Math.min(count - done, PAGE_WORDS - index);
      copyToPage(source, from + done, this.pages[at >> WORD_BITS]!, index, chunk); // what is stored to is open, so its pages are there
      done += chunk;
    }
  }

  /** Copies words from the pages, from word `from` of the area on. */
  private fetch(from: number, target: WordBlock, to: number, count: number): void {
    for (let done = 0; done < count; ) {
      const at = this.firstWord + from + done;
      const index = at & (PAGE_WORDS - 1);
      const chunk = Math.min(count - done, PAGE_WORDS - index);
      copyFromPage(this.blocks[at >> WORD_BITS]!, index, target.words, to + done, chunk); // what is fetched is open, so its pages are there
      done += chunk;
    }
  }

  /** Copies the pages of the runs to the image: whole pages, since no view has to be made of a whole one. */
  private load(runs: readonly Run[]): void {
    let loaded = 0;
    for (const { offset, size } of runs) {
      const start = (this.firstWord << 2) + offset;
      for (let page = start >> PAGE_BITS; page << PAGE_BITS < start + size; page++) {
        if (loaded & (1 << page)) continue;
        loaded |= 1 << page;
        this.image.words.set(this.pages[page]!, START + page * PAGE_WORDS - this.firstWord); // the run is open, so its pages are there
      }
    }
  }
}
