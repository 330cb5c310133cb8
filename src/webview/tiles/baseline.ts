/** What tiles are compared with: the stop before, a moment that the user has kept, or another tile. */
import type { TilesView, TileView } from '../../adapter/views/tiles';

/** What of a tile a comparison needs. `bytes` is as in `TileView`. */
export type TileImage = Pick<TileView, 'rows' | 'colsb' | 'bytes'>;

/** All tiles at a moment. */
export interface KeptTiles {
  /** `step 7 of 18`. */
  readonly when: string;
  /** Eight. */
  readonly tiles: readonly TileImage[];
}

export type Comparison =
  | { readonly kind: 'before' }
  | { readonly kind: 'kept'; readonly kept: KeptTiles }
  | { readonly kind: 'tile'; readonly index: number };

/** The other side of one tile's comparison. */
export interface Baseline {
  /** Undefined where there is nothing to compare with. */
  readonly tile: TileImage | undefined;
  /** `tmm1`, `step 7 of 18`; empty for the stop before. */
  readonly name: string;
  /** The words before a value of the other side: `was`, `in tmm1:`. */
  readonly had: string;
}

export function baselineOf(
  comparison: Comparison,
  index: number,
  now: TilesView,
  previous: TilesView | undefined,
): Baseline {
  switch (comparison.kind) {
    case 'before':
      return { tile: previous?.tiles[index], name: '', had: 'was' };
    case 'kept': {
      const { when, tiles } = comparison.kept;
      return { tile: tiles[index], name: when, had: `at ${when}:` };
    }
    case 'tile': {
      const name = `tmm${comparison.index}`;
      return { tile: now.tiles[comparison.index], name, had: `in ${name}:` };
    }
  }
}

export function keepTiles({ tiles }: TilesView, when: string): KeptTiles {
  return { when, tiles: tiles.map(({ rows, colsb, bytes }) => ({ rows, colsb, bytes })) };
}

/** Reads back what was stored; anything else is a comparison with the stop before. */
export function parseComparison(stored: unknown, tileCount: number): Comparison {
  const { kind, kept, index } = record(stored);
  if (kind === 'tile' && typeof index === 'number' && Number.isInteger(index) && index >= 0 && index < tileCount)
    return { kind, index };
  const { when, tiles } = record(kept);
  if (kind === 'kept' && typeof when === 'string' && Array.isArray(tiles) && tiles.every(isTileImage))
    return { kind, kept: { when, tiles } };
  return { kind: 'before' };
}

function isTileImage(stored: unknown): stored is TileImage {
  const { rows, colsb, bytes } = record(stored);
  return typeof rows === 'number' && typeof colsb === 'number' && typeof bytes === 'string';
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
