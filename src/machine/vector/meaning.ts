/** The meaning of a vector instruction: the part of a row that is independent of encodings and operands. */
import type { RegisterRef } from '../cpu/instruction';
import type { Operate } from './vector-frame';

export interface Meaning {
  readonly operate: Operate;
  /** Bytes of a lane of the result: what one bit of a mask stands for. */
  readonly lane: number;
  /** Bytes of the result, by bytes of the vectors; all of them unless said. One lane makes a scalar instruction. */
  readonly resultBytes?: (length: number) => number;
  /**
   * A scalar in a register: bits above the lowest lane come from the first source, and a mask decides on that lane only.
   */
  readonly scalar?: boolean;
  /** The first operand is a source too, ahead of the others (FMA, VPTERNLOG). */
  readonly readsTarget?: boolean;
  /** The legacy form has one operand less: its first one is also the first source. */
  readonly nds?: boolean;
  /** Flags are all that it writes. */
  readonly noTarget?: boolean;
  /** Memory must be aligned to its size in every encoding (MOVAPS). */
  readonly aligned?: boolean;
  /** Memory need not be aligned even in the legacy encoding (MOVUPS). */
  readonly unaligned?: boolean;
  /** Whether it must be is the processor's choice (SHA). */
  readonly alignedByChoice?: boolean;
  /** Each lane of memory belongs to one lane of the result, so a masked lane is not read. */
  readonly lanewise?: boolean;
  /** Memory holds the lanes that the writemask selects close together, and no others are read (VPEXPAND). */
  readonly contiguous?: boolean;
  /** A last source that no operand names (XMM0 of BLENDVPS). */
  readonly implicit?: RegisterRef;
  /** The operation itself decides what lanes without a mask bit hold; only `{z}` makes them 0 (VPBLENDM). */
  readonly blends?: boolean;
  /** Uses MXCSR: raises #XM for exceptions that it does not mask. */
  readonly float?: boolean;
}
