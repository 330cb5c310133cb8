/** One XSAVE area: a bar to scale, before and now where it has grown, and a row for each section. */
import type { AreaView, SectionView } from '../../adapter/views/areas';
import type { ComparedArea } from '../../adapter/views/buffers';
import { element } from '../page/element';
import { listed, plural } from '../page/words';
import { areaText, hexText, STATE_WORDS, sectionDetail, sectionLabel } from './section-words';

export interface ScaledArea {
  readonly area: ComparedArea;
  /** Bytes that the whole width stands for. */
  readonly scale: number;
}

export function areaPanel({ area, scale }: ScaledArea): HTMLElement {
  const { title, before, absent, fault } = area;
  const missing = absent.map(({ id, size }) => `${id} (${plural(size, 'byte')})`);
  return element(
    'section',
    { class: 'area' },
    element('h2', {}, title),
    element('p', { class: 'muted caption' }, areaText(area)),
    ...(fault === null ? [] : [element('p', { class: 'note' }, fault)]),
    ...(before ? [captioned(`before: ${plural(before.size, 'byte')}`, bar(before, scale, 'before'))] : []),
    before ? captioned(`now: ${plural(area.size, 'byte')}`, bar(area, scale, 'now')) : bar(area, scale, 'now'),
    ...(missing.length > 0 ? [element('p', { class: 'muted caption' }, `No room for ${listed(missing)}.`)] : []),
    sectionTable(area),
  );
}

function captioned(caption: string, content: HTMLElement): HTMLElement {
  return element('div', {}, element('p', { class: 'muted caption' }, caption), content);
}

function bar(area: AreaView, scale: number, when: 'before' | 'now'): HTMLElement {
  const blocks = area.sections.map((section) => {
    const block = element('span', {
      ...cell(area, section, `${when}.bar`, when === 'now'),
      class: `block ${section.state}${section.change ? ' marked' : ''}`,
    });
    block.style.left = `${(100 * section.offset) / scale}%`;
    block.style.width = `${(100 * section.size) / scale}%`;
    return block;
  });
  const label = `${area.title}, ${when === 'now' ? 'to scale' : 'before, to scale'}`;
  const row = element('div', { role: 'row' }, ...blocks);
  return element('div', { class: 'map', role: 'grid', 'aria-readonly': 'true', 'aria-label': label }, row);
}

/** The attributes of a cell that stands for a section. The bytes of an area that is gone cannot be opened. */
function cell(area: AreaView, section: SectionView, part: string, opens: boolean): Readonly<Record<string, string>> {
  return {
    role: 'gridcell',
    'data-key': `${area.key}.${part}.${section.offset}`,
    'data-detail': `${sectionDetail(section)}${opens ? '\nEnter or click: its bytes in the Memory view.' : ''}`,
    'data-copy': hexText(section.offset),
    'aria-label': sectionLabel(section),
    ...(opens
      ? { 'data-reference': area.reference, 'data-offset': String(section.offset), 'data-size': String(section.size) }
      : {}),
  };
}

function sectionTable(area: AreaView): HTMLTableElement {
  const heads = ['Section', 'Offset', 'Bytes', 'State'].map((head) =>
    element('th', { scope: 'col', role: 'columnheader' }, head),
  );
  const rows = area.sections.filter(({ state }) => state !== 'gap').map((section) => sectionRow(area, section));
  return element(
    'table',
    { role: 'grid', 'aria-readonly': 'true', 'aria-label': `Sections of ${area.title}` },
    element('thead', {}, element('tr', { role: 'row' }, ...heads)),
    element('tbody', {}, ...rows),
  );
}

function sectionRow(area: AreaView, section: SectionView): HTMLTableRowElement {
  const { id, offset, size, state, change } = section;
  return element(
    'tr',
    { role: 'row' },
    element(
      'th',
      { scope: 'row', role: 'rowheader', class: change ? 'changed' : '' },
      element(
        'span',
        { ...cell(area, section, 'row', true), role: 'button', class: 'name' },
        element('span', { class: `swatch ${state}` }),
        ` ${id}`,
      ),
    ),
    element('td', { role: 'gridcell', class: 'number' }, hexText(offset)),
    element('td', { role: 'gridcell', class: 'number' }, String(size)),
    element('td', { role: 'gridcell' }, state === 'fixed' ? '' : STATE_WORDS[state]),
  );
}
