/** The registers of general-purpose code beside RAX to R31: RIP, RFLAGS, segment bases, the time-stamp counter. */
import { bitFields, lowMasksOf, type RegisterRow } from './row';

const RFLAGS_FIELDS = bitFields([
  [0, 'CF', 'Carry.'],
  [2, 'PF', 'Parity: the low byte of the result has an even number of ones.'],
  [4, 'AF', 'Carry out of bit 3.'],
  [6, 'ZF', 'Zero.'],
  [7, 'SF', 'Sign.'],
  [8, 'TF', 'Trap: #DB after each instruction.'],
  [9, 'IF', 'Interrupts are enabled.'],
  [10, 'DF', 'String instructions go downwards.'],
  [11, 'OF', 'Signed overflow.'],
  [12, 'IOPL', 'The privilege level that I/O needs.', { width: 2 }],
  [14, 'NT', 'Nested task.'],
  [16, 'RF', 'Resume: no instruction breakpoint on the next instruction.'],
  [17, 'VM', 'Virtual-8086 mode.'],
  [18, 'AC', 'Alignment check; with SMAP, the kernel may touch user pages.'],
  [19, 'VIF', 'Virtual interrupt flag.'],
  [20, 'VIP', 'Virtual interrupt pending.'],
  [21, 'ID', 'CPUID exists.'],
]);

/** Bits of RFLAGS, as numbers, because `Cpu` keeps only the low half. */
export const FLAG = lowMasksOf(RFLAGS_FIELDS);

export const RFLAGS_DEFAULT = 0x202;

const BASE = {
  manual: 'SDM vol. 3, 3.4.4',
  width: 64,
  kind: 'address',
  storage: 'u64',
  write: 'WRMSR',
  group: 'general',
  inExpressions: false,
} as const;

export const GENERAL_REGISTERS = {
  rip: {
    name: 'rip',
    title: 'RIP',
    documentation: 'Address of the next instruction.',
    manual: 'SDM vol. 1, 3.5',
    width: 64,
    kind: 'address',
    storage: 'linear',
    write: { never: 'Use Jump to Cursor.' },
    group: 'general',
  },
  rflags: {
    name: 'rflags',
    title: 'RFLAGS',
    documentation: 'Status and control flags.',
    manual: 'SDM vol. 1, 3.4.3',
    width: 64,
    kind: 'number',
    fields: RFLAGS_FIELDS,
    storage: 'u32',
    reset: RFLAGS_DEFAULT,
    write: 'POPFQ',
    group: 'general',
  },
  fsBase: {
    ...BASE,
    name: 'fs_base',
    title: 'IA32_FS_BASE',
    documentation: 'What is added to addresses with the segment FS.',
    msr: 0xc000_0100,
  },
  gsBase: {
    ...BASE,
    name: 'gs_base',
    title: 'IA32_GS_BASE',
    documentation: 'What is added to addresses with the segment GS.',
    msr: 0xc000_0101,
  },
  kernelGsBase: {
    ...BASE,
    name: 'kernel_gs_base',
    title: 'IA32_KERNEL_GS_BASE',
    documentation: 'What SWAPGS exchanges with the base of GS.',
    msr: 0xc000_0102,
    group: 'control',
  },
  tsc: {
    name: 'tsc',
    title: 'IA32_TIME_STAMP_COUNTER',
    documentation: 'What RDTSC reads.',
    manual: 'SDM vol. 3, 17.17',
    width: 64,
    kind: 'count',
    msr: 0x10,
    storage: 'u64',
    write: 'WRMSR',
    group: 'control',
    inExpressions: false,
  },
} as const satisfies Record<string, RegisterRow>;
