/** Masks of components as rows of bits, a column for each component that is enabled or in one of them. */
import type { ComponentView, RegisterView } from '../../adapter/views/registers';
import { element } from '../page/element';
import { childOf, KeptChildren } from '../page/kept-children';
import type { ValueContext } from '../page/messages';
import { lines } from '../page/words';

/** What a column shows of its component. */
type Bit = Pick<ComponentView, 'index' | 'id' | 'title'>;

export class MaskTable {
  private readonly head = element('thead', {});
  private readonly body = element('tbody', {});
  private readonly heading = new KeptChildren(this.head);
  private readonly rows = new KeptChildren(this.body);
  readonly element = element('table', { class: 'masks', role: 'grid', 'aria-readonly': 'true' }, this.head, this.body);

  show(cpu: number, masks: readonly RegisterView[], all: readonly ComponentView[]): void {
    const bits: readonly Bit[] = all
      .filter(
        ({ index, enabled }) => enabled || masks.some(({ value, was }) => hasBit(value, index) || hasBit(was, index)),
      )
      .map(({ index, id, title }) => ({ index, id, title }));
    this.element.setAttribute('aria-label', `Masks of components on CPU ${cpu}`);
    this.heading.show([childOf({ cpu, names: bits.map(({ id }) => id) }, headingRow)]);
    this.rows.show(masks.map((mask) => childOf({ mask, bits }, maskRow)));
  }
}

interface Heading {
  readonly cpu: number;
  readonly names: readonly string[];
}

function headingRow({ cpu, names }: Heading): HTMLTableRowElement {
  const heads = names.map((name) =>
    element(
      'th',
      { scope: 'col', class: 'bit-head', role: 'columnheader' },
      element('span', { class: 'bit-name' }, name),
    ),
  );
  const corner = element('td', { colspan: '2', class: 'muted corner', role: 'columnheader' }, `CPU ${cpu}`);
  return element('tr', { role: 'row' }, corner, ...heads);
}

interface Shown {
  readonly mask: RegisterView;
  readonly bits: readonly Bit[];
}

function maskRow({ mask, bits }: Shown): HTMLTableRowElement {
  const { name, value } = mask;
  const label = name.toUpperCase();
  return element(
    'tr',
    { role: 'row', class: `mask-${name}` },
    element('th', { scope: 'row', role: 'rowheader' }, label),
    element('td', valueCell(mask, label), value),
    ...bits.map((bit) => bitCell(mask, label, bit)),
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
  { index, id, title: meaning }: Bit,
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
