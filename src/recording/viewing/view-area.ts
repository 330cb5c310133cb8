/** An XSAVE area as a viewer shows it: its header, where its components lie, and the registers in them. */
import { COMPONENTS, XFEATURE } from '../../machine/architecture/component';
import { isConfigured, MAX_COLSB, parseTilecfg, startRow, TILE_SIZE } from '../../machine/architecture/tilecfg';
import { LEGACY_SIZE, MXCSR_OFFSET } from '../../machine/architecture/xsave-format';
import type { XsaveArea } from '../../machine/xstate/xsave-area';
import type { ViewRow, ViewState, ViewTile } from './recording-view';

type State = Omit<ViewState, 'title'>;
type Registers = ViewState['registers'][number];

const XMM_OFFSET = 160;
const XMM_SIZE = 16;
const LOW_REGISTERS = 16;

/** Sections in use, by component. */
type Sections = ReadonlyMap<number, Uint8Array>;

export function viewOfArea(bytes: Uint8Array, area: XsaveArea): State {
  const sections: Sections = new Map(
    area.components.filter(({ inUse }) => inUse).map(({ component, bytes: section }) => [component.index, section]),
  );
  return {
    facts: [
      ['Format', `${area.format}, ${bytes.length} bytes`],
      ['XSTATE_BV', maskText(area.xstateBv)],
      ['XCOMP_BV', hex(area.xcompBv)],
    ],
    layout: area.components.map(({ component, offset, size, inUse }) => ({
      component: `${component.index} ${component.id}`,
      place: String(offset),
      size: String(size),
      isInUse: inUse,
    })),
    registers: [control(bytes, sections), vectors(bytes, sections), masks(sections)].filter(
      ({ rows }) => rows.length > 0,
    ),
    tiles: tilesOf(sections),
  };
}

/** Of an image without a header: FXSAVE's. */
export function viewOfLegacy(bytes: Uint8Array): State {
  const sections: Sections = new Map([[XFEATURE.SSE, bytes]]);
  return {
    facts: [['Format', 'FXSAVE']],
    layout: [],
    registers: [control(bytes, sections), vectors(bytes, sections)],
    tiles: [],
  };
}

function control(bytes: Uint8Array, sections: Sections): Registers {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const pkru = sections.get(XFEATURE.PKRU);
  const rows: ViewRow[] = [
    ['FCW', hex(view.getUint16(0, true))],
    ['FSW', hex(view.getUint16(2, true))],
    ['MXCSR', hex(view.getUint32(MXCSR_OFFSET, true))],
  ];
  if (pkru && pkru.length >= 4) rows.push(['PKRU', hex(new DataView(pkru.buffer, pkru.byteOffset).getUint32(0, true))]);
  return { title: 'Control', rows };
}

/** Each at the width that is in use: XMM, YMM or ZMM. What is initial is zero, and all of that is left out. */
function vectors(bytes: Uint8Array, sections: Sections): Registers {
  const sse = sections.has(XFEATURE.SSE) ? bytes.subarray(XMM_OFFSET, LEGACY_SIZE) : undefined;
  const rows = Array.from({ length: LOW_REGISTERS }, (_, index): ViewRow | undefined => {
    const parts = [
      part(sse, index, XMM_SIZE),
      part(sections.get(XFEATURE.AVX), index, XMM_SIZE),
      part(sections.get(XFEATURE.ZMM_HI256), index, 2 * XMM_SIZE),
    ];
    const width = parts.findLastIndex((piece) => piece.some((byte) => byte !== 0));
    if (width < 0) return undefined;
    const name = `${['XMM', 'YMM', 'ZMM'][width]}${index}`;
    return [name, valueText(parts.slice(0, width + 1).flatMap((piece) => [...piece]))];
  });
  const high = sections.get(XFEATURE.HI16_ZMM);
  const highRows = Array.from({ length: LOW_REGISTERS }, (_, index): ViewRow | undefined => {
    const piece = part(high, index, 4 * XMM_SIZE);
    return piece.some((byte) => byte !== 0) ? [`ZMM${index + LOW_REGISTERS}`, valueText([...piece])] : undefined;
  });
  return { title: 'Vectors', rows: [...rows, ...highRows].filter((row) => row !== undefined) };
}

/** A register's part of a section; zeros where the component is initial or the bytes are not there. */
function part(section: Uint8Array | undefined, index: number, size: number): Uint8Array {
  return section?.subarray(index * size, (index + 1) * size) ?? new Uint8Array();
}

function masks(sections: Sections): Registers {
  const section = sections.get(XFEATURE.OPMASK);
  const rows = Array.from({ length: 8 }, (_, index): ViewRow => [`K${index}`, valueText([...part(section, index, 8)])]);
  return { title: 'Masks', rows: section ? rows : [] };
}

function tilesOf(sections: Sections): readonly ViewTile[] {
  const configuration = sections.get(XFEATURE.XTILECFG);
  const data = sections.get(XFEATURE.XTILEDATA);
  if (!configuration || configuration.length < 64 || !isConfigured(configuration)) return [];
  const start = startRow(configuration);
  return parseTilecfg(configuration).tiles.flatMap(({ rows, colsb }, index) => {
    if (rows === 0 || colsb === 0) return [];
    const lines = Array.from({ length: Math.min(rows, 16) }, (_, row) => {
      const at = index * TILE_SIZE + row * MAX_COLSB;
      return Array.from({ length: Math.min(colsb, MAX_COLSB) }, (_, column) => digits(data?.[at + column] ?? 0));
    });
    const note = data ? '' : ', initial';
    return [
      {
        name: `TMM${index}`,
        shape: `${rows} × ${colsb} bytes${note}${start > 0 ? `, start_row ${start}` : ''}`,
        rows: lines,
      },
    ];
  });
}

/** With the names of the components. */
function maskText(mask: bigint): string {
  const names = COMPONENTS.filter(({ index }) => (mask >> BigInt(index)) & 1n).map(({ id }) => id);
  return names.length === 0 ? hex(mask) : `${hex(mask)} = ${names.join(' | ')}`;
}

/** As a number: the byte at the lowest address last. */
function valueText(bytes: readonly number[]): string {
  return `0x${bytes.toReversed().map(digits).join('') || '0'}`;
}

function digits(byte: number): string {
  return byte.toString(16).padStart(2, '0');
}

function hex(value: bigint | number): string {
  return `0x${value.toString(16)}`;
}
