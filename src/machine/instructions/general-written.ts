/** Which general registers an instruction writes that its operands name. */
import type { Instruction } from '../cpu/instruction';

/** Instructions that write no general register among their operands; what they write is implied, or elsewhere. */
const READERS: ReadonlySet<string> = new Set(
  [
    'bt call cmp div idiv invpcid jmp jmpabs lldt lmsw ltr movdir64b mul nop ptwrite',
    'push pushp push2 push2p test verr verw wrfsbase wrgsbase',
  ].flatMap((line) => line.split(' ')),
);

/** CCMPscc and CTESTscc. */
const COMPARES = /^c(cmp|test)/;

/** These write their second operand, too: among them CMPccXADD. */
const WRITES_SECOND = /^(xchg|.*xadd|mulx|pop2p?)$/;

/** Whether operand `at`, a general register, is written. */
export function writesOperand({ mnemonic, operands }: Instruction, at: number): boolean {
  if (READERS.has(mnemonic) || COMPARES.test(mnemonic)) return false;
  // IMUL with one operand multiplies the accumulator by it.
  if (mnemonic === 'imul' && operands.length === 1) return false;
  return at === 0 || (at === 1 && WRITES_SECOND.test(mnemonic));
}
