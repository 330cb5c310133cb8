/** The Registers view: the masks that govern extended state, bit by bit, then a row for each component. */
import type { RegistersView } from '../../adapter/views/registers';
import { element } from '../page/element';
import { GridKeys } from '../page/grid-keys';
import type { SessionHeader } from '../page/messages';
import type { Page, PageHost } from '../page/page';
import { componentChanges, componentTable } from './component-table';
import { maskTable } from './mask-table';
import { registerChange, registerTable } from './register-table';

export class RegistersPage implements Page<RegistersView> {
  private readonly masks = element('div', { class: 'scroll' });
  private readonly enabled = element('div', { class: 'scroll' });
  private readonly off = new Fold();
  private readonly others = new Fold();
  private readonly keys: GridKeys;

  constructor(
    root: HTMLElement,
    private readonly host: PageHost,
  ) {
    const sections = [this.masks, this.enabled, this.off.element, this.others.element];
    root.append(...sections);
    this.keys = new GridKeys(root, (text) => host.copy(text));
  }

  show({ cpu, task, registers, components }: RegistersView, { running }: SessionHeader): void {
    const masks = registers.filter(({ possible }) => possible !== null);
    const others = registers.filter(({ possible }) => possible === null);
    const enabled = components.filter((component) => component.enabled);
    const off = components.filter((component) => !component.enabled);
    this.keys.keep(() => {
      this.masks.replaceChildren(maskTable(cpu, masks, components));
      this.enabled.replaceChildren(componentTable(`Components on CPU ${cpu}`, task, dynamicFirst(enabled)));
      this.off.show(
        'Not enabled',
        off.map(({ id }) => id),
        () => componentTable('Components that are not enabled', task, off),
      );
      this.others.show(
        'Other control registers',
        others.map(({ name }) => name.toUpperCase()),
        () => registerTable(others),
      );
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
  private readonly heading = element('b', {});
  private readonly names = element('span', { class: 'muted' });
  private readonly body = element('div', { class: 'scroll' });
  readonly element = element('details', {}, element('summary', {}, this.heading, ' ', this.names), this.body);

  show(heading: string, names: readonly string[], content: () => HTMLElement): void {
    this.element.hidden = names.length === 0;
    this.heading.textContent = heading;
    this.names.textContent = names.join(', ');
    this.body.replaceChildren(content());
  }
}
