/**
 * How sections of an XSAVE area are moved between the registers and the pages that they lie in. Worked out once for a set of
 * components, a layout, and the place of its page at which an area begins.
 */
import { type ComponentSet, XFEATURE } from '../architecture/component';
import type { Cpu } from '../cpu/cpu';
import { PAGE_SIZE } from '../cpu/page';
import { MOST_WORDS } from '../cpu/word-block';
import type { Layout, Section } from '../processor/area-layout';
import { type ComponentState, componentState } from './component-state';
import { type PagePlace, VECTOR_PARTS, type VectorPlaces } from './vector-parts';

export const PAGE_WORDS = PAGE_SIZE / 4;
export const WORD_BITS = 10;

/** A section whose registers do not lie in one piece. */
interface PartsMove extends PagePlace {
  readonly state: ComponentState;
  /** In the area. */
  readonly firstWord: number;
  readonly words: number;
  readonly isInOnePage: boolean;
}

/** Numbers that describe a piece. */
export const PIECE_NUMBERS = 4;

export interface AreaMoves {
  readonly components: ComponentSet;
  readonly layout: Layout;
  readonly start: number;
  /** Registers that lie as in their sections, in pieces of pages: first word of the registers, page, first word in it, words. */
  readonly pieces: readonly number[];
  readonly vectors: VectorPlaces | undefined;
  readonly parts: readonly PartsMove[];
  /** What is done behind a restore. */
  readonly settle: readonly ((cpu: Cpu) => void)[];
}

/** @param start the word of its first page at which the area begins. */
export function areaMoves(components: ComponentSet, layout: Layout, start: number): AreaMoves {
  const sections = layout.sectionsOf(components);
  const vectors = vectorMove(sections, components, start);
  const others = sections.filter(({ component }) => !vectors || (VECTOR_PARTS & (1 << component.index)) === 0);
  return {
    components,
    layout,
    start,
    pieces: others.flatMap((section) => piecesOf(section, start)),
    vectors,
    parts: others.flatMap((section) => {
      const state = componentState(section.component.index);
      return state.registersAt === undefined ? [partsMove(state, section, start)] : [];
    }),
    settle: others.flatMap(({ component }) => componentState(component.index).settle ?? []),
  };
}

function partsMove(state: ComponentState, section: Section, start: number): PartsMove {
  const { firstWord, words } = section;
  return { state, firstWord, words, isInOnePage: isInOnePage(section, start), ...placeOf(start + firstWord) };
}

function piecesOf({ component, firstWord, words }: Section, start: number): number[] {
  const { registersAt } = componentState(component.index);
  if (registersAt === undefined) return [];
  const pieces: number[] = [];
  for (let done = 0; done < words; ) {
    const { page, word } = placeOf(start + firstWord + done);
    const count = Math.min(words - done, PAGE_WORDS - word, MOST_WORDS);
    pieces.push(registersAt + done, page, word, count);
    done += count;
  }
  return pieces;
}

function vectorMove(sections: readonly Section[], components: ComponentSet, start: number): VectorPlaces | undefined {
  if ((components & VECTOR_PARTS) !== VECTOR_PARTS) return undefined;
  const place = (index: number) => {
    const section = sections.find(({ component }) => component.index === index);
    return section && (start + section.firstWord) % 2 === 0 && isInOnePage(section, start)
      ? placeOf(start + section.firstWord)
      : undefined;
  };
  const [xmm, ymm, zmm] = [place(XFEATURE.SSE), place(XFEATURE.AVX), place(XFEATURE.ZMM_HI256)];
  return xmm && ymm && zmm && [xmm, ymm, zmm];
}

function isInOnePage({ firstWord, words }: Section, start: number): boolean {
  return placeOf(start + firstWord).page === placeOf(start + firstWord + words - 1).page;
}

function placeOf(word: number): PagePlace {
  return { page: word >> WORD_BITS, word: word & (PAGE_WORDS - 1) };
}
