/** Control registers that are no masks of components: name, value, and the parts that are not zero. */
import type { RegisterView } from '../../adapter/views/registers';
import { element } from '../page/element';
import { childOf, KeptChildren } from '../page/kept-children';
import { valueCell } from './mask-table';

export class RegisterTable {
  private readonly body = element('tbody', {});
  private readonly rows = new KeptChildren(this.body);
  readonly element = element(
    'table',
    { role: 'grid', 'aria-readonly': 'true', 'aria-label': 'Other control registers' },
    this.body,
  );

  show(registers: readonly RegisterView[]): void {
    this.rows.show(registers.map((register) => childOf(register, row)));
  }
}

function row(register: RegisterView): HTMLTableRowElement {
  const label = register.name.toUpperCase();
  return element(
    'tr',
    { role: 'row' },
    element('th', { scope: 'row', role: 'rowheader' }, label),
    element('td', valueCell(register, label), register.value),
    element('td', { class: 'muted names', role: 'gridcell' }, register.set.join(' ')),
  );
}

/** What a screen reader is told behind a step. */
export function registerChange({ name, value, was }: RegisterView): readonly string[] {
  return was === null ? [] : [`${name.toUpperCase()} ${value}, was ${was}`];
}
