/** The Tasks view: a card for each task. */
import type { TaskView } from '../../adapter/views/tasks';
import { element } from '../page/element';
import { GridKeys } from '../page/grid-keys';
import type { SessionHeader } from '../page/messages';
import type { Page, PageHost } from '../page/page';
import { TaskCard } from './task-card';
import { changeText } from './task-facts';

const BARE = 'This trace runs on the bare machine (kernel none): there are no tasks.';
/** So many tasks show their details without being asked. */
const FEW = 2;

export class TasksPage implements Page<readonly TaskView[]> {
  private readonly bare = element('p', { class: 'empty' }, BARE);
  private readonly list = element('div', {});
  private readonly cards = new Map<string, TaskCard>();
  private readonly keys: GridKeys;

  constructor(
    root: HTMLElement,
    private readonly host: PageHost,
  ) {
    root.append(this.bare, this.list);
    this.keys = new GridKeys(this.list, (text) => host.copy(text));
  }

  show(tasks: readonly TaskView[], { running }: SessionHeader): void {
    this.bare.hidden = tasks.length > 0;
    this.keys.keep(() => {
      const names = new Set(tasks.map(({ name }) => name));
      for (const [name, card] of this.cards) {
        if (names.has(name)) continue;
        card.element.remove();
        this.cards.delete(name);
      }
      for (const task of tasks) this.cardOf(task, tasks.length <= FEW).show(task);
    });
    if (!running) this.host.announce(tasks.map(changeText).filter(Boolean).join('. '));
  }

  private cardOf({ name }: TaskView, open: boolean): TaskCard {
    const known = this.cards.get(name);
    if (known) return known;
    const card = new TaskCard(open);
    this.cards.set(name, card);
    this.list.append(card.element);
    return card;
  }
}
