/** One task: its name and state, its buffer to scale, and a line for each fact. */
import type { TaskView } from '../../adapter/views/tasks';
import { element } from '../page/element';
import { childOf, KeptChildren } from '../page/kept-children';
import { capacityText, type Fact, factsOf, isResized, sizeText, stateText } from './task-facts';

export class TaskCard {
  private readonly name = element('b', {});
  private readonly state = element('span', { class: 'state muted' });
  private readonly size = element('span', { class: 'buffer-size' });
  private readonly body = element('div', {});
  private readonly parts = new KeptChildren(this.body);
  readonly element: HTMLDetailsElement;

  constructor(open: boolean) {
    const who = element('span', {}, this.name, ' ', this.state);
    const summary = element('summary', {}, element('span', { class: 'heading' }, who, ' ', this.size));
    this.element = element('details', { class: 'task', ...(open ? { open: '' } : {}) }, summary, this.body);
  }

  show(task: TaskView): void {
    const { name, state, current, changed } = task;
    this.element.className = `task ${state}${current ? ' current' : ''}`;
    this.name.textContent = name;
    this.state.textContent = stateText(task);
    this.state.classList.toggle('changed', changed.includes('state') || changed.includes('cpu'));
    this.size.textContent = sizeText(task);
    this.size.classList.toggle('changed', changed.includes('size'));
    const { size, previousSize, maxSize } = task;
    this.parts.show([childOf({ size, previousSize, maxSize }, capacityBar), childOf(task, factTable)]);
  }
}

type Sizes = Pick<TaskView, 'size' | 'previousSize' | 'maxSize'>;

/** A bar to scale: the size of the buffer, out of the largest size, with a mark at the size before the buffer grew. */
function capacityBar(sizes: Sizes): HTMLElement {
  const { size, previousSize, maxSize } = sizes;
  const part = (bytes: number): string => `${maxSize === 0 ? 0 : Math.min(100, (100 * bytes) / maxSize)}%`;
  const full = element('span', { class: 'full' });
  full.style.width = part(size);
  const bar = element('div', { class: 'bar' }, full);
  if (isResized(size, previousSize)) {
    const old = element('span', { class: 'old' });
    old.style.left = part(previousSize);
    bar.append(old);
  }
  const words = element('p', { class: 'capacity muted' }, capacityText(sizes));
  return element('div', {}, bar, words);
}

function factTable(task: TaskView): HTMLTableElement {
  return element(
    'table',
    { role: 'grid', 'aria-readonly': 'true', 'aria-label': `Task ${task.name}` },
    element('tbody', {}, ...factsOf(task).map((fact) => factRow(task, fact))),
  );
}

function factRow({ name, changed }: TaskView, { label, text, detail, of, tone }: Fact): HTMLTableRowElement {
  const isChanged = of.some((member) => changed.includes(member));
  return element(
    'tr',
    { role: 'row' },
    element('th', { scope: 'row', role: 'rowheader' }, label),
    element(
      'td',
      {
        role: 'gridcell',
        class: `${tone ?? ''}${isChanged ? ' changed' : ''}`,
        'data-key': `${name}.${label}`,
        'data-detail': `${detail}${isChanged ? ' Changed by the last step.' : ''}`,
        'data-copy': text,
        'aria-label': `${label}: ${text}${isChanged ? ', changed' : ''}`,
      },
      text,
    ),
  );
}
