/** What MMX has otherwise than longer vectors: words that are inserted, extracted and shuffled (Intel SDM vol. 2). */
import { type Choose, shuffle } from '../vector/shuffle';
import type { Operate } from '../vector/vector-frame';

const WORDS = 4;

/** PINSRW: the first source with the word that the immediate numbers replaced. */
export const insertWord: Operate = ({ result, sources: [a, b], immediate }) => {
  result.u64[0] = a.u64[0]!; // eight quadwords
  result.u16[immediate & (WORDS - 1)] = b.u16[0]!;
};

/** PEXTRW */
export const extractWord: Operate = ({ result, sources: [a], immediate }) => {
  result.u16[0] = a.u16[immediate & (WORDS - 1)]!; // of four
};

const wordsByTwoBits: Choose = (i, { immediate }) => (immediate >> (2 * i)) & (WORDS - 1);

export const shuffleWords = shuffle(2, wordsByTwoBits);
