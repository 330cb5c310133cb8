/** PUSH2 and POP2: registers that raise #UD (APX 355828, 3.1.3.1.1). */
import { GPR } from '../architecture/gpr';
import type { AssemblerOperand } from './operand';

/** What is wrong with the registers of a form, as words that follow the mnemonic; undefined for all other forms. */
export function stackPairProblem(form: string, [first, second]: readonly AssemblerOperand[]): string | undefined {
  if (!/^EVEX_(Push|Pop)2/.test(form) || first?.kind !== 'register' || second?.kind !== 'register') return undefined;
  const numbers = [first.register.index, second.register.index];
  if (numbers.includes(GPR.RSP)) return 'cannot have RSP';
  return comparesRegisters(form) && numbers[0] === numbers[1] ? 'needs two different registers' : undefined;
}

/** Whether registers of the form must differ. */
export function comparesRegisters(form: string): boolean {
  return form.startsWith('EVEX_Pop2');
}
