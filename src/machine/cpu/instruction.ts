/**
 * What an instruction is to the core: an operand model that assembler, decoder and execution share, and the row
 * by which each instruction is declared. Rows live in `instructions/`, one file a family.
 */

import type { ComponentSet } from '../architecture/component';
import type { Feature } from '../architecture/feature';
import type { LinearAddress } from '../architecture/linear-address';
import type { Cpu } from './cpu';

export type RegisterFile = 'gpr' | 'xmm' | 'ymm' | 'zmm' | 'k' | 'tmm' | 'cr' | 'segment' | 'st' | 'mm' | 'rip';

export interface RegisterRef {
  readonly file: RegisterFile;
  readonly index: number;
  /** Bytes: 1, 2, 4 or 8 for a general register, else the register's size. */
  readonly size: number;
  /** AH, CH, DH, BH: bits 15:8 of general register `index` (0-3). */
  readonly high?: boolean;
}

export interface MemoryRef {
  readonly base?: RegisterRef;
  readonly index?: RegisterRef;
  readonly scale: 1 | 2 | 4 | 8;
  /** Sign-extended to 64 bits by the processor; with base `rip` already relative to nothing: the target address. */
  readonly displacement: number;
  /** Bytes accessed, where the instruction or a `DWORD PTR` says; 0 when it has none (LEA, XSAVE, tile rows). */
  readonly size: number;
  /** FS or GS, whose base is added; that of all others is 0. */
  readonly segment?: RegisterRef;
  /** EVEX broadcast: the element of `size` bytes counts as so many equal ones (`{1to16}`). */
  readonly broadcast?: number;
}

/** EVEX masking of the destination (Intel SDM vol. 1, 15.6): only ever on the first operand. */
export interface Masking {
  /** The opmask register, 1 to 7; left out when every element is written. */
  readonly mask?: number;
  /** `{z}`: elements whose mask bit is 0 become 0 instead of staying. */
  readonly zeroing?: boolean;
}

export type Operand =
  | ({ readonly kind: 'register'; readonly register: RegisterRef } & Masking)
  | ({ readonly kind: 'memory'; readonly memory: MemoryRef } & Masking)
  /** `value` is unsigned in `size` bytes, as the instruction uses it: already extended to the operand size. */
  | { readonly kind: 'immediate'; readonly value: bigint; readonly size: number }
  | { readonly kind: 'branch'; readonly target: LinearAddress };

/**
 * Prefixes that are part of an instruction's meaning or encoding; REP stands for REPE too, and `{rex2}` for a REX2 that no
 * register needs.
 */
export type Prefix = 'lock' | 'rep' | 'repne' | 'notrack' | '{rex2}';

/** Rounding in the encoding itself: a mode that suppresses all exceptions, or only their suppression (`{sae}`). */
export type Rounding = 'rn-sae' | 'rd-sae' | 'ru-sae' | 'rz-sae' | 'sae';

export interface Instruction {
  readonly address: LinearAddress;
  readonly bytes: Uint8Array;
  /** Lower case, without suffixes or prefixes. */
  readonly mnemonic: string;
  readonly operands: readonly Operand[];
  /** Left out when there are none. */
  readonly prefixes?: readonly Prefix[];
  /** Left out when MXCSR decides. */
  readonly rounding?: Rounding;
  /** Of a conditional compare: OF, SF, ZF and CF where its condition is not met, from the highest of four bits. */
  readonly defaultFlags?: number;
  /** Bytes: the effective operand size of integer instructions. */
  readonly operandSize: number;
  /** The form, by the name of its `iced-x86` code: `Mov_r64_rm64`. */
  readonly form: string;
}

/**
 * Executes one instruction on a processor whose RIP is already at the next instruction (branches set it).
 * Throws `Fault`; nothing architectural may have changed then, except what the manual says.
 */
export type Execute = (cpu: Cpu) => void;

/** What an instruction leaves in use and modified where writing a register does so (`Choices.inUse`). */
export interface Written {
  readonly used: ComponentSet;
  /** A superset of `used`. Of the others in it only those in use matter. */
  readonly modified: ComponentSet;
}

export interface InstructionRow {
  readonly mnemonic: string;
  /** Other spellings that the assembler takes: `jz` for `je`. */
  readonly aliases?: readonly string[];
  /** One line, as in the manual's heading. */
  readonly summary: string;
  /** A few lines of plain words or pseudo-code on what it does. */
  readonly operation: string;
  /** All needed; without them #UD. */
  readonly features: readonly Feature[];
  /** Component numbers that it touches, for the register views and for XFD. */
  readonly components?: readonly number[];
  /** In the order in which they are checked, with the cause. */
  readonly exceptions: readonly string[];
  readonly manual: string;
  /** The `iced-x86` codes that this row gives meaning to. */
  readonly forms: readonly string[];
  /** Left out where the components see to it themselves, or nothing is written. */
  readonly written?: (instruction: Instruction) => Written;
  /** Whether the instruction never looks at RIP and never sets it: the next one is behind it, unless it raises an exception. */
  readonly straight?: boolean;
  /** Specialised once for an instruction's operands; the result runs each time the instruction does. */
  readonly compile: (instruction: Instruction) => Execute;
}
