/** What the adapter tells the Tiles view of where tiles came from. Types only, so that a webview can import them. */

/**
 * Custom request, no arguments: where each tile of the CPU that the trace is on came from, and where it was stored. Answered with
 * a `TileOriginsView`, with what is known; a `ChangedEvent` follows when more is.
 */
export const TILE_ORIGINS_REQUEST = 'xtrace/tileOrigins';

export interface TileOriginsView {
  /** Eight; none while the trace runs. */
  readonly tiles: readonly TileOriginView[];
  /** More may be known later. */
  readonly searching: boolean;
}

/** What has written a tile, and what has stored the tile since then; left out where nothing is known. */
export interface TileOriginView {
  readonly from?: TileEventView;
  readonly to?: TileEventView;
  /** What the tile is in the product that has computed the tile, else in the latest that has multiplied it. */
  readonly product?: TileProductView;
}

interface TileProductView {
  /** `tdpbssd`. */
  readonly mnemonic: string;
  /** Which operand the tile is: 0 is the sum, 1 and 2 are the factors. */
  readonly operand: number;
}

export interface TileEventView {
  /** `a[16][0..63], layer.c:40`, `computed at layer.c:45`. */
  readonly text: string;
  /** What the text ends with: `layer.c:40`. */
  readonly place: string;
  /** For who listens: `loaded from a[16][0..63], layer.c:40`. */
  readonly words: string;
  /** `16 rows of 64 bytes from 0x4c6100, 64 bytes apart; step 41`. */
  readonly detail: string;
  /** To travel to: before the instruction. */
  readonly moment: number;
}
