/** What an instruction is written from: its operands, by the fields of its encoding. */
import type { Rounding } from '../cpu/instruction';

/** In `base` or `index`: there is none. In `base` alone: RIP. */
export const NO_REGISTER = -1;
export const BASE_RIP = -2;

/** What one instruction is made of; registers are whole numbers. */
export interface Fields {
  /** Bits of the legacy prefixes, without the prefixes of the row. */
  prefixes: number;
  /** One of SPL, BPL, SIL, DIL is among the operands. */
  needsRex: boolean;
  /** The prefix REX2 is asked for, whether a register needs it or not. */
  needsRex2: boolean;
  reg: number;
  /** A register, or `NO_REGISTER` for memory. */
  rm: number;
  vvvv: number;
  /** The register in the last byte. */
  is4: number;
  /** z and aaa of EVEX. */
  masking: number;
  isBroadcast: boolean;
  /** What EVEX says of rounding. */
  rounding: Rounding | 'none';
  /** The register of `rm` is a general one. */
  isGeneral: boolean;
  /** `index` is a vector register. */
  hasVectorIndex: boolean;
  base: number;
  index: number;
  /** 0 to 3. */
  scale: number;
  displacement: number;
  /** The displacement always has 32 bits, and the address of a label is added to it. */
  isLong: boolean;
  /** Its low 32 bits, with or without a sign. */
  immediate: number;
  immediateHigh: number;
  /** The address of a label is added to the immediate. */
  isOpen: boolean;
}
