/** The whole Tiles view: toolbar, a panel for each configured tile, one line about the element at hand. */
import type { TileView } from '../../adapter/views/views';
import { element } from './element';
import type { ElementTypeId } from './element-type';
import type { FromView, TilesContent, ToView } from './messages';
import { chooseType, parseOptions, TILE_COUNT, toggle, type ViewOptions } from './options';
import { type Palette, readPalette } from './palette';
import { type PanelContent, TilePanel } from './tile-panel';
import { Toolbar } from './toolbar';

export interface PageHost {
  readonly post: (message: FromView) => void;
  readonly load: () => unknown;
  readonly store: (options: ViewOptions) => void;
}

const NO_TRACE = 'Tiles show here while a trace is debugged.';
const NOT_CONFIGURED =
  'No tile is configured: TILECFG is all zeros. LDTILECFG gives the tiles their shapes; TILERELEASE takes them away.';
const ARMED = 'XFD is armed for tile data: the next instruction that touches a tile raises #NM.';

export class TilesPage {
  private options: ViewOptions;
  private defaults: readonly ElementTypeId[] = new Array<ElementTypeId>(TILE_COUNT).fill('int32');
  private content: TilesContent | undefined;
  private palette: Palette = readPalette();
  private readonly shown = new Map<number, PanelContent>();
  private readonly toolbar: Toolbar;
  private readonly panels: readonly TilePanel[];
  private readonly note = element('p', { class: 'note' }, ARMED);
  private readonly detail = element('output', { class: 'detail', 'aria-hidden': 'true' });
  private readonly announcement = element('div', { class: 'visually-hidden', 'aria-live': 'polite' });
  private readonly empty = element('p', { class: 'empty' }, NO_TRACE);
  private readonly notConfigured = element('p', { class: 'empty' }, NOT_CONFIGURED);

  constructor(
    root: HTMLElement,
    private readonly host: PageHost,
  ) {
    this.options = parseOptions(host.load());
    this.toolbar = new Toolbar({
      chooseType: (type) => this.setOptions(chooseType(this.options, type)),
      toggle: (option) => this.setOptions(toggle(this.options, option)),
    });
    this.panels = Array.from({ length: TILE_COUNT }, (_, index) => this.makePanel(index));
    root.replaceChildren(
      this.empty,
      this.toolbar.element,
      this.note,
      this.notConfigured,
      ...this.panels.map((panel) => panel.element),
      this.detail,
      this.announcement,
    );
    this.render();
  }

  receive(message: ToView): void {
    if (message.kind === 'default-types') this.defaults = message.types;
    else if (message.kind === 'choose-type') this.options = chooseType(this.options, message.type);
    else if (message.kind === 'toggle') this.options = toggle(this.options, message.option);
    else this.content = message.kind === 'tiles' ? message.content : undefined;
    this.setOptions(this.options);
    this.announce();
  }

  themeChanged(): void {
    this.palette = readPalette();
    for (const panel of this.panels) panel.redraw();
  }

  private setOptions(options: ViewOptions): void {
    this.options = options;
    this.host.store(options);
    this.render();
  }

  private render(): void {
    const { content } = this;
    const configured = content?.tiles.configured === true;
    this.empty.hidden = content !== undefined;
    this.notConfigured.hidden = content === undefined || configured;
    this.toolbar.element.hidden = !configured;
    this.note.hidden = content?.armed !== true;
    this.toolbar.show(this.options);
    for (const [index, panel] of this.panels.entries()) {
      const tile = configured ? content.tiles.tiles[index] : undefined;
      panel.element.hidden = !tile || tile.rows === 0;
      if (tile && tile.rows > 0) this.showTile(index, panel, tile);
      else this.shown.delete(index);
    }
  }

  private showTile(index: number, panel: TilePanel, tile: TileView): void {
    const automatic = this.defaults[index] ?? 'int32';
    const chosen = this.options.types[index] ?? null;
    const before = this.content?.previous?.tiles[index];
    const next = { tile, before, type: chosen ?? automatic, chosen, automatic, options: this.options };
    const last = this.shown.get(index);
    if (last && sameContent(last, next)) return;
    this.shown.set(index, next);
    panel.show(next);
  }

  private announce(): void {
    if (!this.content || this.content.running) return;
    const changes = this.panels.filter((panel) => !panel.element.hidden && panel.summary !== '');
    this.announcement.textContent = changes.map((panel) => panel.summary).join('. ');
  }

  private makePanel(index: number): TilePanel {
    return new TilePanel(index, {
      palette: () => this.palette,
      describe: (text) => {
        this.detail.textContent = text;
      },
      chooseType: (tile, type) => this.setOptions(chooseType(this.options, type, tile)),
      copy: (text) => this.host.post({ kind: 'copy', text }),
    });
  }
}

function sameContent(a: PanelContent, b: PanelContent): boolean {
  return (
    a.options === b.options &&
    a.type === b.type &&
    a.automatic === b.automatic &&
    sameTile(a.tile, b.tile) &&
    sameTile(a.before, b.before)
  );
}

function sameTile(a: TileView | undefined, b: TileView | undefined): boolean {
  return a?.rows === b?.rows && a?.colsb === b?.colsb && a?.bytes === b?.bytes;
}
