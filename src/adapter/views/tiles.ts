/** What the Tiles view shows: the eight tiles and how TILECFG shapes them. */
import { MAX_COLSB, parseTilecfg, TILE_SIZE } from '../../machine/architecture/tilecfg';
import type { Cpu } from '../../machine/cpu/cpu';
import { encodeBase64 } from '../protocol/base64';

export interface TilesView {
  /** False when TILECFG is all zeros. */
  readonly configured: boolean;
  readonly palette: number;
  readonly startRow: number;
  /** Eight. */
  readonly tiles: readonly TileView[];
}

export interface TileView {
  readonly index: number;
  /** Zero when not configured. */
  readonly rows: number;
  /** Bytes in a row; zero when not configured. */
  readonly colsb: number;
  /** Base64 of 1024 bytes: 16 rows of 64, whatever the shape. */
  readonly bytes: string;
  /** Whether any byte is not zero. */
  readonly inUse: boolean;
}

export function tilesView({ tilecfg, tiles }: Cpu): TilesView {
  const { palette, startRow, tiles: shapes } = parseTilecfg(tilecfg);
  return {
    configured: palette !== 0,
    palette,
    startRow,
    tiles: shapes.map(({ rows, colsb }, index): TileView => {
      const bytes = tiles.subarray(TILE_SIZE * index, TILE_SIZE * (index + 1));
      return {
        index,
        rows,
        colsb: Math.min(colsb, MAX_COLSB),
        bytes: encodeBase64(bytes),
        inUse: bytes.some((byte) => byte !== 0),
      };
    }),
  };
}
