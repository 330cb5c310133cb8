/**
 * What one vector instruction works on: copies of its sources, the lanes it may touch, and room for its result. There is
 * one frame, filled anew by each instruction; operations never see registers or memory.
 */
import type { Choices } from '../architecture/choices';
import { Lanes, VECTOR_BYTES } from './lanes';

type VectorChoices = Pick<Choices, 'dotProductNan' | 'denormalToHalf'>;

export class Frame {
  /** All zeros when an operation begins. */
  readonly result = new Lanes();
  /** Beyond their operand's size, sources are zero. */
  readonly sources: readonly [Lanes, Lanes, Lanes] = [new Lanes(), new Lanes(), new Lanes()];
  /** By lane of the result: 1 where the writemask selects it, and for all lanes without one. */
  readonly live = new Uint8Array(VECTOR_BYTES);
  /** Lane by lane, the result of an operation that writes an opmask. */
  readonly bits = new Uint8Array(VECTOR_BYTES);
  /** Bytes of the vectors: 16, 32 or 64. */
  length = 0;
  immediate = 0;
  mxcsr = 0;
  /** MXCSR flags that the operation raises. */
  status = 0;
  rflags = 0;
  /** What the processor does where the manual leaves it open. */
  choices: VectorChoices = { dotProductNan: 'neighbour', denormalToHalf: 'inexact' };
}

/** Scratch, not state. */
export const FRAME = new Frame();

/** Computes `result` (or `bits`, or `rflags`) from the rest of the frame. */
export type Operate = (frame: Frame) => void;
