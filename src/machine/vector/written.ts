/**
 * Which components a vector instruction leaves in use and modified by writing its registers, on processors that go by
 * that (`Choices.inUse`): their numbers and widths decide, never the values.
 */
import { type ComponentSet, XFEATURE } from '../architecture/component';
import type { Instruction, Operand, RegisterRef, Written } from '../cpu/instruction';
import { encodingOf, vectorLength } from './enabling';

const SSE: ComponentSet = 1 << XFEATURE.SSE;
const AVX: ComponentSet = 1 << XFEATURE.AVX;
const ZMM_HI256: ComponentSet = 1 << XFEATURE.ZMM_HI256;
const OPMASK: ComponentSet = 1 << XFEATURE.OPMASK;
const HI16_ZMM: ComponentSet = 1 << XFEATURE.HI16_ZMM;

/** The components that registers 0 to 15 consist of. */
const LOW_REGISTERS = SSE | AVX | ZMM_HI256;
const FIRST_HIGH_REGISTER = 16;
/** By the bytes of the vectors that an instruction is about. */
const USED_BY_LENGTH: Readonly<Record<number, ComponentSet>> = { 16: SSE, 32: SSE | AVX, 64: LOW_REGISTERS };

export const NOTHING_WRITTEN: Written = { used: 0, modified: 0 };
const MASK_WRITTEN: Written = { used: OPMASK, modified: OPMASK };

/** LDMXCSR: MXCSR counts as part of SSE. */
export const MXCSR_WRITTEN: Written = { used: SSE, modified: SSE };

/** What writing the first operand does, which most instructions do. */
export function targetWritten({ operands: [target], form }: Instruction): Written {
  return target ? operandWritten(target, form) : NOTHING_WRITTEN;
}

/** What writing one operand does: nothing to components unless it is a vector or opmask register. */
function operandWritten(operand: Operand, form: string): Written {
  return operand.kind === 'register' ? registerWritten(operand.register, form) : NOTHING_WRITTEN;
}

/** A gather writes its registers, and like a scatter its mask, which ends as zeros: an opmask or the third operand. */
export function gatherWritten({ operands, form }: Instruction): Written {
  const [target] = operands;
  const registers = target?.kind === 'register' ? operands.map((operand) => operandWritten(operand, form)) : [];
  const masks = operands.some((operand) => 'mask' in operand && operand.mask !== undefined) ? [MASK_WRITTEN] : [];
  return [...registers, ...masks].reduce(
    (sum, { used, modified }) => ({ used: sum.used | used, modified: sum.modified | modified }),
    NOTHING_WRITTEN,
  );
}

/**
 * The vector length of the encoding counts, not that of the register: VEXTRACTI128 of a YMM register is one of 256 bits.
 * Legacy instructions leave bits 511:128, the others clear those above the result: that modifies their components.
 */
function registerWritten({ file, index }: RegisterRef, form: string): Written {
  if (file === 'k') return MASK_WRITTEN;
  if (file !== 'xmm' && file !== 'ymm' && file !== 'zmm') return NOTHING_WRITTEN;
  if (index >= FIRST_HIGH_REGISTER) return { used: HI16_ZMM, modified: HI16_ZMM };
  if (encodingOf(form) === 'legacy') return { used: SSE, modified: SSE };
  return { used: USED_BY_LENGTH[countedLength(form)] ?? SSE, modified: LOW_REGISTERS };
}

/** VCVTPD2PH is one of half its length: measured on an Intel server with AVX512-FP16. */
function countedLength(form: string): number {
  const length = vectorLength(form);
  return form.startsWith('EVEX_Vcvtpd2ph_') ? length / 2 : length;
}
