/** Integers made longer or shorter (Intel SDM vol. 2): PMOVSXBW to VPMOVUSQD. */
import { resize, SIGNED, UNSIGNED } from '../../vector/integer';
import { isaOf, LETTERS } from './integer-kinds';
import { groupsOf, type VectorFamily } from './row';

const SHAPE: Readonly<Record<number, string>> = { 2: 'H', 4: 'Q', 8: 'E' };
const PAIRS = [
  [1, 2],
  [1, 4],
  [1, 8],
  [2, 4],
  [2, 8],
  [4, 8],
] as const;

const extensions = PAIRS.flatMap(([from, to]) =>
  (['sx', 'zx'] as const).map((kind): VectorFamily => {
    const name = `pmov${kind}${LETTERS[from]}${LETTERS[to]}`;
    const types = kind === 'sx' ? SIGNED : UNSIGNED;
    return {
      name,
      summary: `Extend integers of ${8 * from} to ${8 * to} bits`,
      operation: `Each ${8 * to}-bit element of first = the ${8 * from}-bit element of second, with ${kind === 'sx' ? 'its sign' : 'zeros'} above.`,
      groups: groupsOf(name, `V ${SHAPE[to / from]}`, isaOf(to === 2 ? 1 : to, 'SSE4_1')),
      meaning: { lane: to, lanewise: true, operate: resize(types[from], types[to]) },
      manual: `PMOV${kind}`,
    };
  }),
);

const narrowings = PAIRS.flatMap(([to, from]) =>
  (['', 's', 'us'] as const).map((kind): VectorFamily => {
    const name = `pmov${kind}${LETTERS[from]}${LETTERS[to]}`;
    const types = kind === 'us' ? UNSIGNED : SIGNED;
    return {
      name,
      summary: `Narrow integers of ${8 * from} to ${8 * to} bits`,
      operation: `Each ${8 * to}-bit element of first = the ${8 * from}-bit element of second, ${kind === '' ? 'cut off' : `saturated as ${kind === 's' ? 'signed' : 'unsigned'}`}.`,
      groups: groupsOf(name, `${SHAPE[from / to]} V`, { evex: from === 2 ? ['AVX512BW'] : ['AVX512F'] }),
      meaning: {
        lane: to,
        resultBytes: (length) => (length * to) / from,
        operate: resize(types[from], types[to], kind !== ''),
      },
      manual: `VPMOV${LETTERS[from]}${LETTERS[to]}`,
    };
  }),
);

export const VECTOR_RESIZES: readonly VectorFamily[] = [...extensions, ...narrowings];
