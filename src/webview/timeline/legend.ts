/** Says what the marks mean: only those that are there. */
import type { MarkKind } from '../../adapter/views/timeline';
import { element } from '../page/element';
import { GLYPHS, weightOf } from './glyphs';
import type { LanePart } from './layout';

const SVG = 'http://www.w3.org/2000/svg';

export class Legend {
  readonly element = element('ul', { class: 'legend', 'aria-label': 'What the marks mean' });
  private shown = '';

  show(lanes: readonly LanePart[]): void {
    const kinds = new Set(lanes.flatMap(({ marks }) => marks.map(({ kind }) => kind)));
    const ordered = [...kinds].sort((a, b) => weightOf(b) - weightOf(a));
    if (ordered.join() === this.shown) return;
    this.shown = ordered.join();
    this.element.replaceChildren(
      ...ordered.map(item),
      bar('muted', 'the kernel runs'),
      bar('green', 'size of the buffer'),
    );
  }
}

/** What is no mark, but a strip below a lane. */
function bar(color: string, title: string): HTMLElement {
  return element('li', {}, element('span', { class: `bar ${color}` }), title);
}

function item(kind: MarkKind): HTMLElement {
  const { path, title, color, hollow } = GLYPHS[kind];
  const picture = document.createElementNS(SVG, 'svg');
  const shape = document.createElementNS(SVG, 'path');
  shape.setAttribute('d', path);
  shape.setAttribute('class', `mark ${color}${hollow ? ' hollow' : ''}`);
  picture.setAttribute('viewBox', '-7 -7 14 14');
  picture.setAttribute('aria-hidden', 'true');
  picture.append(shape);
  return element('li', {}, picture, title);
}
