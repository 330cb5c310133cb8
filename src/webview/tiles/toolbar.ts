/** What applies to all tiles: element type, heat map, numbers. */
import { element } from '../page/element';
import type { ElementTypeId } from './element-type';
import type { ViewOptions } from './options';
import { TypeSelect } from './type-select';

export interface ToolbarActions {
  readonly chooseType: (type: ElementTypeId | null) => void;
  readonly toggle: (option: 'heatMap' | 'numbers') => void;
}

export class Toolbar {
  readonly element: HTMLElement;
  private readonly select: TypeSelect;
  private readonly heatMap: HTMLButtonElement;
  private readonly numbers: HTMLButtonElement;

  constructor(actions: ToolbarActions) {
    this.select = new TypeSelect('Element type of all tiles', actions.chooseType);
    this.heatMap = element('button', { type: 'button', title: 'Tint each element by its magnitude' }, 'Heat map');
    this.numbers = element('button', { type: 'button', title: 'Show each element as a number' }, 'Numbers');
    this.heatMap.addEventListener('click', () => actions.toggle('heatMap'));
    this.numbers.addEventListener('click', () => actions.toggle('numbers'));
    this.element = element(
      'div',
      { class: 'toolbar', role: 'toolbar', 'aria-label': 'Tiles' },
      this.select.element,
      this.heatMap,
      this.numbers,
    );
  }

  show(options: ViewOptions): void {
    this.heatMap.setAttribute('aria-pressed', String(options.heatMap));
    this.numbers.setAttribute('aria-pressed', String(options.numbers));
    const [first = null] = options.types;
    this.select.show(options.types.every((type) => type === first) ? first : 'mixed');
  }
}
