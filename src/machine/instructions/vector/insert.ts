/** Inserts and extracts: elements and blocks, into and out of vectors (Intel SDM vol. 2). */
import type { Feature } from '../../architecture/feature';
import type { Instruction } from '../../cpu/instruction';
import type { Meaning } from '../../vector/meaning';
import type { LaneSize } from '../../vector/shuffle';
import { type FormGroup, type FormOptions, groupsOf, type Isa, listed, type VectorFamily } from './row';

/** Blocks of 128 or 256 bits into or out of a longer vector. */
function blocks(kind: 'f' | 'i'): VectorFamily[] {
  const rows: readonly [suffix: string, lane: 4 | 8, bytes: 16 | 32, feature: Feature][] = [
    ['32x4', 4, 16, 'AVX512F'],
    ['64x2', 8, 16, 'AVX512DQ'],
    ['32x8', 4, 32, 'AVX512DQ'],
    ['64x4', 8, 32, 'AVX512F'],
  ];
  const older: Feature = kind === 'f' ? 'AVX' : 'AVX2';
  return [
    ...insertAndExtract(`${kind}128`, 8, 16, [[[older], (name) => `VEX_V${name}`, ['ymm']]]),
    ...rows.flatMap(([suffix, lane, bytes, feature]) =>
      insertAndExtract(`${kind}${suffix}`, lane, bytes, [
        ...(bytes === 16 ? [[['AVX512VL', feature], (name: string) => `EVEX_V${name}`, ['ymm']] as const] : []),
        [[feature], (name) => `EVEX_V${name}`, ['zmm']],
      ]),
    ),
  ];
}

type Encoded = readonly [features: readonly Feature[], head: (name: string) => string, registers: readonly string[]];

function insertAndExtract(suffix: string, lane: 4 | 8, bytes: 16 | 32, encoded: readonly Encoded[]): VectorFamily[] {
  const block = bytes === 16 ? 'xmmm128' : 'ymmm256';
  const k = (head: string) => (head.startsWith('EVEX') ? 'k1z_' : '');
  const groups = (make: (head: string, register: string) => string, name: string): FormGroup[] =>
    encoded.map(([features, head, registers]) => listed(features, ...registers.map((each) => make(head(name), each))));
  const place = (immediate: number, length: number) => bytes * (immediate & (length / bytes - 1));
  return [
    {
      name: `insert${suffix}`,
      summary: `Insert ${8 * bytes} bits`,
      operation: `first = second, with third in place of the ${8 * bytes} bits that the immediate numbers.`,
      groups: groups((head, each) => `${head}_${each}_${k(head)}${each}_${block}_imm8`, `insert${suffix}`),
      meaning: {
        lane,
        operate: ({ result, sources: [a, b], immediate, length }) => {
          result.u8.set(a.u8.subarray(0, length));
          result.u8.set(b.u8.subarray(0, bytes), place(immediate, length));
        },
      },
    },
    {
      name: `extract${suffix}`,
      summary: `Extract ${8 * bytes} bits`,
      operation: `first = the ${8 * bytes} bits of second that the immediate numbers.`,
      groups: groups((head, each) => `${head}_${block}_${k(head)}${each}_imm8`, `extract${suffix}`),
      meaning: {
        lane,
        resultBytes: () => bytes,
        operate: ({ result, sources: [a], immediate, length }) => {
          const from = place(immediate, length);
          result.u8.set(a.u8.subarray(from, from + bytes));
        },
      },
    },
  ];
}

const PLAIN: FormOptions = { masked: false };

/** The forms with 32-bit registers, where there are such, and those that REX.W makes of them: both clear the upper half. */
function eitherWidth(shape: string): string[] {
  return shape.includes('r32') ? [shape, shape.replace('r32', 'r64')] : [shape];
}

function elements(letter: 'b' | 'w' | 'd' | 'q', lane: LaneSize, insert: string, extract: string): VectorFamily[] {
  const isa: Isa = { legacy: 'SSE4_1', vex128: 'AVX', evex: lane < 4 ? ['AVX512BW'] : ['AVX512DQ'] };
  const lanes = 16 / lane;
  const [inserting, extracting] = [`pinsr${letter}`, `pextr${letter}`];
  return [
    {
      name: inserting,
      summary: 'Insert an element from a general register or memory',
      operation: 'The first source, with the element that the immediate numbers replaced.',
      groups: eitherWidth(`X (X) ${insert} imm8`).flatMap((shape) =>
        groupsOf(inserting, shape, lane === 2 ? { ...isa, legacy: 'SSE2' } : isa, PLAIN),
      ),
      meaning: {
        lane,
        nds: true,
        operate: ({ result, sources: [a, b], immediate }) => {
          result.u8.set(a.u8.subarray(0, 16));
          result.u8.set(b.u8.subarray(0, lane), lane * (immediate & (lanes - 1)));
        },
      },
    },
    {
      name: extracting,
      summary: 'Extract an element to a general register or memory',
      operation: 'first = the element that the immediate numbers; zeros above in a register.',
      groups: [
        ...eitherWidth(`${extract} X imm8`).flatMap((shape) => groupsOf(extracting, shape, isa, PLAIN)),
        ...(lane === 2 ? eitherWidth('r32 X imm8') : []).flatMap((shape) =>
          groupsOf(extracting, shape, { ...isa, legacy: 'SSE2' }, PLAIN),
        ),
      ],
      meaning: extraction(lane),
    },
  ];
}

function extraction(lane: LaneSize): Meaning {
  return {
    lane,
    resultBytes: () => lane,
    operate: ({ result, sources: [a], immediate }) => {
      const from = lane * (immediate & (16 / lane - 1));
      result.u8.set(a.u8.subarray(from, from + lane));
    },
  };
}

/** INSERTPS: of a register any element, of memory the only one; then zeros where bits 3:0 have a 1. */
function insertSingle({ operands }: Instruction): Meaning {
  const memory = operands.some(({ kind }) => kind === 'memory');
  return {
    lane: 4,
    nds: true,
    operate: ({ result, sources: [a, b], immediate }) => {
      result.u8.set(a.u8.subarray(0, 16));
      result.u32[(immediate >> 4) & 3] = b.u32[memory ? 0 : immediate >> 6]!; // of four
      for (let i = 0; i < 4; i++) if ((immediate >> i) & 1) result.u32[i] = 0;
    },
  };
}

const SINGLE_X: Isa = { legacy: 'SSE4_1', vex128: 'AVX', evex: ['AVX512F'] };

export const VECTOR_INSERTS: readonly VectorFamily[] = [
  ...blocks('f'),
  ...blocks('i'),
  ...elements('b', 1, 'r32m8', 'r32m8'),
  ...elements('w', 2, 'r32m16', 'r32m16'),
  ...elements('d', 4, 'rm32', 'rm32'),
  ...elements('q', 8, 'rm64', 'rm64'),
  {
    name: 'extractps',
    summary: 'Extract a single to a general register or memory',
    operation: 'first = the element that the immediate numbers; zeros above in a register.',
    groups: ['rm32', 'r64m32'].flatMap((target) => groupsOf('extractps', `${target} X imm8`, SINGLE_X, PLAIN)),
    meaning: extraction(4),
  },
  {
    name: 'insertps',
    summary: 'Insert a single',
    operation:
      'The first source, with element bits 5:4 replaced by element bits 7:6 of a register or by memory, then 0 where bits 3:0 have a 1.',
    groups: groupsOf('insertps', 'X (X) xmmm32 imm8', SINGLE_X, PLAIN),
    meaning: insertSingle,
  },
];
