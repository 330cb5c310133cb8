/** Programs changed, for tests of code as it lies in memory. */
import type { Program } from '../../../src/world/program/program';
import type { Step } from '../../../src/world/program/step';

/** The same program, of which no line is known to be what lies in memory: every instruction is decoded. */
export function undecoded(program: Program): Program {
  const strange = (step: Step | undefined): Step | undefined =>
    step?.kind === 'instruction'
      ? { ...step, instruction: { ...step.instruction, bytes: step.instruction.bytes.map((byte) => ~byte) } }
      : step;
  return { ...program, stepAt: (address) => strange(program.stepAt(address)) };
}
