/** The words for an area and its sections. */
import type { SectionView } from '../../adapter/views/areas';
import type { ComparedArea } from '../../adapter/views/buffers';
import { lines, listed, plural } from '../page/words';

export const STATE_WORDS: Readonly<Record<SectionView['state'], string>> = {
  saved: 'saved',
  init: 'INIT',
  fixed: 'fixed',
  gap: 'gap',
};

const CHANGE_WORDS: Readonly<Record<NonNullable<SectionView['change']>, string>> = {
  bytes: 'changed',
  grown: 'has come with the larger buffer',
  new: 'new',
};

export function hexText(value: number): string {
  return `0x${value.toString(16)}`;
}

/** `XTILEDATA at 0xa00, 8192 bytes, INIT, changed`. */
export function sectionLabel({ id, offset, size, state, change }: SectionView): string {
  const name = id === 'gap' ? 'Gap' : id;
  const word = state === 'gap' || state === 'fixed' ? '' : `, ${STATE_WORDS[state]}`;
  return `${name} at ${hexText(offset)}, ${plural(size, 'byte')}${word}${change ? `, ${CHANGE_WORDS[change]}` : ''}`;
}

export function sectionDetail(section: SectionView): string {
  const title = section.title === section.id ? '' : section.title;
  return lines(sectionLabel(section), section.id === 'gap' ? '' : title, ...section.decoded);
}

/** `10752 bytes at 0xffffc90000000040, compacted`. */
export function areaText({ size, address, format }: ComparedArea): string {
  return `${plural(size, 'byte')} at ${address}, ${format}`;
}

/** What a screen reader is told behind a step; empty when nothing changed. */
export function changesText(area: ComparedArea): string {
  const { title, size, before, sections, fault } = area;
  const changed = sections.filter(({ change }) => change === 'bytes').map(({ id }) => id);
  const grown = before && before.size !== size ? `${plural(size, 'byte')}, was ${before.size}` : '';
  const words = [grown, fault ?? '', changed.length > 0 ? `${listed(changed)} changed` : ''].filter(Boolean);
  return words.length === 0 ? '' : `${title}: ${words.join(', ')}`;
}
