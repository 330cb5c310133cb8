/**
 * The moves of an area between the registers of one processor and the pages in which the area lies, with all views at hand:
 * looking them up takes longer than most of the copies.
 */
import type { ComponentSet } from '../architecture/component';
import type { Cpu } from '../cpu/cpu';
import { copyView, type WordBlock } from '../cpu/word-block';
import type { Layout } from '../processor/area-layout';
import { type AreaMoves, areaMoves, PAGE_WORDS, PIECE_NUMBERS } from './area-moves';
import { VectorSections } from './vector-parts';

type Direction = 'save' | 'restore';

class BoundMoves {
  private registers: WordBlock | undefined;
  private readonly pages: WordBlock[] = [];
  private vectors: VectorSections | undefined;
  /** Of each piece: what is copied, to where, and to which word of that. */
  private readonly sources: Int32Array[] = [];
  private readonly targets: Int32Array[] = [];
  private readonly places: number[] = [];

  constructor(
    readonly moves: AreaMoves,
    private readonly direction: Direction,
  ) {}

  /** Binds these moves to registers and pages, unless they are bound to the same. The pages that the moves reach are open. */
  bind(registers: WordBlock, pages: readonly WordBlock[]): void {
    if (this.isBoundTo(registers, pages)) return;
    const { moves, direction } = this;
    this.registers = registers;
    for (let page = 0; page < moves.pages; page++) this.pages[page] = pages[page]!; // the area has as many
    this.vectors = moves.vectors && new VectorSections(registers.quads, pages, moves.vectors);
    const { pieces } = moves;
    for (let at = 0, piece = 0; at < pieces.length; at += PIECE_NUMBERS, piece++) {
      const [first, page, word, words] = [pieces[at]!, pages[pieces[at + 1]!]!, pieces[at + 2]!, pieces[at + 3]!]; // a piece is four numbers, and its page open
      this.sources[piece] = direction === 'save' ? registers.view(first, words) : page.view(word, words);
      this.targets[piece] = direction === 'save' ? page.words : registers.words;
      this.places[piece] = direction === 'save' ? word : first;
    }
  }

  private isBoundTo(registers: WordBlock, blocks: readonly WordBlock[]): boolean {
    if (this.registers !== registers) return false;
    const { pages } = this;
    for (let page = 0; page < pages.length; page++) if (pages[page] !== blocks[page]) return false;
    return true;
  }

  /** Saves what does not lie in two pages. */
  save(cpu: Cpu, rexW: boolean): void {
    this.vectors?.save();
    this.copy();
    const { parts } = this.moves;
    for (let index = 0; index < parts.length; index++) {
      const { state, place } = parts[index]!; // within bounds
      state.save(cpu, this.pages[place.page]!, place.word, rexW); // the moves reach this page
    }
  }

  /** The inverse of `save`. */
  restore(cpu: Cpu, rexW: boolean): void {
    this.vectors?.restore();
    this.copy();
    const { parts } = this.moves;
    for (let index = 0; index < parts.length; index++) {
      const { state, place } = parts[index]!; // within bounds
      state.restore(cpu, this.pages[place.page]!, place.word, rexW); // the moves reach this page
    }
  }

  private copy(): void {
    const { sources, targets, places } = this;
    for (let piece = 0; piece < sources.length; piece++) {
      copyView(sources[piece]!, targets[piece]!, places[piece]!); // all three are of the same length
    }
  }
}

/** Areas of which the moves are kept: a power of two. An area is known by its first page. */
const KEPT_LOG = 4;
const KEPT = 2 ** KEPT_LOG;

/** The moves that one instruction has made lately. A cache: it keeps the pages of a few areas from being freed. */
export class MovesTable {
  private readonly kept: (BoundMoves | undefined)[] = new Array(KEPT).fill(undefined);
  private readonly moves = new WeakMap<Layout, Map<number, AreaMoves>>();

  constructor(private readonly direction: Direction) {}

  /**
   * @param pageNumber of the first page of the area.
   * @param start the word in this page at which the area begins.
   * @param blocks the pages of the area; those in which the sections of the components lie are open.
   */
  find(
    registers: WordBlock,
    components: ComponentSet,
    layout: Layout,
    pageNumber: number,
    start: number,
    blocks: readonly WordBlock[],
  ): BoundMoves {
    const slot = (pageNumber ^ (pageNumber >> KEPT_LOG)) & (KEPT - 1);
    let bound = this.kept[slot];
    const moves = bound?.moves;
    if (moves?.components !== components || moves.layout !== layout || moves.start !== start || !bound) {
      bound = new BoundMoves(this.movesOf(components, layout, start), this.direction);
      this.kept[slot] = bound;
    }
    bound.bind(registers, blocks);
    return bound;
  }

  private movesOf(components: ComponentSet, layout: Layout, start: number): AreaMoves {
    const known = this.moves.get(layout) ?? new Map<number, AreaMoves>();
    const key = components * PAGE_WORDS + start;
    const moves = known.get(key) ?? areaMoves(components, layout, start);
    known.set(key, moves);
    this.moves.set(layout, known);
    return moves;
  }
}
