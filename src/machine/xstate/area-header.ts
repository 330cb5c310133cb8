/** The header of an XSAVE area as a restore has read it: numbers, of which no check takes a second look at memory. */
import { HEADER_SIZE } from './xsave-area';

const HEADER_WORDS = HEADER_SIZE / 4;

export class AreaHeader {
  /** The halves of the two bitmaps, signed. */
  xstateBv = 0;
  xstateBvHigh = 0;
  xcompBv = 0;
  xcompBvHigh = 0;
  /** The bits that are set in any word of bytes 16 to 23, and of bytes 24 to 63. */
  private third = 0;
  private rest = 0;

  /** Reads the header that begins at `words[at]`. */
  read(words: Int32Array, at: number): void {
    this.xstateBv = words[at]!; // a header lies in one page
    this.xstateBvHigh = words[at + 1]!; // as above
    this.xcompBv = words[at + 2]!;
    this.xcompBvHigh = words[at + 3]!; // as above
    this.third = words[at + 4]! | words[at + 5]!;
    let rest = 0;
    for (let word = at + 6; word < at + HEADER_WORDS; word++) rest |= words[word]!; // as above
    this.rest = rest;
  }

  /** Bytes 8 to 23, which the standard format demands to be zero. */
  get isStandardZero(): boolean {
    return (this.xcompBv | this.xcompBvHigh | this.third) === 0;
  }

  /** Bytes 16 to 63, which the compacted format demands to be zero. */
  get isCompactedZero(): boolean {
    return (this.third | this.rest) === 0;
  }
}
