/** What applies to all tiles: element type, heat map, numbers, base, and what they are compared with. */
import { element } from '../page/element';
import { type CompareChoice, CompareSelect } from './compare-select';
import type { ElementTypeId } from './element-type';
import { TILE_COUNT, type ViewOption, type ViewOptions } from './options';
import { TypeSelect } from './type-select';

export interface ToolbarActions {
  readonly chooseType: (type: ElementTypeId | null) => void;
  readonly toggle: (option: ViewOption) => void;
  readonly compare: (choice: CompareChoice) => void;
}

interface SwitchWords {
  readonly text: string;
  readonly title: string;
}

const SWITCHES: Readonly<Record<ViewOption, SwitchWords>> = {
  heatMap: { text: 'Heat map', title: 'Tint each element by its magnitude' },
  numbers: { text: 'Numbers', title: 'Show numbers in every tile; without it, where there is room for them' },
  hex: { text: 'Hex', title: 'Show the bits of each element in hexadecimal' },
};

export class Toolbar {
  readonly element: HTMLElement;
  private readonly select: TypeSelect;
  private readonly comparison: CompareSelect;
  private readonly switches: readonly (readonly [ViewOption, HTMLButtonElement])[];

  constructor(actions: ToolbarActions) {
    this.select = new TypeSelect('Element type of all tiles', actions.chooseType);
    this.comparison = new CompareSelect(TILE_COUNT, actions.compare);
    const switches = Object.entries(SWITCHES) as [ViewOption, SwitchWords][]; // keys of that record
    this.switches = switches.map(([option, { text, title }]) => {
      const button = element('button', { type: 'button', title }, text);
      button.addEventListener('click', () => actions.toggle(option));
      return [option, button];
    });
    this.element = element(
      'div',
      { class: 'toolbar', role: 'toolbar', 'aria-label': 'Tiles' },
      this.select.element,
      ...this.switches.map(([, button]) => button),
      this.comparison.element,
    );
  }

  /** `configured` are the tiles that have a shape. */
  show(options: ViewOptions, configured: readonly boolean[]): void {
    for (const [option, button] of this.switches) button.setAttribute('aria-pressed', String(options[option]));
    const [first = null] = options.types;
    this.select.show(options.types.every((type) => type === first) ? first : 'mixed');
    this.comparison.show(options.comparison, configured);
  }
}
