/** Which registers, memory and flags an instruction reads and writes: by `iced-x86`, or by our own rows for AMX and APX. */
import type { Instruction, MemoryRef, Operand } from '../cpu/instruction';
import { registerName } from '../cpu/register-names';
import { apxFormOf } from '../encoding/apx';
import { codeByName, type Iced, iced } from '../encoding/iced';
import { type Access, encodingOfForm } from '../encoding/rows';
import { throughLower } from './lower-registers';
import { type PromotedEffects, promotedEffects } from './promoted-effects';

export interface Effects {
  /** Lower-case names of registers, and `memory (4 bytes)`; each once. */
  readonly reads: readonly string[];
  readonly writes: readonly string[];
  /** Upper-case names of flags. */
  readonly flagsRead: readonly string[];
  readonly flagsWritten: readonly string[];
  /** Left with any value. */
  readonly flagsUndefined: readonly string[];
}

/** The registers and the memory that an assembled instruction reads and writes, without exceptions and handlers. */
export function effectsOf(instruction: Instruction): Effects {
  const row = encodingOfForm(instruction.form);
  if (row) return operandEffects(instruction, row.accesses);
  const apx = apxFormOf(instruction.form);
  if (apx) return withOperands(instruction, promotedEffects(instruction, apx));
  return throughLower(instruction, libraryEffects);
}

const NO_EFFECTS: Effects = { reads: [], writes: [], flagsRead: [], flagsWritten: [], flagsUndefined: [] };

function operandEffects({ operands }: Instruction, accesses: readonly Access[]): Effects {
  const reads: string[] = [];
  const writes: string[] = [];
  for (const [index, operand] of operands.entries()) {
    const access = accesses[index] ?? 'r';
    const name = operandName(operand);
    if (operand.kind === 'memory') reads.push(...addressNames(operand.memory));
    if (name !== undefined && access !== 'w') reads.push(name);
    if (name !== undefined && access !== 'r') writes.push(name);
  }
  return { ...NO_EFFECTS, reads: unique(reads), writes: unique(writes) };
}

function withOperands(instruction: Instruction, effects: PromotedEffects): Effects {
  const { reads, writes } = operandEffects(instruction, effects.accesses);
  return {
    reads: unique([...reads, ...effects.reads]),
    writes: unique([...writes, ...effects.writes]),
    flagsRead: flagNames(effects.flagsRead),
    flagsWritten: flagNames(effects.flagsWritten),
    flagsUndefined: flagNames(effects.flagsUndefined),
  };
}

function operandName(operand: Operand): string | undefined {
  if (operand.kind === 'register') return registerName(operand.register);
  return operand.kind === 'memory' ? memoryName(operand.memory.size) : undefined;
}

function addressNames({ base, index }: MemoryRef): readonly string[] {
  return [base, index].flatMap((register) => (register && register.file !== 'rip' ? [registerName(register)] : []));
}

function memoryName(bytes: number): string {
  return bytes === 0 ? 'memory' : `memory (${bytes} ${bytes === 1 ? 'byte' : 'bytes'})`;
}

function libraryEffects({ bytes, address, form }: Instruction): Effects {
  if (codeByName(form) === undefined) return NO_EFFECTS;
  const { Decoder, InstructionInfoFactory, MemorySizeExt } = iced();
  const decoder = new Decoder(64, bytes, 0);
  decoder.ip = BigInt.asUintN(64, BigInt(address));
  const view = decoder.decode();
  const factory = new InstructionInfoFactory();
  const info = factory.info(view);
  const used = [
    ...info.usedRegisters().map(({ register, access }) => ({ name: libraryName(register), access })),
    ...info
      .usedMemory()
      .map(({ memorySize, access }) => ({ name: memoryName(MemorySizeExt.size(memorySize)), access })),
  ];
  const effects = {
    reads: unique(used.filter(({ access }) => isRead(access)).map(({ name }) => name)),
    writes: unique(used.filter(({ access }) => isWritten(access)).map(({ name }) => name)),
    flagsRead: flagNames(view.rflagsRead),
    flagsWritten: flagNames(view.rflagsWritten | view.rflagsCleared | view.rflagsSet),
    flagsUndefined: flagNames(view.rflagsUndefined),
  };
  for (const each of [info, factory, view, decoder]) each.free();
  return effects;
}

const FLAG_NAMES = ['CF', 'PF', 'AF', 'ZF', 'SF', 'IF', 'DF', 'OF', 'AC'] as const;

function flagNames(bits: number): readonly string[] {
  const { RflagsBits } = iced();
  return FLAG_NAMES.filter((name) => bits & RflagsBits[name]);
}

function libraryName(register: Iced.Register): string {
  return (iced().Register[register] ?? '').toLowerCase();
}

function isRead(access: Iced.OpAccess): boolean {
  const { OpAccess } = iced();
  const reading: readonly Iced.OpAccess[] = [
    OpAccess.Read,
    OpAccess.CondRead,
    OpAccess.ReadWrite,
    OpAccess.ReadCondWrite,
  ];
  return reading.includes(access);
}

function isWritten(access: Iced.OpAccess): boolean {
  const { OpAccess } = iced();
  const writing: readonly Iced.OpAccess[] = [
    OpAccess.Write,
    OpAccess.CondWrite,
    OpAccess.ReadWrite,
    OpAccess.ReadCondWrite,
  ];
  return writing.includes(access);
}

function unique(names: readonly string[]): readonly string[] {
  return [...new Set(names)];
}
