/** Where to look: an expression, a list of places, and a window back and forth. */
import type { MemoryView } from '../../adapter/views/memory';
import { element } from '../page/element';
import { childOf, KeptChildren } from '../page/kept-children';

interface LookActions {
  readonly go: (where: string) => void;
  readonly scroll: (windows: number) => void;
}

export class LookBar {
  private readonly input = element('input', {
    type: 'text',
    spellcheck: 'false',
    'aria-label': 'Address or expression to follow',
    placeholder: 'rsp, A.fpstate, 0x1000000, tmm0',
  });
  private readonly places = element('select', { 'aria-label': 'Places to look at' });
  private readonly options = new KeptChildren(this.places);
  readonly element: HTMLElement;

  constructor({ go, scroll }: LookActions) {
    const back = element('button', { type: 'button', title: 'The bytes before (Page Up)' }, '▲');
    const forth = element('button', { type: 'button', title: 'The bytes behind (Page Down)' }, '▼');
    back.setAttribute('aria-label', 'The bytes before');
    forth.setAttribute('aria-label', 'The bytes behind');
    back.addEventListener('click', () => scroll(-1));
    forth.addEventListener('click', () => scroll(1));
    this.input.addEventListener('keydown', ({ key }) => {
      if (key === 'Enter' && this.input.value.trim() !== '') go(this.input.value.trim());
    });
    this.places.addEventListener('change', () => {
      if (this.places.value !== '') go(this.places.value);
    });
    this.element = element('div', { class: 'toolbar' }, this.input, this.places, back, forth);
  }

  show(where: string, places: MemoryView['places']): void {
    if (document.activeElement !== this.input) this.input.value = where;
    if (places.length === 0) return;
    this.options.show([{ label: 'Places', where: '' }, ...places].map((place) => childOf(place, optionOf)));
    this.places.value = places.some((place) => place.where === where) ? where : '';
  }
}

function optionOf({ label, where }: MemoryView['places'][number]): HTMLOptionElement {
  return element('option', { value: where }, label);
}
