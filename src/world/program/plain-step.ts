/**
 * Plain steps, linked to each other: instructions that neither the kernel nor the call stack nor an expected outcome has
 * to do with. `run/plain-steps.ts` executes runs of them.
 */
import type { LinearAddress } from '../../machine/architecture/address';
import type { Execute } from '../../machine/cpu/instruction';
import type { InstructionStep, Step } from './step';

/** A plain step with what the loop needs of it at hand. */
export interface PlainStep {
  readonly step: InstructionStep;
  readonly execute: Execute;
  /** Behind the instruction: where RIP is when it executes, and after it unless it jumps. */
  readonly end: LinearAddress;
  /** The step at `end`, when that is plain too. */
  readonly next: PlainStep | undefined;
}

/** The plain ones of a program's steps, by the offset of their address from `base`. */
export function linkPlainSteps(steps: readonly Step[], base: LinearAddress): readonly (PlainStep | undefined)[] {
  const last = steps.at(-1);
  const plain: (PlainStep | undefined)[] = new Array(last ? last.address - base + 1 : 0).fill(undefined);
  for (const step of steps.toReversed()) {
    if (step.kind !== 'instruction' || !step.plain) continue;
    const end = step.address + step.size;
    plain[step.address - base] = { step, execute: step.execute, end, next: plain[end - base] };
  }
  return plain;
}
