/**
 * TILECFG, the tile configuration: the 64-byte image that LDTILECFG loads, STTILECFG stores and XSAVE keeps as
 * component 17, and the rules for a valid image (Intel SDM vol. 1, 18.3; vol. 2, LDTILECFG). All code handles a
 * configuration as its image; `cpu.tilecfg` is such an image.
 */

export const TILECFG_SIZE = 64;
export const TILE_COUNT = 8;
/** Limits of palette 1 (CPUID leaf 1DH, subleaf 1), the only one that exists. */
export const MAX_ROWS = 16;
/** Bytes in a row of a tile register, configured or not. */
export const MAX_COLSB = 64;
export const TILE_SIZE = MAX_ROWS * MAX_COLSB;
export const MAX_PALETTE = 1;

/** Byte offsets in the image; the column words are little-endian. */
const PALETTE = 0;
const START_ROW = 1;
const COLSB = 16;
const ROWS = 48;

/** Bytes that must be zero under palette 1: the gap, and the place of tiles 8-15 of a larger palette. */
const RESERVED: readonly (readonly [first: number, last: number])[] = [
  [2, 15],
  [32, 47],
  [56, 63],
];

export interface TileShape {
  readonly rows: number;
  /** Bytes in a row. */
  readonly colsb: number;
}

export interface Tilecfg {
  /** 0: tiles are not configured. */
  readonly palette: number;
  readonly startRow: number;
  /** TMM0-TMM7; a tile that is not configured is 0 by 0. */
  readonly tiles: readonly TileShape[];
}

export function palette(image: Uint8Array): number {
  return image[PALETTE]!; // an image is 64 bytes, and the offsets below lie within
}

export function startRow(image: Uint8Array): number {
  return image[START_ROW]!; // the image has 64 bytes
}

export function setStartRow(image: Uint8Array, row: number): void {
  image[START_ROW] = row;
}

/** Rows of tile 0-7. */
export function rows(image: Uint8Array, tile: number): number {
  return image[ROWS + tile]!; // the image has 64 bytes
}

/** Bytes in a row of tile 0-7. */
export function colsb(image: Uint8Array, tile: number): number {
  return image[COLSB + 2 * tile]! | (image[COLSB + 2 * tile + 1]! << 8); // the image has 64 bytes
}

/** TILES_CONFIGURED of the manuals. */
export function isConfigured(image: Uint8Array): boolean {
  return palette(image) !== 0;
}

/** Whether tile 0-7 has a shape that instructions can use. */
export function isTileValid(image: Uint8Array, tile: number): boolean {
  return rows(image, tile) !== 0 && colsb(image, tile) !== 0;
}

export function parseTilecfg(image: Uint8Array): Tilecfg {
  return {
    palette: palette(image),
    startRow: startRow(image),
    tiles: Array.from({ length: TILE_COUNT }, (_, tile) => ({ rows: rows(image, tile), colsb: colsb(image, tile) })),
  };
}

/** The image of a configuration, valid or not. A tile that is left out is 0 by 0. */
export function buildTilecfg({ palette, startRow, tiles }: Tilecfg): Uint8Array {
  const image = new Uint8Array(TILECFG_SIZE);
  image[PALETTE] = palette;
  image[START_ROW] = startRow;
  for (const [tile, shape] of tiles.entries()) {
    image[COLSB + 2 * tile] = shape.colsb & 0xff;
    image[COLSB + 2 * tile + 1] = shape.colsb >> 8;
    image[ROWS + tile] = shape.rows;
  }
  return image;
}

/**
 * Why LDTILECFG raises #GP(0) for an image; undefined for an image that it accepts. Under palette 0 only the palette
 * counts. LDTILECFG accepts row lengths that are no multiple of 4, eight tiles without a shape, and any start_row: the
 * instructions that use the tile check these.
 */
export function tilecfgProblem(image: Uint8Array): string | undefined {
  if (palette(image) > MAX_PALETTE) {
    return `byte 0 selects palette ${palette(image)}, and the highest that exists is ${MAX_PALETTE}`;
  }
  if (palette(image) === 0) return undefined;
  for (const [first, last] of RESERVED) {
    for (let at = first; at <= last; at++) {
      if (image[at] !== 0) return `reserved byte ${at} is ${image[at]}; bytes ${first} to ${last} must be 0`;
    }
  }
  for (let tile = 0; tile < TILE_COUNT; tile++) {
    const problem = shapeProblem(rows(image, tile), colsb(image, tile));
    if (problem) return `tmm${tile} ${problem}`;
  }
  return undefined;
}

function shapeProblem(rows: number, colsb: number): string | undefined {
  if (colsb > MAX_COLSB) return `has ${colsb} bytes in a row, and ${MAX_COLSB} is the most`;
  if (rows > MAX_ROWS) return `has ${rows} rows, and ${MAX_ROWS} is the most`;
  if (rows === 0 && colsb !== 0) return `has 0 rows of ${colsb} bytes: both must be zero, or neither`;
  if (rows !== 0 && colsb === 0) return `has ${rows} rows of 0 bytes: both must be zero, or neither`;
  return undefined;
}
