/**
 * An XSAVE area in the pages of memory where it lies. An instruction opens what it will touch, which makes all its page
 * faults. Sections are moved straight between the registers and the pages; a section of many pieces that lies in two pages
 * goes by way of an image.
 */
import type { ComponentSet } from '../architecture/component';
import type { LinearAddress } from '../architecture/linear-address';
import { HEADER_OFFSET, type Run } from '../architecture/xsave-format';
import type { Cpu } from '../cpu/cpu';
import type { Memory } from '../cpu/memory';
import { type Access, PAGE_SIZE } from '../cpu/page';
import { copyOut, WordBlock } from '../cpu/word-block';
import type { Layout } from '../processor/area-layout';
import type { AreaHeader } from './area-header';
import { PAGE_WORDS, WORD_BITS } from './area-moves';
import { MovesTable } from './bound-moves';
import { COMPONENT_STATES, componentState } from './component-state';

const PAGE_BITS = WORD_BITS + 2;

/** Words of the longest section. */
const IMAGE_WORDS = Math.max(...COMPONENT_STATES.map(({ size }) => size / 4));

export class AreaWindow {
  /** Pages of the area, first to last; entry i is valid if bit i of `opened` is set. */
  private readonly blocks: WordBlock[] = [];
  private opened = 0;
  /** Whether all pages of the area are open, and nobody is to be told of an access to them: nothing is left to be opened or reached. */
  isOpen = false;
  /** Of the first page. */
  private base: LinearAddress = 0;
  /** Where the area begins in its first page. */
  private firstWord = 0;
  /** One section in one piece. */
  private readonly image = new WordBlock(new ArrayBuffer(4 * IMAGE_WORDS), 0, IMAGE_WORDS);
  private readonly saves = new MovesTable('save');
  private readonly restores = new MovesTable('restore');

  /** Turns to the area at `address`, a multiple of 4; nothing of it is open. */
  begin(address: LinearAddress): void {
    const offset = address & (PAGE_SIZE - 1);
    this.opened = 0;
    this.isOpen = false;
    this.base = address - offset;
    this.firstWord = offset >> 2;
  }

  /** Opens an area of `size` bytes if all its pages are known to be readable. */
  openKnownForLoad(memory: Memory, access: Access, size: number): void {
    this.isOpen = memory.pagesToRead(access, this.base, (this.firstWord << 2) + size, this.blocks);
  }

  /** Opens an area of `size` bytes if all its pages are known to be writable. */
  openKnownForStore(memory: Memory, access: Access, size: number): void {
    this.isOpen = memory.pagesToWrite(access, this.base, (this.firstWord << 2) + size, this.blocks);
  }

  /** @throws Fault #PF where a byte of `run` cannot be read. */
  openForLoad(memory: Memory, access: Access, { offset, size }: Run): void {
    const start = (this.firstWord << 2) + offset;
    for (let page = start >> PAGE_BITS; page << PAGE_BITS < start + size; page++) {
      if (this.opened & (1 << page)) continue;
      this.blocks[page] = memory.wordsToRead(access, this.base + Math.max(start, page << PAGE_BITS));
      this.opened |= 1 << page;
    }
    memory.note('read', access.space, this.base + start, size);
  }

  /** @throws Fault #PF where a byte of `run` cannot be written. */
  openForStore(memory: Memory, access: Access, { offset, size }: Run): void {
    const start = (this.firstWord << 2) + offset;
    for (let page = start >> PAGE_BITS; page << PAGE_BITS < start + size; page++) {
      if (this.opened & (1 << page)) continue;
      this.blocks[page] = memory.wordsToWrite(access, this.base + Math.max(start, page << PAGE_BITS));
      this.opened |= 1 << page;
    }
    memory.note('write', access.space, this.base + start, size);
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
    return this.blocks[at >> WORD_BITS]!.words[at & (PAGE_WORDS - 1)]!; // the page is open, and this long
  }

  /** Reads the header, whose page is open: an area begins at a multiple of 64 bytes, so the header lies in one. */
  readHeader(header: AreaHeader): void {
    const at = this.firstWord + HEADER_OFFSET / 4;
    header.read(this.blocks[at >> WORD_BITS]!.words, at & (PAGE_WORDS - 1)); // the page is open
  }

  /** Writes two words side by side, in one page: at byte `offset`, a multiple of 8. */
  setWords(offset: number, first: number, second: number): void {
    const at = this.firstWord + (offset >> 2);
    const { words } = this.blocks[at >> WORD_BITS]!; // the page is open
    words[at & (PAGE_WORDS - 1)] = first;
    words[(at & (PAGE_WORDS - 1)) + 1] = second;
  }

  /**
   * Saves components to their sections, which are open.
   *
   * @param initial those of them whose sections get the zeros of their initial states.
   */
  save(cpu: Cpu, components: ComponentSet, layout: Layout, rexW: boolean, initial: ComponentSet): void {
    const { blocks, image, firstWord } = this;
    const bound = this.saves.find(cpu.block, components & ~initial, layout, this.base / PAGE_SIZE, firstWord, blocks);
    bound.save(cpu, rexW);
    for (const { state, section } of bound.moves.split) {
      state.save(cpu, image, 0, rexW);
      for (const { offset, size } of state.spans) this.store(offset >> 2, section.firstWord + (offset >> 2), size >> 2);
    }
    if ((components & initial) === 0) return;
    for (const { component, firstWord } of layout.sectionsOf(components & initial)) {
      this.clear(componentState(component.index).spans, firstWord);
    }
  }

  /** Gives components the contents of their sections, which are open. */
  restore(cpu: Cpu, components: ComponentSet, layout: Layout, rexW: boolean): void {
    const { blocks, image, firstWord } = this;
    const bound = this.restores.find(cpu.block, components, layout, this.base / PAGE_SIZE, firstWord, blocks);
    bound.restore(cpu, rexW);
    const { split, settle } = bound.moves;
    for (const { state, section } of split) {
      this.fetch(section.firstWord, section.words);
      state.restore(cpu, image, 0, rexW);
    }
    for (let index = 0; index < settle.length; index++) settle[index]!(cpu); // within bounds
  }

  /** Fills parts of a section with zeros. */
  private clear(spans: readonly Run[], firstWord: number): void {
    for (const { offset, size } of spans) {
      for (let done = 0; done < size >> 2; ) {
        const at = this.firstWord + firstWord + (offset >> 2) + done;
        const index = at & (PAGE_WORDS - 1);
        const chunk = Math.min((size >> 2) - done, PAGE_WORDS - index);
        this.blocks[at >> WORD_BITS]!.words.fill(0, index, index + chunk); // the section is open, so its pages are there
        done += chunk;
      }
    }
  }

  private get start(): LinearAddress {
    return this.base + (this.firstWord << 2);
  }

  /** Copies words of the image to the pages, to word `to` of the area. */
  private store(from: number, to: number, count: number): void {
    for (let done = 0; done < count; ) {
      const at = this.firstWord + to + done;
      const index = at & (PAGE_WORDS - 1);
      const chunk = Math.min(count - done, PAGE_WORDS - index);
      copyOut(this.image, from + done, this.blocks[at >> WORD_BITS]!.words, index, chunk); // what is stored to is open, so its pages are there
      done += chunk;
    }
  }

  /** Copies words from the pages, from word `from` of the area on, to the beginning of the image. */
  private fetch(from: number, count: number): void {
    for (let done = 0; done < count; ) {
      const at = this.firstWord + from + done;
      const index = at & (PAGE_WORDS - 1);
      const chunk = Math.min(count - done, PAGE_WORDS - index);
      copyOut(this.blocks[at >> WORD_BITS]!, index, this.image.words, done, chunk); // what is fetched is open, so its pages are there
      done += chunk;
    }
  }
}
