/** The line below a tile's heading: where the tile came from and where it was stored. A click travels there. */
import type { TileEventView, TileOriginView } from '../../adapter/views/tile-origin-view';
import { element } from '../page/element';

export class OriginLine {
  readonly element = element('p', { class: 'origin' });
  private shown: TileOriginView | undefined;

  constructor(private readonly travel: (moment: number) => void) {}

  show(origin: TileOriginView): void {
    this.element.hidden = !origin.from && !origin.to;
    const focused = this.focused;
    if (JSON.stringify(origin) === JSON.stringify(this.shown)) return;
    this.shown = origin;
    this.element.replaceChildren(...this.part('←', 'from', origin.from), ...this.part('→', 'to', origin.to));
    // Who has travelled by a button has it still.
    if (focused) this.element.querySelector<HTMLElement>(`button.${focused}`)?.focus();
  }

  private get focused(): string | undefined {
    const active = document.activeElement;
    return active && this.element.contains(active) ? active.className : undefined;
  }

  private part(arrow: string, direction: 'from' | 'to', event: TileEventView | undefined): readonly Node[] {
    if (!event) return [];
    const { text, place, words, detail, moment } = event;
    const button = element(
      'button',
      { type: 'button', class: direction, 'aria-label': words, 'data-detail': `${words}\n${detail}` },
      element('span', { class: 'arrow', 'aria-hidden': 'true' }, `${arrow} `),
      element('span', { class: 'what' }, text.slice(0, -place.length)),
      element('span', { class: 'place' }, place),
    );
    button.addEventListener('click', () => this.travel(moment));
    return [button];
  }
}
