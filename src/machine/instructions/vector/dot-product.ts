/** Dot products of bytes and of words, accumulated (Intel SDM vol. 2, VPDPBUSD to VPDPWUUDS). */
import { dotProduct } from '../../vector/integer';
import { groupsOf, type Isa, type VectorFamily } from './row';

const LETTERS = { i: 's', u: 'u' } as const;
type Signedness = keyof typeof LETTERS;

interface DotProduct {
  readonly kind: 'bytes' | 'words';
  readonly first: Signedness;
  readonly second: Signedness;
  readonly saturating: boolean;
}

const TYPES = {
  bytes: { letter: 'b', bits: 8, count: 4 },
  words: { letter: 'w', bits: 16, count: 2 },
} as const;

/** VNNI has two of them, with masks and without; the others came later, without masks. */
const VNNI: ReadonlySet<string> = new Set(['pdpbusd', 'pdpbusds', 'pdpwssd', 'pdpwssds']);

function isasOf(name: string, kind: DotProduct['kind']): readonly Isa[] {
  if (VNNI.has(name)) return [{ evex: ['AVX512_VNNI'] }, { vex128: 'AVX_VNNI', vex256: 'AVX_VNNI' }];
  const feature = kind === 'bytes' ? 'AVX_VNNI_INT8' : 'AVX_VNNI_INT16';
  return [{ vex128: feature, vex256: feature }];
}

function product({ kind, first, second, saturating }: DotProduct): VectorFamily {
  const { letter, bits, count } = TYPES[kind];
  const unsigned = first === 'u' && second === 'u';
  const name = `pdp${letter}${LETTERS[first]}${LETTERS[second]}d${saturating ? 's' : ''}`;
  const end = saturating ? `, with ${unsigned ? 'un' : ''}signed saturation of the final sum` : ', modulo 2^32';
  const words = (signedness: Signedness) => (signedness === 'u' ? 'unsigned' : 'signed');
  const lane = (signedness: Signedness) => (bits === 8 ? (`${signedness}8` as const) : (`${signedness}16` as const));
  return {
    name,
    summary: `Dot product of ${words(first)} by ${words(second)} ${kind}, accumulated${saturating ? ' with saturation' : ''}`,
    operation: `Each 32-bit element of first += the sum of the ${count} products of second by third${end}.`,
    groups: isasOf(name, kind).flatMap((isa) => groupsOf(name, 'V V W', isa, isa.evex ? { broadcast: 4 } : {})),
    meaning: {
      lane: 4,
      readsTarget: true,
      lanewise: true,
      operate: dotProduct(
        { a: lane(first), b: lane(second), count },
        { lane: unsigned && saturating ? 'u32' : 'i32', saturating, accumulate: true },
      ),
    },
  };
}

const SIGNS: Readonly<Record<DotProduct['kind'], readonly (readonly [Signedness, Signedness])[]>> = {
  bytes: [
    ['u', 'i'],
    ['i', 'i'],
    ['i', 'u'],
    ['u', 'u'],
  ],
  words: [
    ['i', 'i'],
    ['i', 'u'],
    ['u', 'i'],
    ['u', 'u'],
  ],
};

export const VECTOR_DOT_PRODUCTS: readonly VectorFamily[] = (['bytes', 'words'] as const).flatMap((kind) =>
  SIGNS[kind].flatMap(([first, second]) =>
    [false, true].map((saturating) => product({ kind, first, second, saturating })),
  ),
);
