/** From bytes in memory to a step: the trace's own, where they are what the trace has there, else what they decode to. */

import { Fault } from '../../machine/architecture/exception';
import type { LinearAddress } from '../../machine/architecture/linear-address';
import type { Execute, Instruction } from '../../machine/cpu/instruction';
import { decode, MAX_INSTRUCTION_LENGTH } from '../../machine/disassembler/decoder';
import { compileInstruction } from '../../machine/instructions/execute';
import type { Processor } from '../../machine/processor/processor';
import { changesFlow } from '../program/changes-flow';
import type { InstructionStep, Step } from '../program/step';
import type { Shared, SharedInstructions } from './shared-instructions';

/** The fields that a step takes from its line of the trace. */
export type StepOrigin = Pick<Step, 'index' | 'line' | 'proc' | 'expected'>;

/** Of an instruction that no line of the trace stands for. */
const NO_LINE: StepOrigin = { index: -1, line: -1, proc: null, expected: null };

/** Whether the trace's own step begins `bytes`. */
export function isUnchanged(step: Step | undefined, bytes: Uint8Array): step is InstructionStep {
  if (step?.kind !== 'instruction' || step.size > bytes.length) return false;
  return step.instruction.bytes.every((byte, at) => byte === bytes[at]);
}

/**
 * What `bytes` at `address` execute as; undefined when they are too few to tell.
 *
 * @param laid the trace's step there: code that was written over it keeps its line, and what is expected of it.
 * @param shared what was decoded for the same processor.
 */
export function decodeStep(
  bytes: Uint8Array,
  address: LinearAddress,
  processor: Processor,
  laid: StepOrigin | undefined,
  shared?: SharedInstructions,
): InstructionStep | undefined {
  const made = executable(bytes, address, processor, shared);
  if (!made) return undefined;
  const { instruction, execute } = made;
  const { index, line, proc, expected } = laid ?? NO_LINE;
  const plain = expected === null && !changesFlow(instruction.mnemonic);
  const size = instruction.bytes.length;
  return { kind: 'instruction', index, line, address, size, proc, expected, instruction, execute, plain };
}

function executable(
  bytes: Uint8Array,
  address: LinearAddress,
  processor: Processor,
  shared: SharedInstructions | undefined,
): Shared | undefined {
  const known = shared?.find(bytes);
  if (known) return { instruction: { ...known.instruction, address }, execute: known.execute };
  const decoded = decode(bytes, address);
  if (decoded.kind === 'instruction') {
    const { instruction } = decoded;
    const made = { instruction, execute: compileInstruction(instruction, processor) };
    shared?.enter(made);
    return made;
  }
  if (decoded.kind === 'not-modelled') {
    const why = `${decoded.text} is not modelled by this emulator`;
    return raising(
      new Fault('#UD', { why, isNotModelled: true }),
      decoded.text,
      bytes.slice(0, decoded.length),
      address,
    );
  }
  if (!decoded.cutOff) return raising(new Fault('#UD', { why: decoded.why }), '(bad)', bytes.slice(0, 1), address);
  if (bytes.length < MAX_INSTRUCTION_LENGTH) return undefined;
  const why = `the instruction is longer than ${MAX_INSTRUCTION_LENGTH} bytes`;
  return raising(new Fault('#GP', { errorCode: 0, why }), '(bad)', bytes.slice(0, 1), address);
}

function raising({ mnemonic: name, detail }: Fault, mnemonic: string, bytes: Uint8Array, address: LinearAddress) {
  const instruction: Instruction = { address, bytes, mnemonic, operands: [], operandSize: 0, form: '' };
  const execute: Execute = () => {
    throw new Fault(name, detail);
  };
  return { instruction, execute };
}
