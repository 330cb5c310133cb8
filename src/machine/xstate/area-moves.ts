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
interface PartsMove {
  readonly state: ComponentState;
  readonly section: Section;
  /** Where the section begins. */
  readonly place: PagePlace;
}

/** Numbers that describe a piece. */
export const PIECE_NUMBERS = 4;

export interface AreaMoves {
  readonly components: ComponentSet;
  readonly layout: Layout;
  readonly start: number;
  /** How many pages of the area the sections reach, from its first page on. */
  readonly pages: number;
  /** Registers that lie as in their sections, in pieces of pages: first word of the registers, page, first word in it, words. */
  readonly pieces: readonly number[];
  readonly vectors: VectorPlaces | undefined;
  /** Sections of many pieces, each in one page. */
  readonly parts: readonly PartsMove[];
  /** Such sections that lie in two pages. */
  readonly split: readonly PartsMove[];
  /** What is done behind a restore. */
  readonly settle: readonly ((cpu: Cpu) => void)[];
}

/** @param start the word of its first page at which the area begins. */
export function areaMoves(components: ComponentSet, layout: Layout, start: number): AreaMoves {
  const sections = layout.sectionsOf(components);
  const vectors = vectorMove(sections, components, start);
  const others = sections.filter(({ component }) => !vectors || (VECTOR_PARTS & (1 << component.index)) === 0);
  const parts = others
    .map((section) => ({
      state: componentState(section.component.index),
      section,
      place: placeOf(start + section.firstWord),
    }))
    .filter(({ state }) => state.registersAt === undefined);
  return {
    components,
    layout,
    start,
    pages: Math.max(0, ...sections.map((section) => lastPage(section, start) + 1)),
    pieces: joined(others).flatMap((range) => piecesOf(range, start)),
    vectors,
    parts: parts.filter(({ section }) => isInOnePage(section, start)),
    split: parts.filter(({ section }) => !isInOnePage(section, start)),
    settle: others.flatMap(({ component }) => componentState(component.index).settle ?? []),
  };
}

/** Words that lie one after the other both among the registers and in the area. */
interface Range {
  readonly registersAt: number;
  readonly firstWord: number;
  readonly words: number;
}

/** Sections that lie as the registers do, as few ranges as possible: those of the tiles and of their configuration are one. */
function joined(sections: readonly Section[]): readonly Range[] {
  const ranges: Range[] = [];
  for (const { component, firstWord, words } of sections) {
    const { registersAt } = componentState(component.index);
    if (registersAt === undefined) continue;
    const last = ranges.at(-1);
    if (last && last.registersAt + last.words === registersAt && last.firstWord + last.words === firstWord)
      ranges[ranges.length - 1] = { ...last, words: last.words + words };
    else ranges.push({ registersAt, firstWord, words });
  }
  return ranges;
}

function piecesOf({ registersAt, firstWord, words }: Range, start: number): number[] {
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

function isInOnePage(section: Section, start: number): boolean {
  return placeOf(start + section.firstWord).page === lastPage(section, start);
}

function lastPage({ firstWord, words }: Section, start: number): number {
  return placeOf(start + firstWord + words - 1).page;
}

function placeOf(word: number): PagePlace {
  return { page: word >> WORD_BITS, word: word & (PAGE_WORDS - 1) };
}
