/** Instructions that change the call stack and nothing else of a run: near calls and returns. */
import type { LinearAddress } from '../../machine/architecture/linear-address';
import { tableOf } from '../../machine/table';
import type { InstructionStep } from '../program/step';
import type { Activation } from '../state/flow';

/** Updates the call stack after an instruction has executed; `to` is the address that follows. */
export type StackChange = (activations: Activation[], step: InstructionStep, to: LinearAddress) => void;

const CHANGES = tableOf<StackChange>({
  call: (activations, { address: from }, to) => {
    activations.push({ kind: 'call', from, to, interrupted: null, task: null, open: null });
  },
  ret: (activations) => {
    if (activations.at(-1)?.kind === 'call') activations.pop();
  },
});

/** What an instruction does to the call stack; null for nearly all. */
export function stackChangeOf(mnemonic: string): StackChange | null {
  return CHANGES[mnemonic] ?? null;
}
