/**
 * Effects of instructions with registers that the library does not know, R16-R31 of APX: those of the same instruction with
 * lower registers that it has not, with the names put back.
 */
import { encode } from '../assembler/encode';
import { formByName } from '../assembler/form';
import { usesExtendedGeneral } from '../cpu/extended-general';
import type { Instruction, Operand, RegisterRef } from '../cpu/instruction';
import { isExtendedGeneral, registerAt, registerByName, registerName } from '../cpu/register-names';
import type { AssemblerOperand } from '../encoding/operand';

/** Registers that no instruction uses unless an operand says so. */
const NEVER_IMPLIED = [8, 9, 10, 12, 13, 14, 15];

/** Forms of APX by the older ones with the same effects. */
const OLDER: ReadonlyMap<string, string> = new Map([
  ['Pushp_r64', 'Push_r64'],
  ['Popp_r64', 'Pop_r64'],
]);

/** Names of registers and of memory. */
interface Named {
  readonly reads: readonly string[];
  readonly writes: readonly string[];
}

/** What `effectsOf` tells of `instruction`. */
export function throughLower<Effects extends Named>(
  instruction: Instruction,
  effectsOf: (instruction: Instruction) => Effects,
): Effects {
  const { operands, prefixes = [], mnemonic, address } = instruction;
  const name = OLDER.get(instruction.form) ?? instruction.form;
  const isPlain = name === instruction.form && !prefixes.includes('{rex2}') && !operands.some(usesExtendedGeneral);
  const form = isPlain ? undefined : formByName(name);
  if (!form) return effectsOf(instruction);
  const lower = new LowerRegisters(operands);
  const bytes = encode(
    {
      mnemonic,
      form,
      operands: operands.map((operand) => asWritten(operand, lower)),
      prefixes: prefixes.filter((prefix) => prefix !== '{rex2}'),
    },
    address,
  );
  if (!(bytes instanceof Uint8Array)) return effectsOf(instruction);
  const effects = effectsOf({ ...instruction, bytes, form: name });
  const back = (register: string) => lower.nameOf(register);
  return { ...effects, reads: effects.reads.map(back), writes: effects.writes.map(back) };
}

/** Stand-ins for R16-R31 in one instruction. */
class LowerRegisters {
  private readonly free: number[];
  /** By the number of the stand-in. */
  private readonly stoodFor = new Map<number, number>();

  constructor(operands: readonly Operand[]) {
    const used = new Set(operands.flatMap(registersOf).map(({ index }) => index));
    this.free = NEVER_IMPLIED.filter((index) => !used.has(index));
  }

  of(register: RegisterRef): RegisterRef {
    if (!isExtendedGeneral(register)) return register;
    const known = [...this.stoodFor].find(([, index]) => index === register.index)?.[0];
    const index = known ?? this.free.shift() ?? register.index;
    this.stoodFor.set(index, register.index);
    return registerAt('gpr', index, register.size) ?? register;
  }

  /** The name of the register that a named one stands for; the library calls R8B `r8l`. */
  nameOf(name: string): string {
    const register = registerByName(name.replace(/^(r\d+)l$/, '$1b'));
    const index = register?.file === 'gpr' ? this.stoodFor.get(register.index) : undefined;
    return register && index !== undefined ? registerName({ ...register, index }) : name;
  }
}

function registersOf(operand: Operand): readonly RegisterRef[] {
  if (operand.kind === 'register') return operand.register.file === 'gpr' ? [operand.register] : [];
  if (operand.kind !== 'memory') return [];
  const { base, index } = operand.memory;
  return [...(base?.file === 'gpr' ? [base] : []), ...(index?.file === 'gpr' ? [index] : [])];
}

/** An operand as the assembler takes it, with `lower` registers. */
function asWritten(operand: Operand, lower: LowerRegisters): AssemblerOperand {
  if (operand.kind === 'register') return { ...operand, register: lower.of(operand.register) };
  if (operand.kind !== 'memory') return operand;
  const { base, index, size: _, ...rest } = operand.memory;
  return { ...operand, ...rest, ...(base && { base: lower.of(base) }), ...(index && { index: lower.of(index) }) };
}
