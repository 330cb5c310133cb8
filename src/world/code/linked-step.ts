/** An instruction in memory, with the fields that the tight loop over plain steps needs. */
import type { LinearAddress } from '../../machine/architecture/linear-address';
import type { Execute } from '../../machine/cpu/instruction';
import type { Page } from '../../machine/cpu/page';
import { rowOfForm } from '../../machine/instructions';
import type { InstructionStep } from '../program/step';
import { type StackChange, stackChangeOf } from './call-stack';

/** The successor of a step: null where the tight loop must end, undefined before the first look. */
type Successor = LinkedStep | null | undefined;

/** Linked steps lie in one page, so that a write to the page drops all of them. */
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
  /** The target of the last jump, and the step at that target. */
  target: LinearAddress;
  taken: Successor;
  /** Its page has been written: the step is no longer what lies there. */
  isDropped: boolean;
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
    isDropped: false,
  };
}
