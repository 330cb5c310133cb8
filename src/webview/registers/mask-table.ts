/** Masks of components as rows of bits, a column for each component that is enabled or in one of them. */
import type { ComponentView, RegisterView } from '../../adapter/views/registers';
import { element } from '../page/element';
import type { ValueContext } from '../page/messages';
import { lines } from '../page/words';

export function maskTable(
  cpu: number,
  masks: readonly RegisterView[],
  all: readonly ComponentView[],
): HTMLTableElement {
  const components = all.filter(
    ({ index, enabled }) => enabled || masks.some(({ value, was }) => hasBit(value, index) || hasBit(was, index)),
  );
  const head = components.map(({ id }) =>
    element(
      'th',
      { scope: 'col', class: 'bit-head', role: 'columnheader' },
      element('span', { class: 'bit-name' }, id),
    ),
  );
  const corner = element('td', { colspan: '2', class: 'muted corner', role: 'columnheader' }, `CPU ${cpu}`);
  return element(
    'table',
    { class: 'masks', role: 'grid', 'aria-readonly': 'true', 'aria-label': `Masks of components on CPU ${cpu}` },
    element('thead', {}, element('tr', { role: 'row' }, corner, ...head)),
    element('tbody', {}, ...masks.map((mask) => maskRow(mask, components))),
  );
}

function maskRow(register: RegisterView, components: readonly ComponentView[]): HTMLTableRowElement {
  const { name, value } = register;
  const label = name.toUpperCase();
  return element(
    'tr',
    { role: 'row', class: `mask-${name}` },
    element('th', { scope: 'row', role: 'rowheader' }, label),
    element('td', valueCell(register, label), value),
    ...components.map((component) => bitCell(register, label, component)),
  );
}

/** Attributes of the cell with a register's value. */
export function valueCell(register: RegisterView, label: string): Readonly<Record<string, string>> {
  const { name, title, documentation, value, was, set, manual } = register;
  const names = set.length === 0 ? '' : `: ${set.join(', ')}`;
  const before = was === null ? '' : `, was ${was}`;
  return {
    role: 'gridcell',
    class: was === null ? 'number' : 'number changed',
    'data-key': `register.${name}`,
    'data-copy': value,
    'data-detail': lines(`${label} = ${value}${before}${names}`, `${title}. ${documentation} (${manual})`),
    'aria-label': `${label} ${value}${names}${before}`,
    'data-vscode-context': JSON.stringify({ xtraceExpression: name } satisfies ValueContext),
  };
}

function bitCell(
  { name, title, value, was, possible }: RegisterView,
  label: string,
  { index, id, title: meaning }: ComponentView,
): HTMLTableCellElement {
  const set = hasBit(value, index);
  const changed = was !== null && hasBit(was, index) !== set;
  const state = set ? 'set' : hasBit(possible, index) ? 'clear' : 'impossible';
  const words = state === 'impossible' ? 'cannot be set' : `${state}${changed ? `, was ${set ? 'clear' : 'set'}` : ''}`;
  return element(
    'td',
    {
      role: 'gridcell',
      class: changed ? 'bit changed' : 'bit',
      'data-key': `bit.${name}.${index}`,
      'data-copy': set ? '1' : '0',
      'data-detail': lines(`${label}[${index}] ${id}: ${words}`, `${title}; ${meaning}.`),
      'aria-label': `${label} bit ${index}, ${id}: ${words}`,
    },
    element('span', { class: `box ${state}` }),
  );
}

function hasBit(mask: string | null, bit: number): boolean {
  return mask !== null && ((BigInt(mask) >> BigInt(bit)) & 1n) === 1n;
}
