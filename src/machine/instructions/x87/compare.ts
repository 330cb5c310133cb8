/** x87 comparisons (Intel SDM vol. 2, FCOM to FXAM, and FCMOVcc). */
import { FLAG } from '../../architecture/bits';
import type { Instruction, InstructionRow } from '../../cpu/instruction';
import type { Operate } from '../../x87/complete';
import { numberOfInteger } from '../../x87/number';
import { comparing, examine, memoryOperand, register } from '../../x87/test-top';
import { moveIf } from '../../x87/transfer';
import { formatOf, OF_MEMORY, operating, registerIndex, x87Operation } from './operation';

const CODES = 'C3, C2 and C0 say greater (000b), less (001b), equal (100b) or unordered (111b)';
const FLAGS = 'ZF, PF and CF say greater (000b), less (001b), equal (100b) or unordered (111b); OF, SF and AF = 0';

interface Shape {
  readonly mnemonic: string;
  readonly forms: readonly string[];
  readonly quietly?: boolean;
  readonly pops?: number;
  readonly toFlags?: boolean;
  readonly manual: string;
}

const COM = 'FCOM/FCOMP/FCOMPP';
const UCOM = 'FUCOM/FUCOMP/FUCOMPP';
const COMI = 'FCOMI/FCOMIP/FUCOMI/FUCOMIP';

const SHAPES: readonly Shape[] = [
  { mnemonic: 'fcom', forms: ['Fcom_m32fp', 'Fcom_m64fp', 'Fcom_st0_sti'], manual: COM },
  { mnemonic: 'fcomp', forms: ['Fcomp_m32fp', 'Fcomp_m64fp', 'Fcomp_st0_sti'], pops: 1, manual: COM },
  { mnemonic: 'fcompp', forms: ['Fcompp'], pops: 2, manual: COM },
  { mnemonic: 'fucom', forms: ['Fucom_st0_sti'], quietly: true, manual: UCOM },
  { mnemonic: 'fucomp', forms: ['Fucomp_st0_sti'], quietly: true, pops: 1, manual: UCOM },
  { mnemonic: 'fucompp', forms: ['Fucompp'], quietly: true, pops: 2, manual: UCOM },
  { mnemonic: 'ficom', forms: ['Ficom_m16int', 'Ficom_m32int'], manual: 'FICOM/FICOMP' },
  { mnemonic: 'ficomp', forms: ['Ficomp_m16int', 'Ficomp_m32int'], pops: 1, manual: 'FICOM/FICOMP' },
  { mnemonic: 'fcomi', forms: ['Fcomi_st0_sti'], toFlags: true, manual: COMI },
  { mnemonic: 'fcomip', forms: ['Fcomip_st0_sti'], toFlags: true, pops: 1, manual: COMI },
  { mnemonic: 'fucomi', forms: ['Fucomi_st0_sti'], toFlags: true, quietly: true, manual: COMI },
  { mnemonic: 'fucomip', forms: ['Fucomip_st0_sti'], toFlags: true, quietly: true, pops: 1, manual: COMI },
];

const POPPED: readonly string[] = ['', ' Then ST(0) is popped.', ' Then ST(0) and ST(1) are popped.'];

function comparison(shape: Shape): InstructionRow {
  const { mnemonic, forms, quietly = false, pops = 0, toFlags = false, manual } = shape;
  const hasMemory = forms.some((form) => /_m\d/.test(form));
  return x87Operation({
    mnemonic,
    summary: `Compare x87 numbers${quietly ? ', quiet NaNs without an exception' : ''}${pops ? ', and pop' : ''}`,
    operation: `Compares ST(0) with the ${mnemonic.startsWith('fi') ? 'integer' : 'operand, or ST(1)'}: ${toFlags ? FLAGS : CODES}.${POPPED[pops] ?? ''}`,
    manual,
    ...(toFlags && { feature: 'CMOV' }),
    ...(hasMemory && { faults: OF_MEMORY }),
    forms,
    operate: (instruction) => comparing(otherOperand(instruction), { quietly, pops, toFlags }),
  });
}

/** The last operand; ST(1) where none is written. */
function otherOperand(instruction: Instruction): Parameters<typeof comparing>[0] {
  const format = formatOf(instruction);
  if (format) return memoryOperand(format);
  const { length } = instruction.operands;
  return register(length === 0 ? 1 : registerIndex(instruction, length - 1));
}

const { CF, ZF, PF } = FLAG;

/** By the ends of their mnemonics. */
const MOVES: Readonly<Record<string, readonly [when: string, condition: (rflags: number) => boolean]>> = {
  b: ['CF is 1', (flags) => (flags & CF) !== 0],
  e: ['ZF is 1', (flags) => (flags & ZF) !== 0],
  be: ['CF or ZF is 1', (flags) => (flags & (CF | ZF)) !== 0],
  u: ['PF is 1', (flags) => (flags & PF) !== 0],
  nb: ['CF is 0', (flags) => (flags & CF) === 0],
  ne: ['ZF is 0', (flags) => (flags & ZF) === 0],
  nbe: ['CF and ZF are 0', (flags) => (flags & (CF | ZF)) === 0],
  nu: ['PF is 0', (flags) => (flags & PF) === 0],
};

const ZERO = numberOfInteger(0n);
const TEST: Operate = comparing(() => ZERO, {});

export const X87_COMPARISONS: readonly InstructionRow[] = [
  ...SHAPES.map(comparison),
  x87Operation({
    mnemonic: 'ftst',
    summary: 'Compare an x87 number with 0',
    operation: `Compares ST(0) with 0: ${CODES}.`,
    forms: ['Ftst'],
    operate: operating(TEST),
  }),
  x87Operation({
    mnemonic: 'fxam',
    summary: 'Classify an x87 number',
    operation:
      'C3, C2 and C0 = 000b for an encoding that is not supported, 001b for a NaN, 010b for a normal number, 011b for infinity, 100b for zero, 101b where ST(0) is empty, 110b for a denormal number; C1 = its sign.',
    forms: ['Fxam'],
    operate: operating(examine),
  }),
  ...Object.entries(MOVES).map(([end, [when, condition]]) =>
    x87Operation({
      mnemonic: `fcmov${end}`,
      summary: `Move an x87 number if ${when}`,
      operation: `ST(0) = ST(i), if ${when}.`,
      manual: 'FCMOVcc',
      feature: 'CMOV',
      forms: [`Fcmov${end}_st0_sti`],
      operate: (instruction) => moveIf(condition, registerIndex(instruction, 1)),
    }),
  ),
];
