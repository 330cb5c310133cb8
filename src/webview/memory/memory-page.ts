/** The Memory view: where to look, the bytes there, and typing over them. */
import { element } from '../page/element';
import { GridKeys } from '../page/grid-keys';
import type { SessionHeader } from '../page/messages';
import type { Page, PageHost } from '../page/page';
import { plural } from '../page/words';
import { ByteEditor } from './byte-editor';
import { HexTable } from './hex-table';
import { byteDetail, byteText, countChanges, type HexByte, hexBytes } from './hex-window';
import { LookBar } from './look-bar';
import type { MemoryActs, MemoryContent, MemoryMessage } from './messages';

/** Bytes of a window: as many as a glance takes in. */
const WINDOW = 512;
/** The expression to follow until the user gives another. */
const FIRST = 'rsp';
/** Pixels that sixteen bytes in a row take. */
const WIDE = 480;

export class MemoryPage implements Page<MemoryContent, MemoryMessage> {
  private readonly bar: LookBar;
  private readonly refusal = element('p', { class: 'note', role: 'alert', hidden: '' });
  private readonly hex = new HexTable();
  private readonly table = element('div', { class: 'table' }, this.hex.element);
  private readonly keys: GridKeys;
  private readonly editor = new ByteEditor();
  private content: MemoryContent | undefined;
  private bytes: readonly HexByte[] = [];
  private where = FIRST;
  private offset = 0;
  private running = false;

  constructor(
    root: HTMLElement,
    private readonly host: PageHost<MemoryActs>,
  ) {
    const stored = host.load();
    if (typeof stored === 'string' && stored !== '') this.where = stored;
    this.bar = new LookBar({ go: (where) => this.go(where, 0), scroll: (windows) => this.scroll(windows) });
    root.append(this.bar.element, this.refusal, this.table);
    this.keys = new GridKeys(
      this.table,
      (text) => host.copy(text),
      (rows) => this.scroll(rows),
    );
    for (const event of ['focusin', 'pointerover'])
      this.table.addEventListener(event, ({ target }) => this.detail(target));
    this.table.addEventListener('keydown', (event) => this.onKey(event), { capture: true });
    new ResizeObserver(() => this.render()).observe(root);
    this.look();
  }

  show(content: MemoryContent, { running }: SessionHeader): void {
    this.content = content;
    this.running = running;
    this.bar.show(this.where, content.kind === 'window' ? content.window.places : []);
    this.refusal.hidden = content.kind === 'window';
    this.refusal.textContent = content.kind === 'refused' ? content.why : '';
    this.bytes = content.kind === 'window' ? hexBytes(content.window) : [];
    this.render();
    const changes = countChanges(this.bytes);
    if (!running) this.host.announce(changes === 0 ? '' : `${plural(changes, 'byte')} in sight changed`);
  }

  hear({ where, offset }: MemoryMessage): void {
    this.go(where, offset);
  }

  private go(where: string, offset: number): void {
    this.where = where;
    this.offset = offset;
    this.host.store(where);
    this.look();
  }

  private scroll(windows: number): void {
    this.offset += windows * WINDOW;
    this.look();
  }

  private look(): void {
    this.editor.cancel();
    this.host.act('look', { where: this.where, offset: this.offset, count: WINDOW });
  }

  private render(): void {
    const { content, bytes } = this;
    this.keys.keep(() => {
      this.table.hidden = content?.kind !== 'window';
      if (content?.kind !== 'window') return;
      const { start, target } = content.window;
      const perRow = document.body.clientWidth >= WIDE ? 16 : 8;
      this.hex.show({ start, bytes, target, perRow });
    });
  }

  /** Makes the detail of a cell when the pointer or the focus comes to the cell: most cells are never asked about. */
  private detail(target: EventTarget | null): void {
    const cell = target instanceof Element ? target.closest<HTMLElement>('[data-offset]') : null;
    if (!cell || this.content?.kind !== 'window') return;
    cell.dataset.detail = byteDetail(this.content.window.start, this.bytes, Number(cell.dataset.offset));
  }

  /** Before the grid's own keys. */
  private onKey(event: KeyboardEvent): void {
    const cell = event.target instanceof HTMLElement ? event.target.closest<HTMLElement>('[data-offset]') : null;
    if (!cell || event.ctrlKey || event.metaKey || event.altKey) return;
    const offset = Number(cell.dataset.offset);
    const byte = this.bytes[offset];
    if (!byte) return;
    if (event.key === 'Escape' || event.key.length > 1) {
      if (this.editor.cancel()) cell.textContent = byteText(byte);
      return;
    }
    const typed = byte.value === null || this.running ? undefined : this.editor.type(offset, event.key);
    if (!typed) return;
    event.preventDefault();
    event.stopPropagation();
    this.hex.typedInto(cell);
    if (typed === 'waits') cell.textContent = this.editor.shown(offset) ?? '';
    else this.write(typed.offset, typed.digits, cell);
  }

  private write(offset: number, bytes: string, cell: HTMLElement): void {
    if (this.content?.kind !== 'window') return;
    const { reference, origin } = this.content.window;
    cell.textContent = bytes;
    this.host.act('write', { reference, offset: origin + offset, bytes });
    this.table.querySelector<HTMLElement>(`[data-offset="${offset + 1}"]`)?.focus();
  }
}
