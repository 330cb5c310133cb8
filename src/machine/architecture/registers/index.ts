/**
 * Every register that is no member of a register file (RAX, ZMM0, TMM0, ...), one row each. These rows define the
 * accessors of `Cpu`, the MSRs, the names in expressions, the debugger's variables and views, hovers, completion and
 * the documentation.
 */
import { CONTROL_REGISTERS } from './control';
import { EXTENDED_STATE_REGISTERS } from './extended-state';
import { FLOATING_POINT_REGISTERS } from './floating-point';
import { GENERAL_REGISTERS } from './general';
import type { RegisterRow } from './row';
import { TRACKED_STATE } from './tracking';

export { componentBits, fieldsOf, type SupportedComponents, supportedIn } from './component-bits';
export { type BitField, fieldOf, maskOf, namesOfSet, type RegisterRow } from './row';

/** By property name in `Cpu`, in the order in which the debugger lists the registers. */
export const REGISTERS = {
  ...GENERAL_REGISTERS,
  ...EXTENDED_STATE_REGISTERS,
  ...CONTROL_REGISTERS,
  ...FLOATING_POINT_REGISTERS,
} as const;

/** All registers that a `Cpu` keeps beside the register files. */
export const STORED = { ...REGISTERS, ...TRACKED_STATE } as const;

type Table = typeof STORED;
type Storage = Table[keyof Table]['storage'];
/** The names of the registers with one kind of storage. */
export type StoredAs<S extends Storage> = {
  [Key in keyof Table]: Table[Key]['storage'] extends S ? Key : never;
}[keyof Table];

/** A register whose value follows from other registers. */
export type DerivedRegister = StoredAs<'derived'>;

export type RegisterKey = keyof typeof REGISTERS;

/** A row with its property name in `Cpu`. */
export type Register = RegisterRow & { readonly key: RegisterKey };

export const REGISTER_ROWS: readonly Register[] = Object.entries<RegisterRow>(REGISTERS).map(([key, row]) => ({
  ...row,
  key: key as RegisterKey, // a key of the table
}));

const BY_NAME: ReadonlyMap<string, Register> = new Map(REGISTER_ROWS.map((row) => [row.name, row]));

/** The register with this lower-case name in expressions and in the debugger. */
export function registerNamed(name: string): Register | undefined {
  return BY_NAME.get(name);
}

/** The MSR numbers of registers: `msrNumber('xfd') === 0x1c4`. */
export const MSR = {
  IA32_XFD: REGISTERS.xfd.msr,
  IA32_XFD_ERR: REGISTERS.xfdErr.msr,
  IA32_XSS: REGISTERS.xss.msr,
  IA32_EFER: REGISTERS.efer.msr,
  IA32_FS_BASE: REGISTERS.fsBase.msr,
  IA32_GS_BASE: REGISTERS.gsBase.msr,
  IA32_KERNEL_GS_BASE: REGISTERS.kernelGsBase.msr,
  IA32_TIME_STAMP_COUNTER: REGISTERS.tsc.msr,
} as const;
