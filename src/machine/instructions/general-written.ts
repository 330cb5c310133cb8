/** Which general registers an instruction writes that its operands name. */
import type { Instruction } from '../cpu/instruction';

/** Instructions that write no general register among their operands; what they write is implied, or elsewhere. */
const READERS: ReadonlySet<string> = new Set(
  'bt call cmp div idiv invpcid jmp jmpabs lldt lmsw ltr mul mulx nop ptwrite push pushp test verr verw wrfsbase wrgsbase'.split(
    ' ',
  ),
);

/** These write their second operand, too. */
const EXCHANGES: ReadonlySet<string> = new Set(['xchg', 'xadd']);

/** Whether operand `at`, a general register, is written. */
export function writesOperand({ mnemonic, operands }: Instruction, at: number): boolean {
  if (READERS.has(mnemonic)) return false;
  // IMUL with one operand multiplies the accumulator by it.
  if (mnemonic === 'imul' && operands.length === 1) return false;
  return at === 0 || (at === 1 && EXCHANGES.has(mnemonic));
}
