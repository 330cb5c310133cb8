/** What decoding tells of machine code. */
import type { Instruction } from '../cpu/instruction';

export type Decoded =
  | { readonly kind: 'instruction'; readonly instruction: Instruction }
  /** Valid x86 without a meaning here; `text` is its disassembly. */
  | { readonly kind: 'not-modelled'; readonly text: string; readonly length: number }
  | Undecodable;

/** No instruction (#UD), or too few bytes to tell (`cutOff`); `why` is for the user. */
export interface Undecodable {
  readonly kind: 'invalid';
  readonly why: string;
  readonly cutOff?: boolean;
}

export const CUT_OFF: Undecodable = { kind: 'invalid', why: 'the instruction is cut off', cutOff: true };

export function noInstruction(why: string): Undecodable {
  return { kind: 'invalid', why: `the bytes are no instruction: ${why}` };
}
