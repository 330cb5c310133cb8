/** Control registers that are no masks of components: name, value, and the parts that are not zero. */
import type { RegisterView } from '../../adapter/views/registers';
import { element } from '../page/element';
import { valueCell } from './mask-table';

export function registerTable(registers: readonly RegisterView[]): HTMLTableElement {
  const rows = registers.map((register) => {
    const label = register.name.toUpperCase();
    return element(
      'tr',
      { role: 'row' },
      element('th', { scope: 'row', role: 'rowheader' }, label),
      element('td', valueCell(register, label), register.value),
      element('td', { class: 'muted names', role: 'gridcell' }, register.set.join(' ')),
    );
  });
  return element(
    'table',
    { role: 'grid', 'aria-readonly': 'true', 'aria-label': 'Other control registers' },
    element('tbody', {}, ...rows),
  );
}

/** What a screen reader is told behind a step. */
export function registerChange({ name, value, was }: RegisterView): readonly string[] {
  return was === null ? [] : [`${name.toUpperCase()} ${value}, was ${was}`];
}
