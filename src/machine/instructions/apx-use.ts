/**
 * What an instruction needs that uses APX: by its prefix, by its form or by a register (APX 355828, 3.1). All of them raise #UD
 * unless the system has enabled component 19, and those that write one of R16-R31 leave that component in use.
 */
import { CR4 } from '../architecture/bits';
import { componentSet, XFEATURE, xfeatureMask } from '../architecture/component';
import { Fault } from '../architecture/exception';
import type { Feature } from '../architecture/feature';
import { SCALAR } from '../architecture/register-file';
import type { Cpu } from '../cpu/cpu';
import { usesExtendedGeneral } from '../cpu/extended-general';
import type { Execute, Instruction, InstructionRow, Written } from '../cpu/instruction';
import { isExtendedGeneral } from '../cpu/register-names';
import { hasOsxsave } from '../cpu/requirements';
import { encodingOfForm } from '../encoding/rows';
import { writesOperand } from './general-written';
import { rowOfForm } from './index';
import { APX_DISABLED } from './integer/row';

const APX_STATE = componentSet(xfeatureMask('APX'));

/** Whether the instruction exists with APX only. */
export function usesApx({ operands, prefixes = [] }: Instruction, { features }: InstructionRow): boolean {
  return features.includes('APX_F') || prefixes.includes('{rex2}') || operands.some(usesExtendedGeneral);
}

/** The row with what an instruction's registers or its prefix add: a feature, component 19, and when these raise #UD. */
export function rowOfUse(row: InstructionRow, instruction: Instruction): InstructionRow {
  if (!usesApx(instruction, row) || row.features.includes('APX_F')) return row;
  return {
    ...row,
    features: [...row.features, 'APX_F'],
    components: [...(row.components ?? []), XFEATURE.APX],
    exceptions: [APX_DISABLED, ...row.exceptions],
  };
}

/** All that an instruction needs. */
export function featuresOf(instruction: Instruction): readonly Feature[] {
  const row = rowOfForm(instruction.form);
  return row ? rowOfUse(row, instruction).features : [];
}

/** `execute` with the checks of APX before all others. AMX has them among the rules of its classes. */
export function requiringApx(execute: Execute, { form, mnemonic }: Instruction): Execute {
  if (encodingOfForm(form)) return execute;
  const name = mnemonic.toUpperCase();
  return (cpu) => {
    if (!isApxEnabled(cpu)) throw notEnabled(cpu, name);
    execute(cpu);
  };
}

/** At hand, for this is asked for each instruction that uses APX. */
const { cr4: CR4_SCALAR, xcr0: XCR0_SCALAR } = SCALAR;
const OSXSAVE = Number(CR4.OSXSAVE);

/** Whether the system has enabled XSAVE and component 19. */
function isApxEnabled(cpu: Cpu): boolean {
  return (cpu.low(CR4_SCALAR) & OSXSAVE) !== 0 && (cpu.low(XCR0_SCALAR) & APX_STATE) !== 0;
}

/** `name` is the instruction's, in capitals. */
function notEnabled(cpu: Cpu, name: string): Fault {
  if (!hasOsxsave(cpu)) return new Fault('#UD', { why: `CR4.OSXSAVE is 0: ${name} with APX is not enabled` });
  const xcr0 = `XCR0 is 0x${cpu.xcr0.toString(16)}`;
  return new Fault('#UD', { why: `XCR0[19] is 0 (${xcr0}): ${name} needs APX here, which is not enabled` });
}

/** `written`, and component 19 where one of R16-R31 is written. */
export function withApxWritten(written: Written | undefined, instruction: Instruction): Written | undefined {
  const { operands } = instruction;
  const isWritten = operands.some(
    (operand, at) =>
      operand.kind === 'register' && isExtendedGeneral(operand.register) && writesOperand(instruction, at),
  );
  if (!isWritten) return written;
  const { used = 0, modified = 0 } = written ?? {};
  return { used: used | (1 << XFEATURE.APX), modified: modified | (1 << XFEATURE.APX) };
}
