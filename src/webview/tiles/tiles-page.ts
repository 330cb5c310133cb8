/** The whole Tiles view: toolbar, and a panel for each configured tile. */
import type { TileView } from '../../adapter/views/tiles';
import { element } from '../page/element';
import type { SessionHeader } from '../page/messages';
import type { Page, PageHost } from '../page/page';
import { type Palette, readPalette } from '../page/palette';
import { baselineOf, type Comparison, keepTiles, type TileImage } from './baseline';
import type { CompareChoice } from './compare-select';
import { elementType } from './element-type';
import { markText } from './labels';
import { Legend } from './legend';
import type { TilesActs, TilesContent, TilesMessage } from './messages';
import { chooseType, parseOptions, TILE_COUNT, toggle, type ViewOptions } from './options';
import { type PanelContent, TilePanel } from './tile-panel';
import { Toolbar } from './toolbar';

const NOT_CONFIGURED =
  'No tile is configured: TILECFG is all zeros. LDTILECFG gives the tiles their shapes; TILERELEASE takes them away.';
const ARMED = 'XFD is armed for tile data: the next instruction that touches a tile raises #NM.';

export class TilesPage implements Page<TilesContent, TilesMessage> {
  private options: ViewOptions;
  private content: TilesContent | undefined;
  private time = '';
  private palette: Palette = readPalette();
  private readonly shown = new Map<number, PanelContent>();
  private readonly toolbar: Toolbar;
  private readonly panels: readonly TilePanel[];
  private readonly legend = new Legend();
  private readonly note = element('p', { class: 'note' }, ARMED);
  private readonly notConfigured = element('p', { class: 'empty' }, NOT_CONFIGURED);

  constructor(
    root: HTMLElement,
    private readonly host: PageHost<TilesActs>,
  ) {
    this.options = parseOptions(host.load());
    this.toolbar = new Toolbar({
      chooseType: (type) => this.setOptions(chooseType(this.options, type)),
      toggle: (option) => this.setOptions(toggle(this.options, option)),
      compare: (choice) => this.compare(choice),
    });
    this.panels = Array.from({ length: TILE_COUNT }, (_, index) => this.makePanel(index));
    root.append(
      this.toolbar.element,
      this.legend.element,
      this.note,
      this.notConfigured,
      ...this.panels.map((panel) => panel.element),
    );
  }

  show(content: TilesContent, { running, time }: SessionHeader): void {
    this.content = content;
    this.time = time;
    this.render();
    if (!running) this.announce();
  }

  hear(message: TilesMessage): void {
    this.setOptions(
      message.kind === 'choose-type' ? chooseType(this.options, message.type) : toggle(this.options, message.option),
    );
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
    if (!content) return;
    const { configured, tiles } = content.tiles;
    this.notConfigured.hidden = configured;
    this.toolbar.element.hidden = !configured;
    this.note.hidden = !content.armed;
    this.toolbar.show(
      this.options,
      tiles.map(({ rows }) => rows > 0),
    );
    for (const [index, panel] of this.panels.entries()) {
      const tile = configured ? tiles[index] : undefined;
      panel.element.hidden = !tile || tile.rows === 0;
      panel.showOrigin(content.origins[index]);
      if (tile && tile.rows > 0) this.showTile(index, panel, tile, content);
      else this.shown.delete(index);
    }
    this.showLegend();
  }

  private showTile(index: number, panel: TilePanel, tile: TileView, { tiles, types, previous }: TilesContent): void {
    const automatic = types[index] ?? 'int32';
    const chosen = this.options.types[index] ?? null;
    const baseline = baselineOf(this.options.comparison, index, tiles, previous);
    const next = { tile, baseline, type: chosen ?? automatic, chosen, automatic, options: this.options };
    const last = this.shown.get(index);
    if (last && sameContent(last, next)) return;
    this.shown.set(index, next);
    panel.show(next);
  }

  private showLegend(): void {
    const shown = [...this.shown.values()];
    this.legend.element.hidden = shown.length === 0;
    this.legend.show({
      cpu: this.content?.cpu ?? 0,
      heatMap: this.options.heatMap,
      floats: shown.some(({ type }) => elementType(type).lane.includes('f')),
      marked: shown[0] ? markText(shown[0].baseline) : '',
    });
  }

  private compare(choice: CompareChoice): void {
    const comparison = this.comparisonOf(choice);
    if (comparison) this.setOptions({ ...this.options, comparison });
  }

  private comparisonOf(choice: CompareChoice): Comparison | undefined {
    if (typeof choice === 'number') return { kind: 'tile', index: choice };
    if (choice === 'before') return { kind: 'before' };
    if (choice === 'kept' || !this.content) return undefined;
    return { kind: 'kept', kept: keepTiles(this.content.tiles, this.time) };
  }

  private announce(): void {
    const changes = this.panels.filter((panel) => !panel.element.hidden && panel.summary !== '');
    this.host.announce(changes.map((panel) => panel.summary).join('. '));
  }

  private makePanel(index: number): TilePanel {
    return new TilePanel(index, {
      palette: () => this.palette,
      describe: (text) => this.host.describe(text),
      chooseType: (tile, type) => this.setOptions(chooseType(this.options, type, tile)),
      copy: (text) => this.host.copy(text),
      travel: (moment) => this.host.act('travel', { moment }),
    });
  }
}

function sameContent(a: PanelContent, b: PanelContent): boolean {
  return (
    a.options === b.options &&
    a.type === b.type &&
    a.automatic === b.automatic &&
    sameTile(a.tile, b.tile) &&
    a.baseline.name === b.baseline.name &&
    sameTile(a.baseline.tile, b.baseline.tile)
  );
}

function sameTile(a: TileImage | undefined, b: TileImage | undefined): boolean {
  return a?.rows === b?.rows && a?.colsb === b?.colsb && a?.bytes === b?.bytes;
}
