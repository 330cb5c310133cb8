/** From an instruction to what runs it on a processor: the row's meaning, or #UD where the model lacks it. */
import { Fault } from '../architecture/exception';
import { FEATURES } from '../architecture/feature';
import type { Execute, Instruction, Written } from '../cpu/instruction';
import type { Processor } from '../processor/processor';
import { noteWritten } from '../xstate/xinuse';
import { requiringApx, rowOfUse, usesApx, withApxWritten } from './apx-use';
import { rowOfForm } from './index';

/**
 * What executes `instruction` on CPUs of model `processor`. The result may be called any number of times. A form that no
 * row gives a meaning to raises #UD, too; assembler and decoder do not produce one.
 */
export function compileInstruction(instruction: Instruction, processor: Processor): Execute {
  const row = rowOfForm(instruction.form);
  if (!row) return undefinedOpcode(`${instruction.mnemonic} is not modelled by this emulator`);
  const isApx = usesApx(instruction, row);
  const { features } = rowOfUse(row, instruction);
  const missing = features.find((feature) => !processor.has(feature));
  const written = row.written?.(instruction);
  if (!missing && !isApx) return noting(row.compile(instruction), written, processor);
  if (!missing) {
    const execute = noting(row.compile(instruction), withApxWritten(written, instruction), processor);
    return requiringApx(execute, instruction);
  }
  const name = row.mnemonic.toUpperCase();
  return undefinedOpcode(`${processor.model.title} has no ${FEATURES[missing].flag}, which ${name} needs`);
}

/** `execute`; on a processor that tracks writes (`Choices.inUse`), the written components are noted afterwards. */
function noting(execute: Execute, written: Written | undefined, { choices }: Processor): Execute {
  if (choices.inUse !== 'writes' || !written || written.modified === 0) return execute;
  return (cpu) => {
    execute(cpu);
    noteWritten(cpu, written);
  };
}

function undefinedOpcode(why: string): Execute {
  return () => {
    throw new Fault('#UD', { why });
  };
}
