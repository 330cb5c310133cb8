/** Control and status of SSE and of the x87 unit (Intel SDM vol. 1, 8.1 and 10.2.3). */
import { type BitField, bitFields, type RegisterRow } from './row';

const EXCEPTION_FLAGS = bitFields([
  [0, 'IE', 'Invalid operation has happened.'],
  [1, 'DE', 'A denormal operand has been met.'],
  [2, 'ZE', 'Division by zero has happened.'],
  [3, 'OE', 'Overflow has happened.'],
  [4, 'UE', 'Underflow has happened.'],
  [5, 'PE', 'A result has been rounded.'],
]);

/** The masks of the exceptions, from bit `first` on. */
function exceptionMasks(first: number): readonly BitField[] {
  return bitFields([
    [first, 'IM', 'Invalid operation is masked.'],
    [first + 1, 'DM', 'Denormal operands are masked.'],
    [first + 2, 'ZM', 'Division by zero is masked.'],
    [first + 3, 'OM', 'Overflow is masked.'],
    [first + 4, 'UM', 'Underflow is masked.'],
    [first + 5, 'PM', 'Rounding is masked.'],
  ]);
}

const ROUNDING = 'Rounding: 0 to nearest even, 1 down, 2 up, 3 toward zero.';

export const MXCSR_DEFAULT = 0x1f80;
export const FCW_DEFAULT = 0x37f;

const X87 = {
  width: 16,
  storage: 'u32',
  group: 'x87',
  write: { never: 'x87 registers change with instructions only.' },
} as const;

const POINTER = { ...X87, manual: 'SDM vol. 1, 8.1.8', kind: 'number', inExpressions: 'unless declared' } as const;

/**
 * The registers of the state component X87 stand in the order of the component's runs of words: see `register-file.ts`.
 */
export const FLOATING_POINT_REGISTERS = {
  mxcsr: {
    name: 'mxcsr',
    title: 'MXCSR',
    documentation: 'Control and status of SSE arithmetic; 0x1f80 at reset.',
    manual: 'SDM vol. 1, 10.2.3',
    width: 32,
    kind: 'number',
    fields: [
      ...EXCEPTION_FLAGS,
      ...bitFields([[6, 'DAZ', 'Denormals are zero: denormal operands count as zero.']]),
      ...exceptionMasks(7),
      ...bitFields([
        [13, 'RC', ROUNDING, { width: 2 }],
        [15, 'FTZ', 'Flush to zero: a result that underflows becomes zero.'],
        [17, 'MM', 'Misaligned SSE operands are allowed (AMD).', { feature: 'MISALIGNED_SSE' }],
      ]),
    ],
    storage: 'u32',
    reset: MXCSR_DEFAULT,
    write: 'LDMXCSR',
    group: 'vector',
  },
  fcw: {
    ...X87,
    name: 'fcw',
    title: 'FCW',
    documentation: 'x87 control word; 0x37f at reset.',
    manual: 'SDM vol. 1, 8.1.5',
    kind: 'number',
    fields: [
      ...exceptionMasks(0),
      ...bitFields([
        [8, 'PC', 'Precision: 0 single, 2 double, 3 extended.', { width: 2 }],
        [10, 'RC', ROUNDING, { width: 2 }],
      ]),
    ],
    reset: FCW_DEFAULT,
  },
  fsw: {
    ...X87,
    name: 'fsw',
    title: 'FSW',
    documentation: 'x87 status word.',
    manual: 'SDM vol. 1, 8.1.3',
    kind: 'number',
    fields: [
      ...EXCEPTION_FLAGS,
      ...bitFields([
        [6, 'SF', 'Stack fault: the register stack overflowed or underflowed.'],
        [7, 'ES', 'An unmasked exception is pending.'],
        [8, 'C0', 'Condition code 0.'],
        [9, 'C1', 'Condition code 1; with a stack fault, its direction.'],
        [10, 'C2', 'Condition code 2.'],
        [11, 'TOP', 'The physical register that is ST0.', { width: 3 }],
        [14, 'C3', 'Condition code 3.'],
        [15, 'B', 'As ES.'],
      ]),
    ],
  },
  ftw: {
    ...X87,
    name: 'ftw',
    title: 'FTW',
    documentation: 'Abridged x87 tag word: bit j is 1 while physical register j is not empty.',
    manual: 'SDM vol. 1, 8.1.7 and 10.5.1',
    width: 8,
    kind: 'number',
    inExpressions: 'unless declared',
  },
  fop: { ...POINTER, name: 'fop', title: 'FOP', documentation: 'Opcode of the last x87 instruction: 11 bits.' },
  fcs: { ...POINTER, name: 'fcs', title: 'FCS', documentation: 'Code segment of the last x87 instruction.' },
  fds: { ...POINTER, name: 'fds', title: 'FDS', documentation: 'Data segment of the last x87 operand.' },
  fip: {
    ...POINTER,
    name: 'fip',
    title: 'FIP',
    documentation: 'Address of the last x87 instruction.',
    width: 64,
    storage: 'u64',
    kind: 'address',
  },
  fdp: {
    ...POINTER,
    name: 'fdp',
    title: 'FDP',
    documentation: 'Address of the last x87 operand.',
    width: 64,
    storage: 'u64',
    kind: 'address',
  },
} as const satisfies Record<string, RegisterRow>;
