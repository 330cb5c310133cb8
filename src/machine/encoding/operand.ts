/** Operands as the assembler takes them, before a form is chosen. */
import type { LinearAddress } from '../architecture/linear-address';
import { SEGMENT } from '../cpu/effective-address';
import type { Masking, RegisterRef } from '../cpu/instruction';

/**
 * `label` is an index into the list that is being laid out: its address is added to the value, the displacement or
 * the target, and the form leaves room for any address below 2 GiB.
 */
export type AssemblerOperand =
  | ({ readonly kind: 'register'; readonly register: RegisterRef } & Masking)
  | AssemblerMemory
  | AssemblerImmediate
  | { readonly kind: 'branch'; readonly target: LinearAddress; readonly label?: number | undefined };

export interface AssemblerImmediate {
  readonly kind: 'immediate';
  readonly value: bigint;
  /** The low 32 bits of the value as a number with a sign, where they are at hand. */
  readonly low?: number;
  readonly label?: number | undefined;
}

export interface AssemblerMemory extends Masking {
  readonly kind: 'memory';
  readonly base?: RegisterRef | undefined;
  readonly index?: RegisterRef | undefined;
  readonly scale: 1 | 2 | 4 | 8;
  /** With base `rip`: the address meant; but counted from the next instruction where `fromNext` says so. */
  readonly displacement: number | bigint;
  readonly fromNext?: boolean | undefined;
  /** Bytes, where `DWORD PTR` or its like stands before. */
  readonly size?: number | undefined;
  readonly segment?: RegisterRef;
  readonly label?: number | undefined;
  /** `{1to16}`: copies of one element. */
  readonly broadcast?: number;
}

/** Whether the segment that is written has a base: FS and GS. The prefixes of the others have no effect. */
export function hasSegmentBase({ segment }: AssemblerMemory): boolean {
  return segment?.index === SEGMENT.FS || segment?.index === SEGMENT.GS;
}

/** `code` is stable; `message` says what to do; `operand` is the index of the culprit, where one is. */
export interface AssemblyError {
  readonly code: AssemblyErrorCode;
  readonly message: string;
  readonly operand?: number;
}

export type AssemblyErrorCode =
  | 'unknown-mnemonic'
  | 'not-modelled'
  | 'operand-count'
  | 'wrong-operand'
  | 'ambiguous-size'
  | 'immediate-range'
  | 'displacement-range'
  | 'bad-address'
  | 'high-byte-register'
  | 'equal-tiles'
  | 'bad-prefix'
  | 'branch-range';

export function isAssemblyError(value: object): value is AssemblyError {
  return 'code' in value && 'message' in value;
}
