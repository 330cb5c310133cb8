/** The general registers that APX adds, R16-R31, in operands (APX 355828, 2.1). */
import type { Operand, RegisterRef } from './instruction';
import { isExtendedGeneral } from './register-names';

/** Whether one of R16-R31 is the operand, or part of its address. */
export function usesExtendedGeneral(operand: Operand): boolean {
  if (operand.kind === 'register') return isExtendedGeneral(operand.register);
  return operand.kind === 'memory' && isInAddress(operand.memory);
}

/** The registers of an address. */
interface AddressRegisters {
  readonly base?: RegisterRef | undefined;
  readonly index?: RegisterRef | undefined;
}

/** Whether one of R16-R31 is base or index. */
export function isInAddress({ base, index }: AddressRegisters): boolean {
  return (base !== undefined && isExtendedGeneral(base)) || (index !== undefined && isExtendedGeneral(index));
}
