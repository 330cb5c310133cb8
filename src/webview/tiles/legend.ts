/** What the colours of the tiles stand for. */
import { element } from '../page/element';

interface LegendOf {
  readonly cpu: number;
  readonly heatMap: boolean;
  readonly floats: boolean;
  readonly marked: string;
}

export class Legend {
  private readonly scale = element(
    'span',
    { title: 'The strongest tint is the largest magnitude of each tile.' },
    'negative ',
    element('span', { class: 'ramp', 'aria-hidden': 'true' }),
    ' positive',
  );
  private readonly nan = element('span', {}, element('span', { class: 'swatch nan', 'aria-hidden': 'true' }), ' NaN');
  private readonly marked = element('span');
  private readonly mark = element(
    'span',
    {},
    element('span', { class: 'swatch mark', 'aria-hidden': 'true' }),
    this.marked,
  );
  private readonly owner = element('span', {
    title: 'The tiles are the registers of this CPU, whichever task is chosen in the call stack.',
  });
  readonly element = element('p', { class: 'legend' }, this.owner, this.scale, this.nan, this.mark);

  /** `marked` says what a triangle means. */
  show({ cpu, heatMap, floats, marked }: LegendOf): void {
    this.owner.textContent = `CPU ${cpu}`;
    this.scale.hidden = !heatMap;
    this.nan.hidden = !heatMap || !floats;
    this.marked.textContent = ` ${marked}`;
  }
}
