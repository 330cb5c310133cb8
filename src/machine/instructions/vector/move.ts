/** Moves between vectors, memory and general registers (Intel SDM vol. 2): MOVAPS to MOVNTDQA. */
import type { Instruction } from '../../cpu/instruction';
import { copy, copyLow } from '../../vector/lanewise';
import type { Meaning } from '../../vector/meaning';
import { AVX512, AVX512_BYTES, DOUBLE, INTEGER, SINGLE, withoutEvex } from './isa';
import { type FormOptions, groupsOf, type Isa, listed, type VectorFamily } from './row';

/** Loads, stores and copies of whole vectors. */
function whole(name: string, lane: number, isa: Isa, alignment: 'aligned' | 'unaligned'): VectorFamily {
  const aligned = alignment === 'aligned';
  return {
    name,
    summary: `Move a vector, ${alignment} in memory`,
    operation: `first = second${aligned ? '; memory must be aligned to the length of the vector' : ''}.`,
    groups: [...groupsOf(name, 'V W', isa), ...groupsOf(name, 'W V', isa)],
    meaning: { lane, operate: copy, lanewise: true, ...(aligned ? { aligned } : { unaligned: true }) },
  };
}

/** One way only, between memory and a register. */
function oneWay(name: string, shape: string, isa: Isa, summary: string, aligned: boolean): VectorFamily {
  const unmasked: FormOptions = { masked: false };
  return {
    name,
    summary,
    operation: `first = second${aligned ? '; memory must be aligned to the length of the vector' : ''}.`,
    groups: groupsOf(name, shape, isa, unmasked),
    meaning: { lane: 8, operate: copy, ...(aligned ? { aligned } : { unaligned: true }) },
  };
}

/** VMOVRSB and its like: only lanes with a mask bit are read. */
function sharedLoad(name: string, lane: 1 | 2 | 4 | 8): VectorFamily {
  return {
    name,
    summary: 'Load a vector with the hint that others read the line, too',
    operation: 'first = second. Caches are not modelled.',
    groups: groupsOf(name, 'V M', { evex: ['AVX10', 'MOVRS'] }),
    manual: 'ISE 319433, VMOVRS',
    meaning: { lane, operate: copy, unaligned: true, lanewise: true },
  };
}

/** MOVD and MOVQ: the low element, with zeros above. */
function element(name: string, bytes: 4 | 8): VectorFamily {
  const general = `rm${8 * bytes}`;
  const vector = `xmmm${8 * bytes}`;
  const isa: Isa = { legacy: 'SSE2', vex128: 'AVX', evex: ['AVX512F'] };
  const shapes = [`X ${general}`, `${general} X`, ...(bytes === 8 ? [`X ${vector}`, `${vector} X`] : [])];
  return {
    name,
    summary: `Move ${8 * bytes} bits to or from the lowest element`,
    operation: 'first = second; in a vector, bits 127 and down above the element become 0.',
    groups: shapes.flatMap((shape) => groupsOf(name, shape, isa, { masked: false })),
    meaning: { lane: bytes, resultBytes: () => bytes, operate: copyLow(bytes) },
    manual: 'MOVD/MOVQ',
  };
}

/** MOVSS and MOVSD: from memory with zeros above, between registers only the lowest element. */
function scalar(name: string, bytes: 4 | 8): VectorFamily {
  const bits = 8 * bytes;
  const head = `ovs${bytes === 4 ? 's' : 'd'}`;
  return {
    name,
    summary: `Move the lowest element of ${bits} bits`,
    operation:
      'Memory to register: the element, and zeros above. Register to register: the element only; the rest of the first 128 bits come from the first source.',
    groups: [
      listed([bytes === 4 ? 'SSE' : 'SSE2'], `M${head}_xmm_xmmm${bits}`, `M${head}_xmmm${bits}_xmm`),
      listed(
        ['AVX'],
        `VEX_Vm${head}_xmm_m${bits}`,
        `VEX_Vm${head}_m${bits}_xmm`,
        `VEX_Vm${head}_xmm_xmm_xmm`,
        `VEX_Vm${head}_xmm_xmm_xmm_0F11`,
      ),
      listed(
        ['AVX512F'],
        `EVEX_Vm${head}_xmm_k1z_m${bits}`,
        `EVEX_Vm${head}_m${bits}_k1_xmm`,
        `EVEX_Vm${head}_xmm_k1z_xmm_xmm`,
        `EVEX_Vm${head}_xmm_k1z_xmm_xmm_0F11`,
      ),
    ],
    meaning: (instruction) => (hasMemory(instruction) ? alone(bytes) : lowestOf(bytes)),
  };
}

function hasMemory({ operands }: Instruction): boolean {
  return operands.some(({ kind }) => kind === 'memory');
}

function alone(bytes: number): Meaning {
  return { lane: bytes, resultBytes: () => bytes, operate: copyLow(bytes), lanewise: true };
}

function lowestOf(bytes: number): Meaning {
  return {
    lane: bytes,
    scalar: true,
    nds: true,
    operate: ({ result, sources }) => result.u8.set(sources[1].u8.subarray(0, bytes)),
  };
}

/** MOVLPS, MOVHPS and the like: one half of a register. */
function half(name: string, high: boolean, isa: Isa): VectorFamily {
  const fixed: Isa = { ...isa };
  return {
    name,
    summary: `Move the ${high ? 'high' : 'low'} quadword to or from memory`,
    operation: `Load: the ${high ? 'high' : 'low'} quadword = memory, the other one = that of the first source. Store: memory = the quadword.`,
    groups: [
      ...groupsOf(name, 'X (X) m64', fixed, { masked: false }),
      ...groupsOf(name, 'm64 X', fixed, { masked: false }),
    ],
    meaning: ({ operands }) =>
      operands[0]?.kind === 'memory'
        ? {
            lane: 8,
            resultBytes: () => 8,
            operate: ({ result, sources }) => {
              result.u64[0] = sources[0].u64[high ? 1 : 0]!; // two quadwords
            },
          }
        : { lane: 8, nds: true, operate: joinQuads(high ? 'first' : 'second', high) },
  };
}

/** The low quadword is that of one source; the high one is the other source's, from its place or from the low one. */
function joinQuads(low: 'first' | 'second', fromLow: boolean): Meaning['operate'] {
  return ({ result, sources: [first, second] }) => {
    result.u64[0] = (low === 'first' ? first : second).u64[0]!; // two quadwords
    result.u64[1] = low === 'first' ? second.u64[fromLow ? 0 : 1]! : first.u64[1]!;
  };
}

function between(name: string, summary: string, operate: Meaning['operate']): VectorFamily {
  return {
    name,
    summary,
    operation: 'The other quadword is that of the first source.',
    groups: groupsOf(name, 'X (X) X', { legacy: 'SSE', vex128: 'AVX', evex: ['AVX512F'] }, { masked: false }),
    meaning: { lane: 8, nds: true, operate },
  };
}

/** MOVMSKPS and the like: the sign bits of all lanes. */
function signs(name: string, lane: 1 | 4 | 8, isa: Isa): VectorFamily {
  return {
    name,
    summary: `Sign bits of the ${8 * lane}-bit elements`,
    operation: 'Bit i of first = the highest bit of element i; the bits above are 0.',
    groups: ['r32 V', 'r64 V'].flatMap((shape) => groupsOf(name, shape, withoutEvex(isa))),
    meaning: {
      lane: 8,
      operate: ({ result, sources, length }) => {
        let bits = 0;
        for (let i = 0; i < length / lane; i++) bits |= (sources[0].u8[(i + 1) * lane - 1]! >> 7) << i; // within 64
        result.u32[0] = bits;
      },
    },
  };
}

const SINGLE_X: Isa = { legacy: 'SSE', vex128: 'AVX', evex: ['AVX512F'] };
const DOUBLE_X: Isa = { legacy: 'SSE2', vex128: 'AVX', evex: ['AVX512F'] };

export const VECTOR_MOVES: readonly VectorFamily[] = [
  whole('movaps', 4, SINGLE, 'aligned'),
  whole('movapd', 8, DOUBLE, 'aligned'),
  whole('movups', 4, SINGLE, 'unaligned'),
  whole('movupd', 8, DOUBLE, 'unaligned'),
  whole('movdqa', 8, { legacy: 'SSE2', vex128: 'AVX', vex256: 'AVX' }, 'aligned'),
  whole('movdqu', 8, { legacy: 'SSE2', vex128: 'AVX', vex256: 'AVX' }, 'unaligned'),
  whole('movdqa32', 4, AVX512, 'aligned'),
  whole('movdqa64', 8, AVX512, 'aligned'),
  whole('movdqu8', 1, AVX512_BYTES, 'unaligned'),
  whole('movdqu16', 2, AVX512_BYTES, 'unaligned'),
  whole('movdqu32', 4, AVX512, 'unaligned'),
  whole('movdqu64', 8, AVX512, 'unaligned'),
  oneWay('movntps', 'M V', SINGLE, 'Store a vector past the caches', true),
  oneWay('movntpd', 'M V', DOUBLE, 'Store a vector past the caches', true),
  oneWay('movntdq', 'M V', { ...INTEGER, vex256: 'AVX' }, 'Store a vector past the caches', true),
  oneWay('movntdqa', 'V M', { ...INTEGER, legacy: 'SSE4_1' }, 'Load a vector past the caches', true),
  ...(
    [
      ['b', 1],
      ['w', 2],
      ['d', 4],
      ['q', 8],
    ] as const
  ).map(([letter, lane]) => sharedLoad(`movrs${letter}`, lane)),
  oneWay('lddqu', 'V M', { legacy: 'SSE3', vex128: 'AVX', vex256: 'AVX' }, 'Load a vector, unaligned', false),
  element('movd', 4),
  element('movq', 8),
  scalar('movss', 4),
  scalar('movsd', 8),
  half('movlps', false, SINGLE_X),
  half('movlpd', false, DOUBLE_X),
  half('movhps', true, SINGLE_X),
  half('movhpd', true, DOUBLE_X),
  between('movhlps', 'Move the high quadword of the second source to the low one', ({ result, sources }) => {
    result.u64[0] = sources[1].u64[1]!; // two quadwords
    result.u64[1] = sources[0].u64[1]!;
  }),
  between('movlhps', 'Move the low quadword of the second source to the high one', joinQuads('first', true)),
  signs('movmskps', 4, SINGLE),
  signs('movmskpd', 8, DOUBLE),
  signs('pmovmskb', 1, INTEGER),
];
