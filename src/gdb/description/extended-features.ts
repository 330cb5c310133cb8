/**
 * The registers that a processor may have: AVX, AVX-512, PKRU and APX as gdb describes them itself, and a feature of our own for
 * what gdb has no description of, tiles and the registers that govern extended state.
 */
import { componentsIn, hasBit, XFEATURE } from '../../machine/architecture/component';
import { EXTENDED_GPR_NAMES, GPR_NAMES } from '../../machine/architecture/gpr';
import { TILE_SIZE } from '../../machine/architecture/tilecfg';
import type { Processor } from '../../machine/processor/processor';
import { bytesRow, flagsType, numberRow, type RegisterFeature, type RegisterRow } from './register-row';
import { VECTOR_TYPES } from './vector-types';

const ZMM = 64;

/** Bytes `from` to `to` of ZMM registers, each under the name `name(index)`. */
function vectorParts(
  name: (index: number) => string,
  type: string,
  [first, count]: readonly [first: number, count: number],
  [from, to]: readonly [from: number, to: number],
): readonly RegisterRow[] {
  return Array.from({ length: count }, (_, position) => {
    const index = first + position;
    return bytesRow(
      name(index),
      8 * (to - from),
      { type },
      ({ zmm }) => zmm.subarray(ZMM * index + from, ZMM * index + to),
      (lane) => `zmm${index}.u64[${from / 8 + lane}]`,
    );
  });
}

/** R16-R31. */
const extendedGeneral = EXTENDED_GPR_NAMES.map((name, index) =>
  numberRow(name, 64, { type: 'int64' }, ({ gpr }) => gpr[GPR_NAMES.length + index] ?? 0n, name),
);

const opmasks = Array.from({ length: 8 }, (_, index) =>
  numberRow(`k${index}`, 64, { type: 'uint64' }, ({ opmask }) => opmask[index] ?? 0n, `k${index}`),
);

/** What the bytes of a tile can be read as: `$tmm0.i32[3][5]` is column 5 of row 3. */
const TILE_ELEMENTS: readonly (readonly [field: string, type: string, size: number])[] = [
  ['i8', 'int8', 1],
  ['u8', 'uint8', 1],
  ['i32', 'int32', 4],
  ['u32', 'uint32', 4],
  ['f32', 'ieee_single', 4],
  ['bf16', 'bfloat16', 2],
  ['f16', 'ieee_half', 2],
  ['u64', 'uint64', 8],
];
const TILE_ROWS = 16;
const TILE_ROW = TILE_SIZE / TILE_ROWS;

const TILE_TYPES: readonly string[] = [
  ...TILE_ELEMENTS.flatMap(([field, type, size]) => [
    `<vector id="row_${field}" type="${type}" count="${TILE_ROW / size}"/>`,
    `<vector id="tile_${field}" type="row_${field}" count="${TILE_ROWS}"/>`,
  ]),
  `<union id="tile">${TILE_ELEMENTS.map(([field]) => `<field name="${field}" type="tile_${field}"/>`).join('')}</union>`,
  '<vector id="reserved_bytes" type="uint8" count="14"/>',
  '<vector id="tile_colsb" type="uint16" count="16"/>',
  '<vector id="tile_rows" type="uint8" count="16"/>',
  '<struct id="tilecfg"><field name="palette" type="uint8"/><field name="start_row" type="uint8"/><field name="reserved" type="reserved_bytes"/><field name="colsb" type="tile_colsb"/><field name="rows" type="tile_rows"/></struct>',
];

const tiles = Array.from({ length: 8 }, (_, index) =>
  bytesRow(
    `tmm${index}`,
    8 * TILE_SIZE,
    { type: 'tile', group: 'tile' },
    ({ tmm }) => tmm[index] ?? new Uint8Array(TILE_SIZE),
    (lane) => `tmm${index}.u64[${Math.floor(lane / 8)}][${lane % 8}]`,
  ),
);

/** The image that LDTILECFG reads and STTILECFG writes. */
const TILECFG_BYTES = 64;

const STATE = { type: 'xfeatures', group: 'xstate' };

/** TILECFG and tiles where the processor has them, and the registers that govern extended state. */
function stateRows(processor: Processor): readonly RegisterRow[] {
  const hasTiles = hasBit(processor.xcr0Supported, XFEATURE.XTILEDATA);
  return [
    numberRow('xcr0', 64, STATE, ({ xcr0 }) => xcr0, 'xcr0'),
    ...(processor.has('XFD')
      ? [
          numberRow('xfd', 64, STATE, ({ xfd }) => xfd, 'xfd'),
          numberRow('xfd_err', 64, STATE, ({ xfdErr }) => xfdErr, 'xfd_err'),
        ]
      : []),
    ...(hasTiles
      ? [
          bytesRow('tilecfg', 8 * TILECFG_BYTES, { type: 'tilecfg', group: 'xstate' }, ({ tilecfg }) => tilecfg),
          ...tiles,
        ]
      : []),
  ];
}

const hasComponent = (index: number) => (processor: Processor) => hasBit(processor.xcr0Supported, index);

export function extendedFeatures(processor: Processor): readonly RegisterFeature[] {
  return [
    {
      name: 'org.gnu.gdb.i386.avx',
      types: [],
      registers: vectorParts((index) => `ymm${index}h`, 'uint128', [0, 16], [16, 32]),
      isIn: hasComponent(XFEATURE.AVX),
    },
    {
      name: 'org.gnu.gdb.i386.avx512',
      types: [...VECTOR_TYPES, '<vector id="v2ui128" type="uint128" count="2"/>'],
      registers: [
        ...vectorParts((index) => `xmm${index}`, 'vec128', [16, 16], [0, 16]),
        ...vectorParts((index) => `ymm${index}h`, 'uint128', [16, 16], [16, 32]),
        ...opmasks,
        ...vectorParts((index) => `zmm${index}h`, 'v2ui128', [0, 32], [32, 64]),
      ],
      isIn: hasComponent(XFEATURE.OPMASK),
    },
    {
      name: 'org.gnu.gdb.i386.pkeys',
      types: [],
      registers: [numberRow('pkru', 32, { type: 'uint32' }, ({ pkru }) => pkru, 'pkru')],
      isIn: hasComponent(XFEATURE.PKRU),
    },
    {
      name: 'org.gnu.gdb.i386.apx',
      types: [],
      registers: extendedGeneral,
      isIn: hasComponent(XFEATURE.APX),
    },
    {
      name: 'org.xtrace.xstate',
      types: [
        ...TILE_TYPES,
        flagsType(
          'xfeatures',
          8,
          componentsIn(processor.xcr0Supported).map(({ id, index }) => ({ name: id, bit: index })),
        ),
      ],
      registers: stateRows(processor),
      isIn: (each) => each.xcr0Supported !== 0n,
      isApart: true,
    },
  ];
}
