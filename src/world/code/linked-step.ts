/** An instruction as it lies in memory, with what the tight loop over plain steps needs of it at hand. */
import type { LinearAddress } from '../../machine/architecture/linear-address';
import type { Execute } from '../../machine/cpu/instruction';
import type { Page } from '../../machine/cpu/page';
import { rowOfForm } from '../../machine/instructions';
import type { InstructionStep } from '../program/step';
import { type StackChange, stackChangeOf } from './call-stack';

/** What follows: null where that is nothing for the tight loop, undefined as long as nobody has looked. */
type Successor = LinkedStep | null | undefined;

/** Successors lie in the same page, so that they are dropped together. */
export interface LinkedStep {
  readonly step: InstructionStep;
  readonly execute: Execute;
  /** Behind the instruction: where RIP is when it executes, and after it unless it jumps. */
  readonly end: LinearAddress;
  /** The instruction leaves RIP alone and does not ask for it, so that the loop need not keep it up to date. */
  readonly straight: boolean;
  /** Of a call or return. */
  readonly stackChange: StackChange | null;
  /** The next page, where the instruction's last bytes lie; null for nearly all, which lie in one. */
  readonly tail: Page | null;
  /** At `end`. */
  next: Successor;
  /** Where it jumped the last time, and what is there. */
  target: LinearAddress;
  taken: Successor;
}

export function linkedStep(step: InstructionStep, tail: Page | null): LinkedStep {
  const { execute, address, size } = step;
  return {
    step,
    execute,
    end: address + size,
    straight: rowOfForm(step.instruction.form)?.straight ?? false,
    stackChange: stackChangeOf(step.instruction.mnemonic),
    tail,
    next: undefined,
    target: Number.NaN,
    taken: undefined,
  };
}
