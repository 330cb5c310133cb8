/** Whether operands have the shape that a form declares. */
import type { RegisterRef } from '../instruction';
import type { Form, OperandPattern } from './form';
import { fitsImmediate } from './immediate';
import type { AssemblerMemory, AssemblerOperand } from './operand';

export function accepts(form: Form, operands: readonly AssemblerOperand[]): boolean {
  const patterns = form.operands;
  if (patterns.length !== operands.length) return false;
  for (let i = 0; i < patterns.length; i++) {
    if (!acceptsOperand(patterns[i]!, operands[i]!)) return false; // both have that length
  }
  return true;
}

/** Whether `operand` can be what `pattern` describes. */
export function acceptsOperand(pattern: OperandPattern, operand: AssemblerOperand): boolean {
  switch (operand.kind) {
    case 'register':
      return acceptsRegister(pattern, operand.register);
    case 'memory':
      return acceptsMemory(pattern, operand);
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

const DISPLACEMENT_LIMIT = 2 ** 31;

function acceptsMemory(pattern: OperandPattern, memory: AssemblerMemory): boolean {
  if (pattern.memory === undefined) return false;
  if (memory.size !== undefined && pattern.memory !== 0 && memory.size !== pattern.memory) return false;
  if (pattern.addressing === 'sib') return memory.base?.file !== 'rip';
  const far =
    memory.base === undefined &&
    memory.index === undefined &&
    memory.label === undefined &&
    (memory.displacement >= DISPLACEMENT_LIMIT || memory.displacement < -DISPLACEMENT_LIMIT);
  return far === (pattern.addressing === 'absolute');
}
