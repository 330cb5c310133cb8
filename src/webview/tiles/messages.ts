/** What the extension and the Tiles view say to each other. */
import type { TilesView } from '../../adapter/views/views';
import type { ElementTypeId } from './element-type';

export interface TilesContent {
  readonly tiles: TilesView;
  /** At the stop before. */
  readonly previous: TilesView | undefined;
  readonly running: boolean;
  /** IA32_XFD has tile data armed: the next instruction that touches it raises #NM. */
  readonly armed: boolean;
}

export type ToView =
  | { readonly kind: 'tiles'; readonly content: TilesContent }
  /** No trace is being debugged. */
  | { readonly kind: 'none' }
  /** How each of the eight tiles is shown unless the user has chosen otherwise. */
  | { readonly kind: 'default-types'; readonly types: readonly ElementTypeId[] }
  /** For all tiles; null goes back to the default types. */
  | { readonly kind: 'choose-type'; readonly type: ElementTypeId | null }
  | { readonly kind: 'toggle'; readonly option: 'heatMap' | 'numbers' };

export type FromView = { readonly kind: 'ready' } | { readonly kind: 'copy'; readonly text: string };

/** What a command from a tile's context menu gets: which tile, and how it is shown. */
export interface TileContext {
  readonly webviewSection: 'tile';
  readonly tile: number;
  readonly type: ElementTypeId;
}
