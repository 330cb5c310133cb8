/** Where an instruction or a step of the kernel has taken a value from. */
import type { Location } from './location';

/** A value that went into another. */
export interface Input {
  /** As an expression. */
  readonly name: string;
  readonly value: string;
  /** What it is multiplied by, before it is added to the others. */
  readonly times?: Input;
}

export type Source =
  /** The same bytes were elsewhere. */
  | { readonly kind: 'copy'; readonly from: Location }
  /** Nothing was copied, and why; `isSure` where that holds even if the value has stayed what it was: `an immediate`, `zeroed`. */
  | { readonly kind: 'made'; readonly why: string; readonly inputs: readonly Input[]; readonly isSure: boolean }
  /** The value was there before, and has stayed. */
  | { readonly kind: 'kept' };

export function made(why: string, inputs: readonly Input[] = []): Source {
  return { kind: 'made', why, inputs, isSure: true };
}

/** A source is sure unless the value stayed the same: then the value may come from an earlier step. */
export function perhapsMade(why: string, inputs: readonly Input[] = []): Source {
  return { kind: 'made', why, inputs, isSure: false };
}
