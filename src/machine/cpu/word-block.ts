/**
 * Words of a buffer that are copied to and from the words of others: the registers of a processor, a page, the image of an
 * XSAVE area. Extended state is moved by nothing else.
 */

/** From here on a call of the engine's copy routine costs less than a loop. */
const LONG = 96;
/**
 * Words that one call copies at most: 2 KiB. Above it the C library of Linux copies by `rep movsb`, which takes twenty times as
 * long on AMD's Zen 3 and Zen 4 where the target lies up to 63 bytes behind the source, modulo 4 KiB (docs/performance.md).
 */
export const MOST_WORDS = 512;
/** Views that a block of at most a page keeps, and any other, as powers of two. */
const VIEWS_LOG = { page: 4, other: 6 } as const;
const PAGE_WORDS = 1024;
/** 2^32 over the golden ratio: the upper bits of a product with it spread numbers at regular distances. */
const SPREAD = 0x9e3779b1;

/** Words of the largest block: what tells the views of a block apart. */
const LIMIT = 2 ** 15;

interface Views {
  /** Of the views, first word and count in one number; 0 where none is kept. */
  readonly keys: Int32Array;
  readonly kept: Int32Array[];
  /** From a product of 32 bits to a place among them. */
  readonly shift: number;
}

function noViews(words: Int32Array): Views {
  const log = words.length <= PAGE_WORDS ? VIEWS_LOG.page : VIEWS_LOG.other;
  return { keys: new Int32Array(2 ** log), kept: new Array<Int32Array>(2 ** log).fill(words), shift: 32 - log };
}

export class WordBlock {
  /** 32-bit words. */
  readonly words: Int32Array;
  private longs: BigInt64Array | undefined;
  private views: Views | undefined;

  /**
   * @param offset bytes, a multiple of 8.
   * @param count words from there on: even.
   */
  constructor(buffer: ArrayBufferLike, offset: number, count: number) {
    this.words = new Int32Array(buffer, offset, count);
  }

  /** The same bytes, 64 bits at a time: half as many to copy or to compare. An optimising compiler keeps them in machine registers. */
  get quads(): BigInt64Array {
    return this.longs ?? this.makeQuads();
  }

  private makeQuads(): BigInt64Array {
    const { buffer, byteOffset, length } = this.words;
    this.longs = new BigInt64Array(buffer, byteOffset, length >> 1);
    return this.longs;
  }

  /** A view of `count` words from `from` on, which is kept: making it takes as long as copying a page. */
  view(from: number, count: number): Int32Array {
    this.views ??= noViews(this.words);
    const { keys, kept, shift } = this.views;
    const key = from * LIMIT + count;
    const slot = Math.imul(from + 5 * count, SPREAD) >>> shift; // below the number of views
    if (keys[slot] === key) return kept[slot]!; // as long as the keys
    if (keys[slot ^ 1] === key) return kept[slot ^ 1]!; // as above
    const free = keys[slot] === 0 || keys[slot ^ 1] !== 0 ? slot : slot ^ 1;
    const view = this.words.subarray(from, from + count);
    keys[free] = key;
    kept[free] = view;
    return view;
  }
}

/** @param bytes the whole of its buffer, a multiple of 8. */
export function blockOf({ buffer, length }: Uint8Array): WordBlock {
  return new WordBlock(buffer, 0, length / 4);
}

/** At hand: V8 looks the method up anew at each call by its name, which takes a quarter of the call. */
const { set: SET } = Int32Array.prototype;

/** Copies all words of a view, at most `MOST_WORDS`. */
export function copyView(source: Int32Array, target: Int32Array, to: number): void {
  SET.call(target, source, to);
}

/** Copies `count` words; the ranges lie in different blocks. */
export function copyBlock(source: WordBlock, from: number, target: WordBlock, to: number, count: number): void {
  if (count < LONG && ((from | to | count) & 1) === 0)
    copyQuads(source.quads, from >> 1, target.quads, to >> 1, count >> 1);
  else copyOut(source, from, target.words, to, count);
}

/** Copies `count` words of a block to words that are not its own. */
export function copyOut(source: WordBlock, from: number, target: Int32Array, to: number, count: number): void {
  if (count < LONG) return copyWords(source.words, from, target, to, count);
  for (let done = 0; done < count; done += MOST_WORDS) {
    copyView(source.view(from + done, Math.min(MOST_WORDS, count - done)), target, to + done);
  }
}

/**
 * Copies `count` pieces of `words` words, `fromStride` apart in `source` and `toStride` apart in `target`, one after the
 * other: where pieces overlap in `target`, the later one stays.
 */
export function copyPieces(
  source: WordBlock,
  from: number,
  fromStride: number,
  target: WordBlock,
  to: number,
  toStride: number,
  count: number,
  words: number,
): void {
  if (count === 1) return copyBlock(source, from, target, to, words);
  const isApart = Math.abs(toStride) >= words;
  if (isApart && ((from | fromStride | to | toStride) & 1) === 0 && words % 4 === 0) {
    return copyQuadPieces(
      source.quads,
      from >> 1,
      fromStride >> 1,
      target.quads,
      to >> 1,
      toStride >> 1,
      count,
      words >> 1,
    );
  }
  for (let piece = 0; piece < count; piece++) {
    copyBlock(source, from + piece * fromStride, target, to + piece * toStride, words);
  }
}

/** The same of an even number of 64-bit words, column by column, of pieces that do not overlap: loops are most of the work. */
function copyQuadPieces(
  source: BigInt64Array,
  from: number,
  fromStride: number,
  target: BigInt64Array,
  to: number,
  toStride: number,
  count: number,
  quads: number,
): void {
  let done = 0;
  for (; done + 8 <= quads; done += 8) {
    copyEights(source, from + done, fromStride, target, to + done, toStride, count);
  }
  for (; done < quads; done += 2) copyPairs(source, from + done, fromStride, target, to + done, toStride, count);
}

/** Rows of tiles. */
function copyEights(
  source: BigInt64Array,
  from: number,
  fromStride: number,
  target: BigInt64Array,
  to: number,
  toStride: number,
  count: number,
): void {
  let [first, place] = [from, to];
  for (let piece = 0; piece < count; piece++) {
    target[place] = source[first]!; // both hold all pieces
    target[place + 1] = source[first + 1]!; // as above
    target[place + 2] = source[first + 2]!;
    target[place + 3] = source[first + 3]!; // as above
    target[place + 4] = source[first + 4]!;
    target[place + 5] = source[first + 5]!; // as above
    target[place + 6] = source[first + 6]!;
    target[place + 7] = source[first + 7]!; // as above
    first += fromStride;
    place += toStride;
  }
}

/** Parts of vector registers. */
function copyPairs(
  source: BigInt64Array,
  from: number,
  fromStride: number,
  target: BigInt64Array,
  to: number,
  toStride: number,
  count: number,
): void {
  let [first, place] = [from, to];
  for (let piece = 0; piece < count; piece++) {
    target[place] = source[first]!; // both hold all pieces
    target[place + 1] = source[first + 1]!; // as above
    first += fromStride;
    place += toStride;
  }
}

/** Whether `count` words are zero. */
export function areZero({ words, quads }: WordBlock, at: number, count: number): boolean {
  const end = at + count;
  if (((at | end) & 1) === 0) {
    for (let quad = at >> 1; quad < end >> 1; quad++) if (quads[quad] !== 0n) return false;
    return true;
  }
  for (let word = at; word < end; word++) if (words[word] !== 0) return false;
  return true;
}

/** Whether two blocks agree in `count` words at the same place. */
export function areSame(some: WordBlock, others: WordBlock, at: number, count: number): boolean {
  const end = at + count;
  if (((at | end) & 1) === 0) return areSameQuads(some.quads, others.quads, at >> 1, end >> 1);
  for (let word = at; word < end; word++) if (some.words[word] !== others.words[word]) return false;
  return true;
}

function areSameQuads(some: BigInt64Array, others: BigInt64Array, from: number, to: number): boolean {
  for (let quad = from; quad < to; quad++) if (some[quad] !== others[quad]) return false;
  return true;
}

function copyQuads(source: BigInt64Array, from: number, target: BigInt64Array, to: number, count: number): void {
  for (let quad = 0; quad < count; quad++) target[to + quad] = source[from + quad]!; // the caller stays within both
}

function copyWords(source: Int32Array, from: number, target: Int32Array, to: number, count: number): void {
  for (let word = 0; word < count; word++) target[to + word] = source[from + word]!; // as above
}
