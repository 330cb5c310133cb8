/**
 * What a component's section consists of, by the names of expressions (Intel SDM vol. 1, 13.4 to 13.5): the same for the
 * live registers and for an area in memory.
 */
import { COMPONENTS, XFEATURE } from '../../machine/architecture/component';
import { TILE_COUNT, TILE_SIZE, TILECFG_SIZE } from '../../machine/architecture/tilecfg';

/** Bytes of a section that have a name. */
export interface Piece {
  readonly name: string;
  readonly offset: number;
  readonly size: number;
  /** Compared by lanes of 32 bits: where the first one lies in the register, and how many make a row of it. */
  readonly lanes?: { readonly first: number; readonly row?: number };
}

const LANE_SIZE = 4;
const TILE_ROW_LANES = 16;

function vectors(prefix: string, from: number, count: number, size: number, firstLane: number): readonly Piece[] {
  return Array.from({ length: count }, (_, index) => ({
    name: `${prefix}${from + index}`,
    offset: size * index,
    size,
    lanes: { first: firstLane },
  }));
}

function scalars(prefix: string, from: number, count: number, size: number): readonly Piece[] {
  return Array.from({ length: count }, (_, index) => ({
    name: `${prefix}${from + index}`,
    offset: size * index,
    size,
  }));
}

const X87: readonly Piece[] = [
  { name: 'fcw', offset: 0, size: 2 },
  { name: 'fsw', offset: 2, size: 2 },
  { name: 'abridged ftw', offset: 4, size: 1 },
  { name: 'fop', offset: 6, size: 2 },
  { name: 'fip', offset: 8, size: 8 },
  { name: 'fdp', offset: 16, size: 8 },
  ...Array.from({ length: 8 }, (_, index) => ({ name: `st${index}`, offset: 32 + 16 * index, size: 10 })),
];

const TILECFG: readonly Piece[] = [
  { name: 'tilecfg.palette', offset: 0, size: 1 },
  { name: 'tilecfg.start_row', offset: 1, size: 1 },
  ...Array.from({ length: TILE_COUNT }, (_, tile) => [
    { name: `tmm${tile}.colsb`, offset: 16 + 2 * tile, size: 2 },
    { name: `tmm${tile}.rows`, offset: 48 + tile, size: 1 },
  ]).flat(),
];

const PIECES: Readonly<Record<number, readonly Piece[]>> = {
  [XFEATURE.X87]: X87,
  [XFEATURE.SSE]: vectors('xmm', 0, 16, 16, 0),
  [XFEATURE.AVX]: vectors('ymm', 0, 16, 16, 4),
  [XFEATURE.OPMASK]: scalars('k', 0, 8, 8),
  [XFEATURE.ZMM_HI256]: vectors('zmm', 0, 16, 32, 8),
  [XFEATURE.HI16_ZMM]: vectors('zmm', 16, 16, 64, 0),
  [XFEATURE.PKRU]: [{ name: 'pkru', offset: 0, size: 4 }],
  [XFEATURE.XTILECFG]: TILECFG,
  [XFEATURE.XTILEDATA]: Array.from({ length: TILE_COUNT }, (_, tile) => ({
    name: `tmm${tile}`,
    offset: TILE_SIZE * tile,
    size: TILE_SIZE,
    lanes: { first: 0, row: TILE_ROW_LANES },
  })),
  [XFEATURE.APX]: scalars('r', 16, 16, 8),
};

/** Of a component without names of its own: its quadwords, by their offset. */
export function piecesOf(component: number): readonly Piece[] {
  return PIECES[component] ?? quadwords(COMPONENTS.find(({ index }) => index === component)?.size ?? TILECFG_SIZE);
}

function quadwords(size: number): readonly Piece[] {
  return Array.from({ length: size / 8 }, (_, index) => ({
    name: `+0x${(8 * index).toString(16)}`,
    offset: 8 * index,
    size: 8,
  }));
}

/** Single fields of a piece: itself, or its lanes. */
export function fieldsOfPiece({ name, offset, size, lanes }: Piece): readonly Piece[] {
  if (!lanes) return [{ name, offset, size }];
  const { first, row } = lanes;
  return Array.from({ length: size / LANE_SIZE }, (_, lane) => ({
    name: `${name}.u32${row === undefined ? `[${first + lane}]` : `[${Math.floor(lane / row)}][${lane % row}]`}`,
    offset: offset + LANE_SIZE * lane,
    size: LANE_SIZE,
  }));
}
