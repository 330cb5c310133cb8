/**
 * The bits of the system registers by name, for views and hovers (Intel SDM vol. 1, 3.4.3, 8.1, 10.2.3, 13.3; vol. 3,
 * 2.3 and 2.5; vol. 3, 4.6.2 for PKRU).
 */
import { COMPONENTS } from '../architecture/component';

export interface NamedField {
  readonly name: string;
  /** The lowest bit. */
  readonly bit: number;
  /** Bits; 1 unless given. */
  readonly width?: number;
  readonly documentation: string;
}

export interface NamedRegister {
  readonly name: string;
  readonly documentation: string;
  /** Ascending by bit. */
  readonly fields: readonly NamedField[];
}

type Row = readonly [bit: number, name: string, documentation: string, width?: number];

function register(name: string, documentation: string, rows: readonly Row[]): NamedRegister {
  return {
    name,
    documentation,
    fields: rows.map(([bit, name, documentation, width = 1]) => ({ bit, name, documentation, width })),
  };
}

/** Keys are the registers' names in expressions. */
export const NAMED_REGISTERS = {
  cr0: register('CR0', 'Operating modes.', [
    [0, 'PE', 'Protected mode.'],
    [1, 'MP', 'WAIT obeys TS.'],
    [2, 'EM', 'No x87: its instructions raise #NM, SSE ones #UD.'],
    [3, 'TS', 'Task switched: x87, SSE, AVX and XSAVE instructions raise #NM. AMX does not look at it.'],
    [4, 'ET', 'Always 1.'],
    [5, 'NE', 'x87 errors raise #MF.'],
    [16, 'WP', 'The kernel obeys read-only pages too.'],
    [18, 'AM', 'RFLAGS.AC makes misaligned user accesses raise #AC.'],
    [29, 'NW', 'Not write-through.'],
    [30, 'CD', 'Caches disabled.'],
    [31, 'PG', 'Paging.'],
  ]),
  cr4: register('CR4', 'Processor features that the system turns on.', [
    [0, 'VME', 'Virtual-8086 extensions.'],
    [1, 'PVI', 'Protected-mode virtual interrupts.'],
    [2, 'TSD', 'RDTSC needs CPL 0.'],
    [3, 'DE', 'Debugging extensions.'],
    [4, 'PSE', 'Large pages.'],
    [5, 'PAE', 'Page addresses wider than 32 bits.'],
    [6, 'MCE', 'Machine checks.'],
    [7, 'PGE', 'Global pages.'],
    [8, 'PCE', 'RDPMC at any CPL.'],
    [9, 'OSFXSR', 'The system uses FXSAVE; SSE instructions work.'],
    [10, 'OSXMMEXCPT', 'SIMD floating-point errors raise #XM.'],
    [11, 'UMIP', 'SGDT and the like need CPL 0.'],
    [13, 'VMXE', 'VMX.'],
    [16, 'FSGSBASE', 'RDFSBASE and the like work.'],
    [17, 'PCIDE', 'Process-context identifiers.'],
    [18, 'OSXSAVE', 'The system uses XSAVE: XGETBV, XSETBV, XSAVE and what XCR0 enables work.'],
    [20, 'SMEP', 'The kernel cannot execute user pages.'],
    [21, 'SMAP', 'The kernel cannot touch user pages unless RFLAGS.AC is set.'],
    [22, 'PKE', 'PKRU guards user pages; RDPKRU and WRPKRU work.'],
    [23, 'CET', 'Control-flow enforcement.'],
    [24, 'PKS', 'Protection keys for supervisor pages.'],
    [25, 'UINTR', 'User interrupts.'],
  ]),
  rflags: register('RFLAGS', 'Status and control flags.', [
    [0, 'CF', 'Carry.'],
    [2, 'PF', 'The low byte of the result has an even number of ones.'],
    [4, 'AF', 'Carry out of bit 3.'],
    [6, 'ZF', 'Zero.'],
    [7, 'SF', 'Sign.'],
    [8, 'TF', 'Trap after each instruction.'],
    [9, 'IF', 'Interrupts enabled.'],
    [10, 'DF', 'String instructions count down.'],
    [11, 'OF', 'Signed overflow.'],
    [12, 'IOPL', 'Privilege that I/O needs.', 2],
    [14, 'NT', 'Nested task.'],
    [16, 'RF', 'Resume: no instruction breakpoint on the next instruction.'],
    [17, 'VM', 'Virtual-8086 mode.'],
    [18, 'AC', 'Alignment check, or with SMAP the kernel access to user pages.'],
    [19, 'VIF', 'Virtual IF.'],
    [20, 'VIP', 'Virtual interrupt pending.'],
    [21, 'ID', 'CPUID exists.'],
  ]),
  mxcsr: register('MXCSR', 'Control and status of SSE arithmetic.', [
    [0, 'IE', 'Invalid operation has happened.'],
    [1, 'DE', 'A denormal was used.'],
    [2, 'ZE', 'Division by zero has happened.'],
    [3, 'OE', 'Overflow has happened.'],
    [4, 'UE', 'Underflow has happened.'],
    [5, 'PE', 'A result was rounded.'],
    [6, 'DAZ', 'Denormal inputs count as zero.'],
    [7, 'IM', 'Invalid operation is masked.'],
    [8, 'DM', 'Denormal is masked.'],
    [9, 'ZM', 'Division by zero is masked.'],
    [10, 'OM', 'Overflow is masked.'],
    [11, 'UM', 'Underflow is masked.'],
    [12, 'PM', 'Rounding is masked.'],
    [13, 'RC', 'Rounding: 0 to nearest even, 1 down, 2 up, 3 to zero.', 2],
    [15, 'FTZ', 'Denormal results become zero.'],
    [17, 'MM', 'Misaligned SSE operands are allowed (AMD).'],
  ]),
  fcw: register('FCW', 'x87 control word.', [
    [0, 'IM', 'Invalid operation is masked.'],
    [1, 'DM', 'Denormal is masked.'],
    [2, 'ZM', 'Division by zero is masked.'],
    [3, 'OM', 'Overflow is masked.'],
    [4, 'UM', 'Underflow is masked.'],
    [5, 'PM', 'Rounding is masked.'],
    [8, 'PC', 'Precision: 0 single, 2 double, 3 extended.', 2],
    [10, 'RC', 'Rounding: 0 to nearest even, 1 down, 2 up, 3 to zero.', 2],
  ]),
  fsw: register('FSW', 'x87 status word.', [
    [0, 'IE', 'Invalid operation has happened.'],
    [1, 'DE', 'A denormal was used.'],
    [2, 'ZE', 'Division by zero has happened.'],
    [3, 'OE', 'Overflow has happened.'],
    [4, 'UE', 'Underflow has happened.'],
    [5, 'PE', 'A result was rounded.'],
    [6, 'SF', 'Stack fault.'],
    [7, 'ES', 'An unmasked exception is pending.'],
    [8, 'C0', 'Condition code.'],
    [9, 'C1', 'Condition code.'],
    [10, 'C2', 'Condition code.'],
    [11, 'TOP', 'The physical register that is ST0.', 3],
    [14, 'C3', 'Condition code.'],
    [15, 'B', 'As ES.'],
  ]),
  efer: register('IA32_EFER', 'Extended features.', [
    [0, 'SCE', 'SYSCALL and SYSRET.'],
    [8, 'LME', '64-bit mode enabled.'],
    [10, 'LMA', '64-bit mode active.'],
    [11, 'NXE', 'No-execute pages.'],
    [14, 'FFXSR', 'FXSAVE leaves out XMM registers in 64-bit mode at CPL 0 (AMD).'],
  ]),
  pkru: register(
    'PKRU',
    'Rights to user pages by protection key.',
    Array.from({ length: 16 }, (_, key): Row[] => [
      [2 * key, `AD${key}`, `Pages of key ${key} cannot be accessed.`],
      [2 * key + 1, `WD${key}`, `Pages of key ${key} cannot be written.`],
    ]).flat(),
  ),
  xcr0: components('XCR0', 'User components that the system enables.', 'user'),
  xss: components('IA32_XSS', 'Supervisor components that XSAVES and XRSTORS handle.', 'supervisor'),
  xinuse: components('XINUSE', 'Components that are not in their initial state.'),
  xfd: register('IA32_XFD', 'Components whose first use raises #NM.', [
    [18, 'XTILEDATA', 'Instructions that touch the tiles raise #NM; saving takes the tiles for initial.'],
  ]),
  xfd_err: register('IA32_XFD_ERR', 'Components that the last XFD #NM was about.', [
    [18, 'XTILEDATA', 'An instruction needed the tiles. Stays until software writes 0.'],
  ]),
} as const satisfies Record<string, NamedRegister>;

/** The fields of a value that are not zero, with their values: `[{ field: TS, value: 1n }]`. */
export function setFields(
  { fields }: NamedRegister,
  value: bigint,
): readonly { readonly field: NamedField; readonly value: bigint }[] {
  return fields
    .map((field) => ({ field, value: BigInt.asUintN(field.width ?? 1, value >> BigInt(field.bit)) }))
    .filter((entry) => entry.value !== 0n);
}

/** As a debugger shows a register beside its number: `TS NE RC=3`; empty when no named bit is set. */
export function describeBits(register: NamedRegister, value: bigint): string {
  return setFields(register, value)
    .map(({ field, value }) => (field.width === undefined || field.width === 1 ? field.name : `${field.name}=${value}`))
    .join(' ');
}

function components(name: string, documentation: string, kind?: 'user' | 'supervisor'): NamedRegister {
  const rows = COMPONENTS.filter((component) => kind === undefined || component.kind === kind);
  return register(
    name,
    documentation,
    rows.map(({ index, id, title }): Row => [index, id, `${title}.`]),
  );
}
