/** Instructions with R26-R31 and the same ones with R10-R15: of every form that takes both. */
import assert from 'node:assert/strict';
import { GPR } from '../../../src/machine/architecture/gpr';
import { encode } from '../../../src/machine/assembler/encode';
import { formByName } from '../../../src/machine/assembler/form';
import { usesExtendedGeneral } from '../../../src/machine/cpu/extended-general';
import type { Instruction, Operand, RegisterRef } from '../../../src/machine/cpu/instruction';
import { registerAt } from '../../../src/machine/cpu/register-names';
import { takesExtendedGeneral } from '../../../src/machine/encoding/extended-general';
import { written } from './instance-bytes';
import { allInstances, CODE } from './instances';

export const LOW_REGISTERS = 16;

/** Registers that no instruction uses by itself, in place of those that instances have. */
const LOWER: Readonly<Record<number, number>> = { [GPR.RAX]: 10, [GPR.RDX]: 11, [GPR.RBX]: 12, [GPR.RCX]: 13 };

type Rename = (register: RegisterRef) => RegisterRef;

const lower: Rename = (register) => ({ ...register, index: LOWER[register.index] ?? register.index });
const higher: Rename = (register) => ({ ...register, index: register.index + LOW_REGISTERS });

function renamed(operands: readonly Operand[], fixed: readonly boolean[], rename: Rename): readonly Operand[] {
  const of = (register: RegisterRef) =>
    register.file === 'gpr' ? registerAt('gpr', rename(register).index, register.size)! : register; // there are 32
  return operands.map((operand, at): Operand => {
    if (operand.kind === 'register') return fixed[at] ? operand : { ...operand, register: of(operand.register) };
    if (operand.kind !== 'memory') return operand;
    const { base, index } = operand.memory;
    return {
      ...operand,
      memory: { ...operand.memory, ...(base && { base: of(base) }), ...(index && { index: of(index) }) },
    };
  });
}

export interface ExtendedPair {
  readonly name: string;
  readonly low: Instruction;
  readonly high: Instruction;
}

/** Each form with memory where it takes that, and with registers alone. */
export function extendedPairs(): readonly ExtendedPair[] {
  return allInstances().flatMap(({ instruction }): readonly ExtendedPair[] => {
    const { form, mnemonic, prefixes = [] } = instruction;
    // Its address has 32 bits, which those of instances do not have.
    if (form === 'EVEX_Movdir64b_r32_m512') return [];
    const shape = formByName(form)!; // of a row
    const fixed = shape.operands.map(({ fixed: only }) => only !== undefined);
    const inRegisters = instruction.operands.map((operand, at): Operand => {
      const { file, size = 0 } = shape.operands[at] ?? {};
      return operand.kind === 'memory' && file === 'gpr'
        ? { kind: 'register', register: { file, index: GPR.RDX, size } }
        : operand;
    });
    const choices = inRegisters.some((operand, at) => operand !== instruction.operands[at])
      ? [instruction.operands, inRegisters]
      : [instruction.operands];
    return choices.flatMap((operands): readonly ExtendedPair[] => {
      const low = renamed(operands, fixed, lower);
      const high = renamed(low, fixed, higher);
      const takes = high.every(
        (operand) =>
          !usesExtendedGeneral(operand) ||
          takesExtendedGeneral(form, operand.kind === 'memory' ? 'memory' : 'register'),
      );
      if (!takes || !high.some(usesExtendedGeneral)) return [];
      const bytes = encode({ mnemonic, form: shape, operands: high.map(written), prefixes }, CODE);
      assert(bytes instanceof Uint8Array, form);
      const name = `${form}${operands === instruction.operands ? '' : ' with registers'}`;
      return [{ name, low: { ...instruction, operands: low }, high: { ...instruction, operands: high, bytes } }];
    });
  });
}
