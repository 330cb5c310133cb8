/**
 * An XSAVE area as 32-bit words in the pages of memory where it lies. An instruction opens what it will touch, which
 * makes all its page faults, and then moves words directly between the pages and the registers.
 */
import type { LinearAddress } from '../architecture/linear-address';
import type { Run } from '../architecture/xsave-format';
import { copyWords } from '../cpu/copy-words';
import type { Cpu } from '../cpu/cpu';
import type { Memory } from '../cpu/memory';
import { type Access, PAGE_SIZE } from '../cpu/page';
import type { Section } from '../processor/area-layout';
import { componentState } from './component-state';

const PAGE_WORDS = PAGE_SIZE / 4;
const PAGE_BITS = 12;
const WORD_BITS = PAGE_BITS - 2;

/** The largest section, where one that pages divide is put together. */
const SCRATCH_WORDS = 2048;

export class AreaWindow {
  /** Pages of the area, first to last; entry i is valid if bit i of `opened` is set. */
  private readonly pages: Int32Array[] = [];
  private opened = 0;
  /** Of the first page. */
  private base: LinearAddress = 0;
  /** Where the area begins in its first page. */
  private firstWord = 0;
  private readonly scratch = new Int32Array(SCRATCH_WORDS);

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
      this.pages[page] = memory.wordsToRead(access, this.base + Math.max(start, page << PAGE_BITS));
      this.opened |= 1 << page;
    }
    memory.note('read', access.space, this.base + start, size);
  }

  /** @throws Fault #PF where a byte of `run` cannot be written. */
  openForStore(memory: Memory, access: Access, { offset, size }: Run): void {
    const start = (this.firstWord << 2) + offset;
    for (let page = start >> PAGE_BITS; page << PAGE_BITS < start + size; page++) {
      if (this.opened & (1 << page)) continue;
      this.pages[page] = memory.wordsToWrite(access, this.base + Math.max(start, page << PAGE_BITS));
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
    return this.pages[at >> WORD_BITS]![at & (PAGE_WORDS - 1)]!; // the page is open, and this long
  }

  setWord(offset: number, value: number): void {
    const at = this.firstWord + (offset >> 2);
    this.pages[at >> WORD_BITS]![at & (PAGE_WORDS - 1)] = value; // as above
  }

  /** Saves a component to its section, or fills that with the zeros of its initial state. */
  saveSection(cpu: Cpu, { component, firstWord, words }: Section, rexW: boolean, asInitial: boolean): void {
    const state = componentState(component.index);
    const at = this.firstWord + firstWord;
    const index = at & (PAGE_WORDS - 1);
    const page = this.pages[at >> WORD_BITS]!; // a section is open when it is saved or restored
    if (asInitial) this.scratch.fill(0, 0, words);
    else if (index + words <= PAGE_WORDS) return state.save(cpu, page, index, rexW);
    else if (state.registersAt !== undefined) return this.store(cpu.registers, state.registersAt, at, words);
    else state.save(cpu, this.scratch, 0, rexW);
    for (const { offset, size } of state.spans) this.store(this.scratch, offset >> 2, at + (offset >> 2), size >> 2);
  }

  /** Gives a component the contents of its section. */
  restoreSection(cpu: Cpu, { component, firstWord, words }: Section, rexW: boolean): void {
    const state = componentState(component.index);
    const at = this.firstWord + firstWord;
    const index = at & (PAGE_WORDS - 1);
    if (index + words <= PAGE_WORDS) return state.restore(cpu, this.pages[at >> WORD_BITS]!, index, rexW); // the section is open, so its pages are there
    if (state.registersAt !== undefined) return this.load(at, cpu.registers, state.registersAt, words);
    for (const { offset, size } of state.spans) this.load(at + (offset >> 2), this.scratch, offset >> 2, size >> 2);
    state.restore(cpu, this.scratch, 0, rexW);
  }

  private get start(): LinearAddress {
    return this.base + (this.firstWord << 2);
  }

  private store(source: Int32Array, from: number, to: number, count: number): void {
    for (let done = 0; done < count; ) {
      const index = (to + done) & (PAGE_WORDS - 1);
      const chunk = Math.min(count - done, PAGE_WORDS - index);
      copyWords(source, from + done, this.pages[(to + done) >> WORD_BITS]!, index, chunk); // the section is open, so its pages are there
      done += chunk;
    }
  }

  private load(from: number, target: Int32Array, to: number, count: number): void {
    for (let done = 0; done < count; ) {
      const index = (from + done) & (PAGE_WORDS - 1);
      const chunk = Math.min(count - done, PAGE_WORDS - index);
      copyWords(this.pages[(from + done) >> WORD_BITS]!, index, target, to + done, chunk); // the section is open, so its pages are there
      done += chunk;
    }
  }
}
