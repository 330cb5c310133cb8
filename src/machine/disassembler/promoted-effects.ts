/**
 * What instructions with APX's EVEX prefix read and write: by what the library says of the older form with the same operands,
 * and by our own rows for those that are new.
 */
import type { Instruction, Operand } from '../cpu/instruction';
import { type ApxForm, CONDITIONS } from '../encoding/apx';
import { codeByName, type Iced, iced } from '../encoding/iced';
import type { Access } from '../encoding/rows';

export interface PromotedEffects {
  /** One for each operand. */
  readonly accesses: readonly Access[];
  /** Registers and memory that no operand names. */
  readonly reads: readonly string[];
  readonly writes: readonly string[];
  /** Bits of the library's `RflagsBits`. */
  readonly flagsRead: number;
  readonly flagsWritten: number;
  readonly flagsUndefined: number;
}

export function promotedEffects(instruction: Instruction, apx: ApxForm): PromotedEffects {
  const { operands, form } = instruction;
  const condition = conditionOf(apx.mnemonic);
  const conditionFlags = condition === undefined ? 0 : flagsOfCondition(condition);
  if (apx.older === undefined) {
    const accesses = ownAccesses(apx.mnemonic, operands);
    return { accesses, ...stackEffects(apx.mnemonic), flagsRead: conditionFlags, flagsWritten: 0, flagsUndefined: 0 };
  }
  const older = olderEffects(apx.older, operands);
  const keepsFlags = form.endsWith('_nf');
  return {
    ...older,
    flagsRead: older.flagsRead | conditionFlags,
    flagsWritten: keepsFlags ? 0 : older.flagsWritten,
    flagsUndefined: keepsFlags ? 0 : older.flagsUndefined,
  };
}

/** The condition in the name of a new conditional instruction. */
function conditionOf(mnemonic: string): string | undefined {
  const suffix = /^(?:ccmp|ctest|cfcmov|setzu)(\w+)$/.exec(mnemonic)?.[1];
  return suffix !== undefined && CONDITIONS.includes(suffix) ? suffix : undefined;
}

function flagsOfCondition(condition: string): number {
  return withCode(`Set${condition}_rm8`, (view) => view.rflagsRead);
}

/** The first is written; CFCMOV reads all others, and PUSH2 both. */
function ownAccesses(mnemonic: string, operands: readonly Operand[]): readonly Access[] {
  if (mnemonic.startsWith('push2')) return ['r', 'r'];
  if (mnemonic.startsWith('pop2')) return ['w', 'w'];
  return operands.map((_, at) => (at === 0 ? 'w' : 'r'));
}

const PAIR = 'memory (16 bytes)';

function stackEffects(mnemonic: string): Pick<PromotedEffects, 'reads' | 'writes'> {
  if (mnemonic.startsWith('push2')) return { reads: ['rsp'], writes: ['rsp', PAIR] };
  return mnemonic.startsWith('pop2') ? { reads: ['rsp', PAIR], writes: ['rsp'] } : { reads: [], writes: [] };
}

/** Registers that stand in for operands: no instruction has them without naming them. */
const STAND_INS = ['R15', 'R14', 'R13', 'R12'] as const;

/** With a new destination, all operands of the older form are only read. */
function olderEffects(form: string, operands: readonly Operand[]): PromotedEffects {
  return withCode(form, (view, info) => {
    const { Register } = iced();
    const count = view.opCount;
    const older = Array.from({ length: count }, (_, at) => accessOf(info.opAccess(at)));
    const hasDestination = operands.length > count;
    const accesses: readonly Access[] = hasDestination ? ['w', ...older.map(() => 'r' as const)] : older;
    const implied = info
      .usedRegisters()
      .map(({ register, access }) => ({ name: Register[register] ?? '', access: accessOf(access) }))
      .filter(({ name }) => name !== 'None' && !STAND_INS.some((standIn) => standIn === name))
      .map(({ name, access }) => ({ name: name.toLowerCase(), access }));
    const { rflagsWritten, rflagsCleared, rflagsSet, rflagsUndefined, rflagsRead } = view;
    return {
      accesses,
      reads: implied.flatMap(({ name, access }) => (access === 'w' ? [] : [name])),
      writes: implied.flatMap(({ name, access }) => (access === 'r' ? [] : [name])),
      flagsRead: rflagsRead,
      flagsWritten: rflagsWritten | rflagsCleared | rflagsSet,
      flagsUndefined: rflagsUndefined,
    };
  });
}

function accessOf(access: Iced.OpAccess | undefined): Access {
  const name = iced().OpAccess[access ?? 0] ?? '';
  if (!name.includes('Write')) return 'r';
  return name.includes('Read') ? 'rw' : 'w';
}

/** The library's view of a form, by its code alone. */
function withCode<Result>(form: string, use: (view: Iced.Instruction, info: Iced.InstructionInfo) => Result): Result {
  const { Instruction: View, InstructionInfoFactory, Register } = iced();
  const view = new View();
  view.code = codeByName(form) ?? 0;
  [view.op0Register, view.op1Register, view.op2Register] = [Register.R15, Register.R14, Register.R13];
  // A shift by 0 would change nothing.
  view.immediate8 = 1;
  const factory = new InstructionInfoFactory();
  const info = factory.info(view);
  try {
    return use(view, info);
  } finally {
    for (const each of [info, factory, view]) each.free();
  }
}
