/** The Buffer map: each XSAVE area of a task to scale, with what is in it. */
import type { BuffersView } from '../../adapter/views/buffers';
import { element } from '../page/element';
import { GridKeys } from '../page/grid-keys';
import { childOf, KeptChildren } from '../page/kept-children';
import type { SessionHeader } from '../page/messages';
import type { Page, PageHost } from '../page/page';
import { areaPanel } from './area-panel';
import type { BuffersActs } from './messages';
import { changesText } from './section-words';

const NO_TASK = 'There is no XSAVE buffer: no task has one. On the bare machine (kernel none) nobody keeps any.';
const CURRENT = '';

export class BuffersPage implements Page<BuffersView> {
  private readonly select = element('select', { 'aria-label': 'Task whose buffers are shown' });
  private readonly toolbar = element('div', { class: 'toolbar' }, this.select);
  private readonly none = element('p', { class: 'empty' }, NO_TASK);
  private readonly areas = element('div', {});
  private readonly panels = new KeptChildren(this.areas);
  private readonly options = new KeptChildren(this.select);
  private readonly legend = legend();
  private readonly keys: GridKeys;
  /** What was chosen; null follows the current task. */
  private chosen: string | null = null;

  constructor(
    root: HTMLElement,
    private readonly host: PageHost<BuffersActs>,
  ) {
    root.append(this.toolbar, this.none, this.areas, this.legend);
    this.keys = new GridKeys(this.areas, (text) => host.copy(text));
    this.select.addEventListener('change', () => this.choose(this.select.value === CURRENT ? null : this.select.value));
    this.areas.addEventListener('click', ({ target }) => this.open(target));
  }

  show({ tasks, task, areas }: BuffersView, { running }: SessionHeader): void {
    this.none.hidden = task !== null;
    this.toolbar.hidden = tasks.length < 2;
    this.legend.hidden = task === null;
    if (this.chosen !== null && !tasks.includes(this.chosen)) this.choose(null);
    this.options.show([
      childOf(CURRENT, () => element('option', { value: CURRENT }, 'Current task')),
      ...tasks.map((task) => childOf(task, (name) => element('option', { value: name }, `Task ${name}`))),
    ]);
    this.select.value = this.chosen ?? CURRENT;
    // All to one scale: a buffer beside the frames, and before it grew.
    const scale = Math.max(...areas.flatMap(({ size, before }) => [size, before?.size ?? 0]));
    this.keys.keep(() => this.panels.show(areas.map((area) => childOf({ area, scale }, areaPanel))));
    if (!running) this.host.announce(areas.map(changesText).filter(Boolean).join('. '));
  }

  private choose(task: string | null): void {
    this.chosen = task;
    this.host.act('choose', { task });
  }

  private open(target: EventTarget | null): void {
    const section = target instanceof Element ? target.closest<HTMLElement>('[data-reference]') : null;
    const { reference, offset, size } = section?.dataset ?? {};
    if (reference) this.host.act('openMemory', { reference, offset: Number(offset), size: Number(size) });
  }
}

function legend(): HTMLElement {
  const entry = (kind: string, word: string): HTMLElement =>
    element('span', {}, element('span', { class: `swatch ${kind}` }), ` ${word}`);
  return element(
    'p',
    { class: 'legend muted' },
    entry('fixed', 'legacy and header'),
    entry('saved', 'saved'),
    entry('init', 'INIT'),
    entry('gap', 'gap'),
    entry('changed', 'changed'),
  );
}
