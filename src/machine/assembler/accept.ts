/** Whether operands have the shape that a form declares. */

import { isInAddress } from '../cpu/extended-general';
import type { Masking, RegisterRef } from '../cpu/instruction';
import { isExtendedGeneral, isVector } from '../cpu/register-names';
import { takesExtendedGeneral } from '../encoding/extended-general';
import type { AssemblerMemory, AssemblerOperand } from '../encoding/operand';
import type { Form, OperandPattern } from './form';
import { fitsImmediate } from './immediate';

export function accepts(form: Form, operands: readonly AssemblerOperand[]): boolean {
  const patterns = form.operands;
  if (patterns.length !== operands.length) return false;
  for (let i = 0; i < patterns.length; i++) {
    const operand = operands[i]!; // both have that length
    if (!acceptsOperand(patterns[i]!, operand)) return false;
    if (!hasRegistersOf(form, operand)) return false;
  }
  return true;
}

/** Without EVEX, vector registers 0 to 15 can be encoded. */
const LEGACY_VECTORS = 16;

function hasRegistersOf({ name, evex }: Form, operand: AssemblerOperand): boolean {
  if (operand.kind === 'register' && isVector(operand.register)) return evex || operand.register.index < LEGACY_VECTORS;
  // AH and its like have their numbers where there is no prefix that selects SPL and its like.
  if (operand.kind === 'register' && operand.register.high) return !evex;
  if (!hasExtendedGeneral(operand)) return true;
  return takesExtendedGeneral(name, operand.kind === 'memory' ? 'memory' : 'register');
}

/** Whether R16-R31 are part of the operand. */
export function hasExtendedGeneral(operand: AssemblerOperand): boolean {
  if (operand.kind === 'register') return isExtendedGeneral(operand.register);
  return operand.kind === 'memory' && isInAddress(operand);
}

/** Whether `pattern` describes operands of a kind at all. */
export function canBe(pattern: OperandPattern, kind: AssemblerOperand['kind']): boolean {
  switch (kind) {
    case 'register':
      return pattern.file !== undefined;
    case 'memory':
      return pattern.memory !== undefined;
    case 'immediate':
      return pattern.immediate !== undefined || pattern.constant !== undefined;
    case 'branch':
      return pattern.branch !== undefined;
  }
}

/** Whether `operand` can be what `pattern` describes. */
export function acceptsOperand(pattern: OperandPattern, operand: AssemblerOperand): boolean {
  switch (operand.kind) {
    case 'register':
      return acceptsRegister(pattern, operand.register) && acceptsMasking(pattern, operand);
    case 'memory':
      return acceptsMemory(pattern, operand) && acceptsMasking(pattern, operand);
    case 'immediate':
      if (pattern.constant !== undefined) return operand.label === undefined && operand.value === pattern.constant;
      return pattern.immediate !== undefined && fitsImmediate(pattern, operand);
    case 'branch':
      return pattern.branch !== undefined;
  }
}

function acceptsRegister(pattern: OperandPattern, register: RegisterRef): boolean {
  if (pattern.file !== register.file || pattern.size !== register.size) return false;
  return pattern.fixed === undefined || (pattern.fixed.index === register.index && !register.high);
}

/** K0 stands for "no mask" in the encoding; zeroing needs a mask, and memory is never zeroed. */
function acceptsMasking(pattern: OperandPattern, operand: AssemblerOperand & Masking): boolean {
  const { mask, zeroing } = operand;
  if (mask === undefined) return !zeroing && pattern.masking !== 'required';
  if (mask === 0 || pattern.masking === undefined) return false;
  return !zeroing || (pattern.masking === 'merge or zero' && operand.kind === 'register');
}

const DISPLACEMENT_LIMIT = 2 ** 31;

function acceptsMemory(pattern: OperandPattern, memory: AssemblerMemory): boolean {
  if (pattern.memory === undefined) return false;
  const vector = memory.index && isVector(memory.index) ? memory.index.file : undefined;
  if (vector !== pattern.indices) return false;
  if (memory.broadcast !== undefined && memory.broadcast !== pattern.broadcast?.copies) return false;
  const size = memory.broadcast === undefined ? pattern.memory : pattern.broadcast?.element;
  if (memory.size !== undefined && size !== 0 && memory.size !== size) return false;
  if (pattern.addressing === 'sib' && memory.base?.file === 'rip') return false;
  const isNumber = memory.base === undefined && memory.index === undefined && memory.label === undefined;
  if (pattern.addressing === 'absolute') return isNumber;
  const isNear = memory.displacement >= -DISPLACEMENT_LIMIT && memory.displacement < DISPLACEMENT_LIMIT;
  return !isNumber || isNear;
}
