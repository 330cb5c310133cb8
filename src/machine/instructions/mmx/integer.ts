/** Arithmetic of packed integers in MMX registers (Intel SDM vol. 2): what longer vectors do, in 64 bits. */
import type { Feature } from '../../architecture/feature';
import type { InstructionRow } from '../../cpu/instruction';
import { MMX_BYTES } from '../../mmx/unit';
import { horizontal, pack, saturate } from '../../vector/integer';
import { alignBytes, bytesByControl, shuffle, unpack } from '../../vector/shuffle';
import type { Operate } from '../../vector/vector-frame';
import { VECTOR_COMPARES } from '../vector/compare';
import { VECTOR_INTEGERS } from '../vector/integer';
import { VECTOR_INTEGER_NEIGHBOURS } from '../vector/integer-neighbours';
import { VECTOR_LOGIC } from '../vector/logic';
import type { VectorFamily } from '../vector/row';
import { VECTOR_SHIFTS } from '../vector/shift';
import { mmxRow } from './row';

/** Names of instructions that do the same with each element, or with neighbours within 64 bits, by the feature. */
const SAME: readonly (readonly [feature: Feature, names: string])[] = [
  ['MMX', 'paddb paddw paddd paddsb paddsw paddusb paddusw psubb psubw psubd psubsb psubsw psubusb psubusw'],
  ['MMX', 'pmullw pmulhw pmaddwd pcmpeqb pcmpeqw pcmpeqd pcmpgtb pcmpgtw pcmpgtd pand pandn por pxor'],
  ['MMX', 'psllw pslld psllq psrlw psrld psrlq psraw psrad'],
  ['SSE', 'pavgb pavgw pmaxsw pmaxub pminsw pminub pmulhuw psadbw'],
  ['SSE2', 'paddq psubq pmuludq'],
  ['SSSE3', 'pabsb pabsw pabsd psignb psignw psignd pmaddubsw pmulhrsw'],
];

const FAMILIES: readonly VectorFamily[] = [
  ...VECTOR_INTEGERS,
  ...VECTOR_INTEGER_NEIGHBOURS,
  ...VECTOR_LOGIC,
  ...VECTOR_SHIFTS,
  ...VECTOR_COMPARES,
];

/** Operands of the legacy form among `groups`, with MMX registers in place of XMM registers; undefined without one. */
function operandsOf({ groups }: VectorFamily): string | undefined {
  const form = groups.flatMap(({ forms }) => forms).find((name) => /^[A-Z][a-z0-9]+_xmm_/.test(name));
  return form
    ?.slice(form.indexOf('_') + 1)
    .replaceAll('xmmm128', 'mmm64')
    .replaceAll('xmm', 'mm');
}

/** Rows of all families of that name: shifts have two. A name in `SAME` that no family has is a mistake there. */
function sameAs(feature: Feature, name: string): readonly InstructionRow[] {
  const rows = FAMILIES.flatMap((family) => {
    const { summary, operation, meaning } = family;
    const operands = family.name === name ? operandsOf(family) : undefined;
    if (operands === undefined || typeof meaning === 'function') return [];
    return [mmxRow({ name, summary, operation, feature, operands: [operands], meaning })];
  });
  if (rows.length === 0) throw new Error(`No family of vector instructions is ${name}.`);
  return rows;
}

interface Halves {
  readonly name: string;
  readonly summary: string;
  readonly operation: string;
  readonly feature: Feature;
  readonly operate: Operate;
  readonly operands?: string;
}

/** Those that divide longer vectors into blocks of 128 bits have one block here. */
function ofBlock({ operands = 'mm_mmm64', operate, ...row }: Halves): InstructionRow {
  return mmxRow({ ...row, operands: [operands], meaning: { lane: 1, nds: true, operate } });
}

const packs = (
  [
    ['packsswb', 'i16', 'i8', 'bytes with signed saturation'],
    ['packssdw', 'i32', 'i16', 'words with signed saturation'],
    ['packuswb', 'i16', 'u8', 'bytes with unsigned saturation'],
  ] as const
).map(([name, from, to, words]) =>
  ofBlock({
    name,
    summary: 'Pack integers with saturation',
    operation: `The low half of first = the elements of first, the high half = those of second, narrowed to ${words}.`,
    feature: 'MMX',
    operate: pack(from, to, MMX_BYTES),
  }),
);

const unpacks = (
  [
    ['bw', 1],
    ['wd', 2],
    ['dq', 4],
  ] as const
).flatMap(([letters, lane]) =>
  ([true, false] as const).map((isHigh) =>
    ofBlock({
      name: `punpck${isHigh ? 'h' : 'l'}${letters}`,
      summary: `Interleave the ${isHigh ? 'high' : 'low'} halves`,
      operation: `first = the elements of the ${isHigh ? 'high' : 'low'} halves of first and second in turn, those of first being first.`,
      feature: 'MMX',
      operands: isHigh ? 'mm_mmm64' : 'mm_mmm32',
      operate: unpack(lane, isHigh, MMX_BYTES),
    }),
  ),
);

const sum = (a: number, b: number) => a + b;
const difference = (a: number, b: number) => a - b;

const neighbours = (
  [
    ['phaddw', 'i16', 'sums', sum],
    ['phaddd', 'i32', 'sums', sum],
    ['phaddsw', 'i16', 'sums, with signed saturation,', (a, b) => saturate('i16', a + b)],
    ['phsubw', 'i16', 'differences', difference],
    ['phsubd', 'i32', 'differences', difference],
    ['phsubsw', 'i16', 'differences, with signed saturation,', (a, b) => saturate('i16', a - b)],
  ] satisfies readonly (readonly [string, 'i16' | 'i32', string, (a: number, b: number) => number])[]
).map(([name, type, words, compute]) =>
  ofBlock({
    name,
    summary: `Packed integers: ${words.replace(/,$/, '')} of neighbours`,
    operation: `The low half of first = the ${words} of neighbours in first, the high half = those in second.`,
    feature: 'SSSE3',
    operate: horizontal(type, compute, MMX_BYTES),
  }),
);

const shuffles = [
  ofBlock({
    name: 'pshufb',
    summary: 'Shuffle bytes',
    operation: 'Each byte of first = the byte of first that second names, 0 where its bit 7 is 1.',
    feature: 'SSSE3',
    operate: shuffle(1, bytesByControl(MMX_BYTES)),
  }),
  ofBlock({
    name: 'palignr',
    summary: 'Shift two registers right by bytes',
    operation: 'first = first and second joined, shifted right by as many bytes as the immediate says.',
    feature: 'SSSE3',
    operands: 'mm_mmm64_imm8',
    operate: shuffle(1, alignBytes(MMX_BYTES)),
  }),
];

export const MMX_INTEGERS: readonly InstructionRow[] = [
  ...SAME.flatMap(([feature, names]) => names.split(' ').flatMap((name) => sameAs(feature, name))),
  ...packs,
  ...unpacks,
  ...neighbours,
  ...shuffles,
];
