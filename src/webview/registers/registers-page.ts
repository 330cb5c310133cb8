/** The Registers view: the masks that govern extended state, bit by bit, then a row for each component. */
import type { RegistersView } from '../../adapter/views/registers';
import { element } from '../page/element';
import { GridKeys } from '../page/grid-keys';
import type { SessionHeader } from '../page/messages';
import type { Page, PageHost } from '../page/page';
import { ComponentTable, componentChanges } from './component-table';
import { MaskTable } from './mask-table';
import { RegisterTable, registerChange } from './register-table';

export class RegistersPage implements Page<RegistersView> {
  private readonly masks = new MaskTable();
  private readonly enabled = new ComponentTable();
  private readonly off = new ComponentTable();
  private readonly others = new RegisterTable();
  private readonly offFold = new Fold('Not enabled', this.off.element);
  private readonly othersFold = new Fold('Other control registers', this.others.element);
  private readonly keys: GridKeys;

  constructor(
    root: HTMLElement,
    private readonly host: PageHost,
  ) {
    root.append(
      element('div', { class: 'scroll' }, this.masks.element),
      element('div', { class: 'scroll' }, this.enabled.element),
      this.offFold.element,
      this.othersFold.element,
    );
    this.keys = new GridKeys(root, (text) => host.copy(text));
  }

  show({ cpu, task, registers, components }: RegistersView, { running }: SessionHeader): void {
    const masks = registers.filter(({ possible }) => possible !== null);
    const others = registers.filter(({ possible }) => possible === null);
    const enabled = components.filter((component) => component.enabled);
    const off = components.filter((component) => !component.enabled);
    this.keys.keep(() => {
      this.masks.show(cpu, masks, components);
      this.enabled.show(`Components on CPU ${cpu}`, task, dynamicFirst(enabled));
      this.off.show('Components that are not enabled', task, off);
      this.others.show(others);
      this.offFold.show(off.map(({ id }) => id));
      this.othersFold.show(others.map(({ name }) => name.toUpperCase()));
    });
    if (!running)
      this.host.announce([...registers.flatMap(registerChange), ...components.flatMap(componentChanges)].join('. '));
  }
}

/** Puts the components that XFD can cover first: users look for these components, and should not have to scroll. */
function dynamicFirst<T extends { readonly armed: boolean | null }>(components: readonly T[]): readonly T[] {
  return [...components].sort((a, b) => Number(a.armed === null) - Number(b.armed === null));
}

/** A section that can be folded, with the names of its rows beside the heading. It stays open or closed from stop to stop. */
class Fold {
  private readonly names = element('span', { class: 'muted' });
  readonly element: HTMLDetailsElement;

  constructor(heading: string, content: HTMLElement) {
    const summary = element('summary', {}, element('b', {}, heading), ' ', this.names);
    this.element = element('details', {}, summary, element('div', { class: 'scroll' }, content));
  }

  show(names: readonly string[]): void {
    this.element.hidden = names.length === 0;
    this.names.textContent = names.join(', ');
  }
}
