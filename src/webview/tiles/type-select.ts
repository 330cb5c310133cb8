/** The drop-down list of element types: one for all tiles, one in each tile's heading. */
import { element } from '../page/element';
import { ELEMENT_TYPES, type ElementTypeId, isElementTypeId } from './element-type';

const AUTO = 'auto';
const MIXED = 'mixed';

export class TypeSelect {
  readonly element: HTMLSelectElement;
  private readonly auto = element('option', { value: AUTO }, AUTO);
  private readonly mixed = element('option', { value: MIXED, disabled: '', hidden: '' }, MIXED);

  constructor(label: string, choose: (type: ElementTypeId | null) => void) {
    const types = ELEMENT_TYPES.map(({ id, title }) => element('option', { value: id }, title));
    this.element = element('select', { 'aria-label': label, title: label }, this.auto, ...types, this.mixed);
    this.element.addEventListener('change', () => {
      const { value } = this.element;
      choose(isElementTypeId(value) ? value : null);
    });
  }

  /** `automatic` is the type that "auto" stands for; undefined where tiles differ in that. */
  show(type: ElementTypeId | null | 'mixed', automatic?: ElementTypeId): void {
    this.auto.textContent = automatic === undefined ? AUTO : `${automatic} (${AUTO})`;
    this.element.value = type ?? AUTO;
  }
}
