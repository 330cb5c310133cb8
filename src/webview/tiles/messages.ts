/** What the Tiles view's page shows and is told. */
import type { TileOriginView } from '../../adapter/views/tile-origin-view';
import type { TilesView } from '../../adapter/views/tiles';
import type { ValueContext } from '../page/messages';
import type { ElementTypeId } from './element-type';
import type { ViewOption } from './options';

export interface TilesContent {
  /** Whose registers the tiles are. */
  readonly cpu: number;
  readonly tiles: TilesView;
  /** At the stop before. */
  readonly previous: TilesView | undefined;
  /** IA32_XFD has tile data armed: the next instruction that touches a tile raises #NM. */
  readonly armed: boolean;
  /** How each of the eight tiles is shown unless the user has chosen otherwise. */
  readonly types: readonly ElementTypeId[];
  /** Of each of the eight tiles; none while the trace runs. */
  readonly origins: readonly TileOriginView[];
}

/** What the page can have done. */
export interface TilesActs {
  readonly travel: { readonly moment: number };
}

export type TilesMessage =
  /** For all tiles; null goes back to the default types. */
  | { readonly kind: 'choose-type'; readonly type: ElementTypeId | null }
  | { readonly kind: 'toggle'; readonly option: ViewOption };

/** What a command from a tile's context menu gets: which tile, and how it is shown. */
export interface TileContext extends ValueContext {
  readonly webviewSection: 'tile';
  readonly tile: number;
  readonly type: ElementTypeId;
  readonly hex: boolean;
}
