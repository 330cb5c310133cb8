/** Decodes a section of an XSAVE area into a few lines for a hover. Layouts: Intel SDM vol. 1, 13.5. */
import { XFEATURE } from '../../machine/architecture/component';
import { parseTilecfg, TILE_COUNT, TILE_SIZE, TILECFG_SIZE } from '../../machine/architecture/tilecfg';
import type { AreaComponent, XsaveArea } from '../../machine/xstate/xsave-area';

/** More lines than this are counted. */
const MOST_LINES = 6;

type Decoder = (bytes: DataView, area: XsaveArea) => readonly string[];

const DECODERS: Readonly<Record<number, Decoder>> = {
  [XFEATURE.X87]: (bytes) => [
    `FCW ${hex(bytes.getUint16(0, true))}, FSW ${hex(bytes.getUint16(2, true))}`,
    `MXCSR ${hex(bytes.getUint32(24, true))}`,
    ...registers(bytes, 32, 16, 8, (index) => `st${index}`, 10),
  ],
  [XFEATURE.SSE]: (bytes) => registers(bytes, 0, 16, 16, (index) => `xmm${index}`),
  [XFEATURE.AVX]: (bytes) => registers(bytes, 0, 16, 16, (index) => `ymm${index}[255:128]`),
  [XFEATURE.OPMASK]: (bytes) => registers(bytes, 0, 8, 8, (index) => `k${index}`),
  [XFEATURE.ZMM_HI256]: (bytes) => registers(bytes, 0, 32, 16, (index) => `zmm${index}[511:256]`),
  [XFEATURE.HI16_ZMM]: (bytes) => registers(bytes, 0, 64, 16, (index) => `zmm${index + 16}`),
  [XFEATURE.PKRU]: (bytes) => [`PKRU ${hex(bytes.getUint32(0, true))}`],
  [XFEATURE.XTILECFG]: (bytes) => tilecfgLines(uint8(bytes)),
  [XFEATURE.XTILEDATA]: (bytes, area) => {
    const tilecfg = area.components.find(({ component }) => component.index === XFEATURE.XTILECFG);
    const shapes = parseTilecfg(tilecfg?.inUse ? tilecfg.bytes : new Uint8Array(TILECFG_SIZE)).tiles;
    return Array.from({ length: TILE_COUNT }, (_, tile) => {
      const used = uint8(bytes).subarray(TILE_SIZE * tile, TILE_SIZE * (tile + 1));
      const count = used.reduce((sum, byte) => sum + Number(byte !== 0), 0);
      const shape = shapes[tile];
      const size = shape?.rows ? ` (${shape.rows}x${shape.colsb})` : '';
      return count === 0 ? '' : `tmm${tile}${size}: ${count} of ${TILE_SIZE} bytes are not zero`;
    }).filter((line) => line !== '');
  },
};

export function decodeSection({ component, inUse, bytes }: AreaComponent, area: XsaveArea): readonly string[] {
  if (bytes.length < component.size) return [];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const lines = (DECODERS[component.index] ?? raw)(view, area);
  const shown =
    lines.length > MOST_LINES ? [...lines.slice(0, MOST_LINES), `and ${lines.length - MOST_LINES} more`] : lines;
  const first = inUse ? [] : ['INIT: XSTATE_BV has not its bit, so these bytes mean nothing.'];
  return [...first, ...(shown.length === 0 ? ['All zero.'] : shown)];
}

/** `palette 1: tmm0 16x64, tmm1 8x32`. */
export function tilecfgLines(image: Uint8Array): readonly string[] {
  const { palette, startRow, tiles } = parseTilecfg(image);
  if (palette === 0) return ['palette 0: no tile is configured'];
  const shapes = tiles.flatMap(({ rows, colsb }, index) =>
    rows === 0 && colsb === 0 ? [] : [`tmm${index} ${rows}x${colsb}`],
  );
  return [`palette ${palette}, start_row ${startRow}`, shapes.join(', ')];
}

/** Elements that are not zero. */
function registers(
  bytes: DataView,
  offset: number,
  stride: number,
  count: number,
  name: (index: number) => string,
  size = stride,
): readonly string[] {
  return Array.from({ length: count }, (_, index) => {
    const value = uint8(bytes).subarray(offset + stride * index, offset + stride * index + size);
    return value.some((byte) => byte !== 0) ? `${name(index)} ${hexOf(value)}` : '';
  }).filter((line) => line !== '');
}

function raw(bytes: DataView): readonly string[] {
  return registers(bytes, 0, 8, Math.floor(bytes.byteLength / 8), (index) => `+${hex(8 * index)}`);
}

/** Most significant byte first, as registers are written. */
function hexOf(bytes: Uint8Array): string {
  const digits = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0'));
  return `0x${digits.reverse().join('')}`;
}

function hex(value: number): string {
  return `0x${value.toString(16)}`;
}

function uint8(view: DataView): Uint8Array {
  return new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
}
