/** Where the GNU assembler's spelling of an instruction and its form differ. */
import { GPR } from '../architecture/gpr';
import { isVector } from '../cpu/register-names';
import type { AssemblerOperand } from '../encoding/operand';
import { tableOf } from '../table';
import type { Form } from './form';
import { withoutStringOperands } from './string-form';

/** Operands may be written in either order. */
export const COMMUTATIVE: ReadonlySet<string> = new Set(['xchg', 'test']);

/** With memory of no stated size these mean 64 bits. */
export const DEFAULT_64: ReadonlySet<string> = new Set(['push', 'pop', 'call', 'jmp']);

/** Spellings that stand for some forms of an instruction only. */
export const FORMS_OF_SPELLING = tableOf<readonly string[]>({
  movabs: [
    'Mov_r64_imm64',
    ...['AL_moffs8', 'AX_moffs16', 'EAX_moffs32', 'RAX_moffs64'].map((operands) => `Mov_${operands}`),
    ...['moffs8_AL', 'moffs16_AX', 'moffs32_EAX', 'moffs64_RAX'].map((operands) => `Mov_${operands}`),
  ],
});

const SHIFTS: ReadonlySet<string> = new Set(['shl', 'sal', 'shr', 'sar', 'rol', 'ror', 'rcl', 'rcr']);

/** Their third operand is always XMM0, and may be written. */
const BLENDS_BY_XMM0: ReadonlySet<string> = new Set(['pblendvb', 'blendvps', 'blendvpd']);

/** With a general register of 64 bits these are what they are with 32: the upper half is zeros, or is not read. */
const WITHOUT_REX_W: ReadonlySet<string> = new Set(
  ['movmskps', 'movmskpd', 'pmovmskb', 'pinsrb', 'pinsrw', 'pextrb', 'pextrw', 'extractps'].flatMap((name) => [
    name,
    `v${name}`,
  ]),
);

function isXmm0(operand: AssemblerOperand | undefined): boolean {
  return operand?.kind === 'register' && operand.register.file === 'xmm' && operand.register.index === 0;
}

/** Fills in what may be left out: `shl eax` and `shl eax, ecx` shift by 1, `imul eax, 3` is `imul eax, eax, 3`; and leaves out what is said twice. */
export function completeOperands(mnemonic: string, operands: readonly AssemblerOperand[]): readonly AssemblerOperand[] {
  const first = operands[0];
  const second = operands[1];
  if (SHIFTS.has(mnemonic) && isWithoutCount(operands)) return [...operands, { kind: 'immediate', value: 1n }];
  if (mnemonic === 'imul' && operands.length === 2 && first && second?.kind === 'immediate') {
    return [first, first, second];
  }
  if (mnemonic === 'mov' && first?.kind === 'register' && second?.kind === 'register') {
    return ofSelector(first, second) ?? operands;
  }
  if (WITHOUT_REX_W.has(mnemonic)) return operands.map(withoutUpperHalf);
  if (operands.length === 3 && BLENDS_BY_XMM0.has(mnemonic) && isXmm0(operands[2])) return operands.slice(0, 2);
  return withoutStringOperands(mnemonic, operands);
}

/** A shift by 1: of one operand, or of the second into the first, which is a new destination of APX. */
function isWithoutCount(operands: readonly AssemblerOperand[]): boolean {
  const second = operands[1];
  if (operands.length !== 2) return operands.length === 1;
  if (second?.kind !== 'register') return second?.kind === 'memory';
  const { file, index, size } = second.register;
  return file !== 'gpr' || size !== 1 || index !== GPR.RCX;
}

type RegisterOperand = Extract<AssemblerOperand, { kind: 'register' }>;

/**
 * MOV between a segment register and a general one takes no prefix where 32 bits do the same: 16 bits are read of any, and
 * of 64 that are written the upper 32 are zeros. Undefined when neither is a segment register.
 */
function ofSelector(target: RegisterOperand, source: RegisterOperand): readonly AssemblerOperand[] | undefined {
  if (target.register.file === 'segment') return [target, source.register.size > 1 ? low32(source) : source];
  if (source.register.file === 'segment') return [target.register.size === 8 ? low32(target) : target, source];
  return undefined;
}

function withoutUpperHalf(operand: AssemblerOperand): AssemblerOperand {
  return operand.kind === 'register' && operand.register.size === 8 ? low32(operand) : operand;
}

function low32(operand: RegisterOperand): RegisterOperand {
  const { register } = operand;
  return register.file === 'gpr' ? { ...operand, register: { ...register, size: 4 } } : operand;
}

/**
 * A VEX move whose source alone is a register 8 to 15: as a store, where the source is the other field, it takes the short
 * VEX prefix.
 */
export function isShorterAsStore({ name, operands: patterns }: Form, operands: readonly AssemblerOperand[]): boolean {
  const target = operands[0];
  const source = operands[operands.length - 1];
  if (target?.kind !== 'register' || source?.kind !== 'register' || !isVector(source.register)) return false;
  if (!/^VEX_V(mov(aps|apd|ups|upd|dqa|dqu|q)|movs[sd])_[xy]mm_/.test(name) || name.endsWith('_0F11')) return false;
  const middle = operands.length === 3 ? operands[1] : undefined;
  const isLow = middle === undefined || middle.kind === 'register';
  const sameFile = patterns[0]?.file === source.register.file;
  return sameFile && isLow && target.register.index < 8 && source.register.index >= 8;
}

/** Opcode 90h is XCHG of the accumulator with itself in name only: it leaves bits 63:32 alone. */
export function misreadsAsNop(form: Form, operands: readonly AssemblerOperand[]): boolean {
  const first = operands[0];
  return (
    form.rank === 0 && first?.kind === 'register' && first.register.index === GPR.RAX && form.name.startsWith('Xchg_r')
  );
}
