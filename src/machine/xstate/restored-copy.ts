/**
 * The copy of what XRSTOR loaded, by which XMODIFIED is told later: of the registers of its components, but the tiles, of which
 * every write is noted.
 */
import { type ComponentSet, XFEATURE } from '../architecture/component';
import { COMPONENT_REGISTERS, OFFSET, WORD } from '../architecture/register-file';
import type { Cpu } from '../cpu/cpu';
import { copyBlock, MOST_WORDS } from '../cpu/word-block';

/** MXCSR counts as part of SSE. */
export const MXCSR_WORD = OFFSET.words / 4 + WORD.mxcsr;

/** Words of other registers that are copied rather than that a piece ends: a call takes as long as copying them. */
const MOST_BETWEEN = 64;

/** First word and number of words of each piece. */
type Pieces = readonly number[];

const piecesByComponents = new Map<ComponentSet, Pieces>();
/** Of the last set: most restores are of the same. */
let last: { readonly components: ComponentSet; readonly pieces: Pieces } = { components: 0, pieces: [] };

/** Copies the registers of some components. */
export function keepCopy({ block, restored }: Cpu, components: ComponentSet): void {
  const pieces = last.components === components ? last.pieces : piecesOf(components);
  for (let at = 0; at < pieces.length; at += 2) {
    const [first, words] = [pieces[at]!, pieces[at + 1]!]; // a piece is two numbers
    copyBlock(block, first, restored, first, words);
  }
}

function piecesOf(components: ComponentSet): Pieces {
  const pieces = piecesByComponents.get(components) ?? makePieces(components);
  piecesByComponents.set(components, pieces);
  last = { components, pieces };
  return pieces;
}

function makePieces(components: ComponentSet): number[] {
  const pieces: number[] = [];
  for (const { from, to } of joined(rangesOf(components))) {
    for (let word = from; word < to; word += MOST_WORDS) pieces.push(word, Math.min(MOST_WORDS, to - word));
  }
  return pieces;
}

/** Words from `from` to before `to`. */
interface Range {
  readonly from: number;
  readonly to: number;
}

function rangesOf(components: ComponentSet): Range[] {
  const ranges = COMPONENT_REGISTERS.flatMap((runs, index) =>
    index === XFEATURE.XTILEDATA || (components & (1 << index)) === 0
      ? []
      : runs.map(({ at, words, count, stride }) => ({ from: at, to: at + (count - 1) * stride + words })),
  );
  return components & (1 << XFEATURE.SSE) ? [...ranges, { from: MXCSR_WORD, to: MXCSR_WORD + 1 }] : ranges;
}

/** In even words, for these are copied 64 bits at a time; ranges with little between them as one. */
function joined(ranges: readonly Range[]): Range[] {
  const result: Range[] = [];
  for (const range of [...ranges].sort((one, other) => one.from - other.from)) {
    const [from, to] = [range.from & ~1, (range.to + 1) & ~1];
    const before = result.at(-1);
    if (before && from - before.to <= MOST_BETWEEN)
      result[result.length - 1] = { from: before.from, to: Math.max(before.to, to) };
    else result.push({ from, to });
  }
  return result;
}
