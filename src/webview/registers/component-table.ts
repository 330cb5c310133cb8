/** Components as rows: enabled, permitted, armed, in use, in the buffer, size. */
import type { ComponentFact, ComponentView } from '../../adapter/views/registers';
import { element } from '../page/element';
import { childOf, KeptChildren } from '../page/kept-children';
import { lines } from '../page/words';

/** What a cell says: a mark to see, a word to hear, a sentence for who asks. */
interface Answer {
  readonly mark: 'yes' | 'no' | 'armed' | 'saved' | 'init' | 'absent' | 'none';
  readonly word: string;
  readonly sentence: string;
}

interface Column {
  readonly fact: ComponentFact;
  readonly title: string;
  /** Where there is little room. */
  readonly short: string;
  readonly answer: (component: ComponentView, task: string) => Answer;
}

const NO_TASK: Answer = { mark: 'none', word: 'no task', sentence: 'No task is on the CPU.' };

const COLUMNS: readonly Column[] = [
  {
    fact: 'enabled',
    title: 'Enabled',
    short: 'On',
    answer: ({ enabled }) =>
      enabled
        ? { mark: 'yes', word: 'enabled', sentence: 'Enabled in XCR0 or IA32_XSS.' }
        : { mark: 'no', word: 'not enabled', sentence: 'Neither in XCR0 nor in IA32_XSS.' },
  },
  {
    fact: 'permitted',
    title: 'Permitted',
    short: 'Perm',
    answer: ({ permitted }, task) => {
      if (permitted === null) return NO_TASK;
      return permitted
        ? { mark: 'yes', word: 'permitted', sentence: `The process of ${task} may use it.` }
        : { mark: 'no', word: 'not permitted', sentence: `The process of ${task} may not use it: it has not asked.` };
    },
  },
  {
    fact: 'armed',
    title: 'Armed',
    short: 'Arm',
    answer: ({ armed }) => {
      if (armed === null) return { mark: 'none', word: 'XFD cannot cover it', sentence: 'IA32_XFD cannot cover it.' };
      return armed
        ? { mark: 'armed', word: 'armed', sentence: 'In IA32_XFD: the next use raises #NM.' }
        : { mark: 'no', word: 'not armed', sentence: 'Not in IA32_XFD: its use raises no #NM.' };
    },
  },
  {
    fact: 'inUse',
    title: 'In use',
    short: 'Use',
    answer: ({ inUse }) =>
      inUse
        ? { mark: 'yes', word: 'in use', sentence: 'In XINUSE: its registers are not in their initial state.' }
        : { mark: 'no', word: 'INIT', sentence: 'Not in XINUSE: its registers are in their initial state.' },
  },
  {
    fact: 'buffer',
    title: 'In buffer',
    short: 'Buf',
    answer: ({ buffer, offset }, task) => {
      const at = offset === null ? '' : ` at offset ${offset}`;
      switch (buffer) {
        case null:
          return NO_TASK;
        case 'absent':
          return { mark: 'absent', word: 'not in the buffer', sentence: `The buffer of ${task} has no room for it.` };
        case 'init':
          return {
            mark: 'init',
            word: 'in the buffer, INIT',
            sentence: `The buffer of ${task} has room for it${at}; XSTATE_BV says that nothing is saved there.`,
          };
        case 'saved':
          return {
            mark: 'saved',
            word: 'saved in the buffer',
            sentence: `Saved in the buffer of ${task}${at} (XSTATE_BV).`,
          };
      }
    },
  },
];

export class ComponentTable {
  private readonly body = element('tbody', {});
  private readonly rows = new KeptChildren(this.body);
  readonly element = element(
    'table',
    { class: 'components', role: 'grid', 'aria-readonly': 'true' },
    element('thead', {}, heading()),
    this.body,
  );

  show(label: string, task: string | null, components: readonly ComponentView[]): void {
    this.element.setAttribute('aria-label', label);
    this.rows.show(components.map((component) => childOf({ component, task: task ?? '' }, row)));
  }
}

function heading(): HTMLTableRowElement {
  const heads = [...COLUMNS, { title: 'Size', short: 'Size' }].map(({ title, short }) =>
    element(
      'th',
      { scope: 'col', role: 'columnheader', title, 'aria-label': title },
      element('span', { class: 'long' }, title),
      element('span', { class: 'short' }, short),
    ),
  );
  const first = element('th', { scope: 'col', role: 'columnheader' }, 'Component');
  return element('tr', { role: 'row' }, first, ...heads);
}

interface Shown {
  readonly component: ComponentView;
  /** Empty without one. */
  readonly task: string;
}

function row({ component, task }: Shown): HTMLTableRowElement {
  const { index, id, title, documentation, size, enabled } = component;
  const about = lines(`${id}, bit ${index}: ${title}.`, documentation);
  const key = `component.${index}`;
  return element(
    'tr',
    { role: 'row', class: enabled ? '' : 'off' },
    element('th', { scope: 'row', role: 'rowheader', 'data-key': key, 'data-detail': about, 'data-copy': id }, id),
    ...COLUMNS.map((column) => factCell(component, column, task)),
    element(
      'td',
      {
        role: 'gridcell',
        class: 'number size',
        'data-key': `${key}.size`,
        'data-detail': `${id} takes ${size} bytes of an XSAVE area.`,
        'data-copy': String(size),
        'aria-label': `${id}: ${size} bytes`,
      },
      String(size),
    ),
  );
}

function factCell(component: ComponentView, { fact, answer }: Column, task: string): HTMLTableCellElement {
  const { index, id, changed } = component;
  const { mark, word, sentence } = answer(component, task);
  const isChanged = changed.includes(fact);
  const note = isChanged ? ' Changed by the last step.' : '';
  return element(
    'td',
    {
      role: 'gridcell',
      class: isChanged ? 'fact changed' : 'fact',
      'data-key': `component.${index}.${fact}`,
      'data-detail': `${id}: ${sentence}${note}`,
      'data-copy': word,
      'aria-label': `${id}: ${word}${isChanged ? ', changed' : ''}`,
    },
    element('span', { class: `dot ${mark}` }),
  );
}

/** What a screen reader is told behind a step. */
export function componentChanges(component: ComponentView): readonly string[] {
  const { id, changed } = component;
  const words = COLUMNS.filter(({ fact }) => changed.includes(fact)).map(({ answer }) => answer(component, '').word);
  return words.length === 0 ? [] : [`${id} ${words.join(', ')}`];
}
