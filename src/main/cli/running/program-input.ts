/**
 * Standard input of a program: read when the program asks for it, and kept in the pieces in which it came. What is read again
 * at the same place is the same again, so that a run can be repeated.
 */
import { UsageError } from '../usage-error';

/** Bytes that are kept. */
const MOST_INPUT = 256 * 1024 * 1024;

interface Piece {
  readonly at: number;
  readonly bytes: Uint8Array;
}

export class ProgramInput {
  private readonly pieces: Piece[] = [];
  private length = 0;
  private ended = false;

  /**
   * @param readSome waits for bytes; none at the end.
   * @param beforeWaiting what the program has written so far is to be seen by who answers.
   */
  constructor(
    private readonly readSome: () => Uint8Array,
    private readonly beforeWaiting: () => void,
  ) {}

  /**
   * At most `count` bytes from `at` on, and at least one unless the input ends there. It ends with a piece at the latest.
   *
   * @throws UsageError when there is more than is kept.
   */
  read(at: number, count: number): Uint8Array {
    if (count === 0) return new Uint8Array();
    while (at >= this.length && !this.ended) this.readPiece();
    const piece = this.pieces.findLast((each) => each.at <= at);
    if (!piece) return new Uint8Array();
    return piece.bytes.subarray(at - piece.at, at - piece.at + count);
  }

  private readPiece(): void {
    this.beforeWaiting();
    const bytes = this.readSome();
    if (bytes.length === 0) {
      this.ended = true;
      return;
    }
    this.pieces.push({ at: this.length, bytes });
    this.length += bytes.length;
    if (this.length <= MOST_INPUT) return;
    throw new UsageError(
      `exec: standard input has more than ${MOST_INPUT / 1024 / 1024} MiB. Give the program a file.`,
    );
  }
}
