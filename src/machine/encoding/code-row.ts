/** What the bytes of a form are made of, whichever table has it. */
import { EVEX_LAST } from './prefix';

/** The fields of a VEX or EVEX prefix that the opcode decides (Intel SDM vol. 2, 2.3.5 and 2.7.1). */
export interface VectorPrefix {
  readonly isEvex: boolean;
  readonly map: number;
  /** Number of the mandatory prefix: none, 66, F3, F2. */
  readonly pp: number;
  readonly w: boolean;
  /** L, or L'L: 0 is 128 bits. */
  readonly length: number;
  /** What a displacement of one byte counts, in bytes, of the whole operand and of one element (SDM vol. 2, 2.7.5). */
  readonly unit: number;
  readonly broadcastUnit: number;
  /** W may have either value. */
  readonly isWig: boolean;
  /**
   * With APX some bits of the last byte of EVEX belong to the opcode: ND and NF, or all of the condition of a conditional
   * compare. Which these are, and what they are.
   */
  readonly fixedMask: number;
  readonly fixed: number;
}

/** Whether a condition is part of the opcode; the field of a register then has flags. */
export function hasCondition({ fixedMask }: VectorPrefix): boolean {
  return (fixedMask & EVEX_LAST.SCC) === EVEX_LAST.SCC;
}

/** The operands of a form by their places: each is the number of an operand, -1 where none stands there. */
interface Places {
  /** ModRM.reg, or the low bits of the opcode. */
  readonly regAt: number;
  readonly rmAt: number;
  readonly vvvvAt: number;
  readonly immediateAt: number;
  /** A second immediate of one byte behind the first (EXTRQ). */
  readonly secondAt: number;
  /** A register in the upper half of the last byte. */
  readonly is4At: number;
  /** An address without ModRM, as the last eight bytes. */
  readonly addressAt: number;
  readonly targetAt: number;
}

export interface CodeRow extends Places {
  readonly form: string;
  /** Legacy prefixes that belong to the form, as `prefixBit` has them. */
  readonly prefixes: number;
  /** A prefix that is part of the opcode; 0 for none. */
  readonly prefix: number;
  /** The prefix REX2 is part of the opcode. */
  readonly hasRex2: boolean;
  readonly vector?: VectorPrefix;
  readonly opcode: readonly number[];
  /** What ModRM.reg has where no operand stands there; -1 without ModRM. */
  readonly digit: number;
  /** Whether the register of `regAt` stands in the opcode. */
  readonly isInOpcode: boolean;
  /** Memory operands always have a SIB byte. */
  readonly hasSib: boolean;
  /** Bytes: 2 takes the prefix 66, 8 takes REX.W. */
  readonly operandSize: number;
  /** Bytes of the immediate, 0 without one. */
  readonly immediate: number;
  /** Bytes of a branch's displacement, 0 without one. */
  readonly relative: number;
}

/** Where one operand stands; `implied` is in no field. */
export type Place = 'reg' | 'rm' | 'vvvv' | 'opcode' | 'immediate' | 'is4' | 'address' | 'target' | 'implied';

/** A row with the operands of a form in the places of `places`, and with what `rest` says otherwise. */
export function codeRow(
  form: string,
  places: readonly Place[],
  rest: Pick<CodeRow, 'opcode' | 'digit'> & Partial<CodeRow>,
): CodeRow {
  return {
    form,
    prefixes: 0,
    prefix: 0,
    hasRex2: false,
    regAt: places.findIndex((place) => place === 'reg' || place === 'opcode'),
    rmAt: places.indexOf('rm'),
    vvvvAt: places.indexOf('vvvv'),
    immediateAt: places.indexOf('immediate'),
    secondAt: places.indexOf('immediate', places.indexOf('immediate') + 1),
    is4At: places.indexOf('is4'),
    addressAt: places.indexOf('address'),
    targetAt: places.indexOf('target'),
    isInOpcode: places.includes('opcode'),
    hasSib: false,
    operandSize: 4,
    immediate: 0,
    relative: 0,
    ...rest,
  };
}
