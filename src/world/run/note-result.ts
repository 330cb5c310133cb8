/** What an instruction gives, for an outcome `= VALUE` behind it. */
import type { InstructionStep } from '../program/step';
import { instructionResult } from '../scope/instruction-result';
import type { World } from '../state/world';

/** The instruction is done. Only where outcomes are written does somebody ask for its result. */
export function noteResult({ flow, cpu }: World, { instruction, expected }: InstructionStep): void {
  const value = expected ? instructionResult(instruction, cpu) : undefined;
  if (value !== undefined) flow.outcomes.push({ kind: 'result', value, text: `0x${value.toString(16)}` });
}
