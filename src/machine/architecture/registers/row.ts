/** The shape of the register tables: everything that reads, writes or shows a register uses its row. */
import type { Feature } from '../feature';

/** A bit, or several bits that form one number. */
export interface BitField<Name extends string = string> {
  readonly name: Name;
  /** The lowest bit. */
  readonly bit: number;
  /** Width in bits; 1 unless given. */
  readonly width?: number;
  readonly documentation: string;
  /** The bit can be set only if CPUID has this feature, or one of these features. */
  readonly feature?: Feature | readonly Feature[];
}

/** How `Cpu` stores a register. */
export interface StoredRegister {
  /** An unsigned integer of 64 or 32 bits, or a linear address; `derived` follows from other registers. */
  readonly storage: 'u64' | 'u32' | 'linear' | 'derived';
  /** The value after power-up as far as it is modelled: 64-bit mode at CPL 0. Zero unless given. */
  readonly reset?: bigint | number;
}

/**
 * The kind of value: a mask of state components, a set of named switches, an address, a count, or a number whose parts
 * may have names. Masks, switches and addresses are printed in hexadecimal, counts and numbers in decimal.
 */
type RegisterKind = 'components' | 'flags' | 'address' | 'count' | 'number';

/** The instruction that writes a register. Setting a value in the debugger obeys the rules of this instruction. */
export type WritingInstruction = 'MOV' | 'XSETBV' | 'WRMSR' | 'LDMXCSR' | 'WRPKRU' | 'POPFQ';

export interface RegisterRow extends StoredRegister {
  /** Lower case, as expressions and the debugger write it: `xfd`. */
  readonly name: string;
  /** The manual's name: `IA32_XFD`. */
  readonly title: string;
  /** One or two sentences. */
  readonly documentation: string;
  /** The section of the manual: `SDM vol. 1, 13.14`. */
  readonly manual: string;
  /** Width in bits that software sees. */
  readonly width: 2 | 8 | 16 | 32 | 64;
  readonly kind: RegisterKind;
  /** Ascending by bit. A mask of components has the components in place of fields. */
  readonly fields?: readonly BitField[];
  /** The meanings of single values: `{ 3: 'user mode' }`. */
  readonly meanings?: Readonly<Record<number, string>>;
  /** The MSR number, for RDMSR and WRMSR. */
  readonly msr?: number;
  /** The number of a control register: 4 for CR4. */
  readonly control?: number;
  /** The processor has the register only with this CPUID feature. */
  readonly feature?: Feature;
  /** The components that a mask can contain. */
  readonly components?: 'xcr0' | 'xss' | 'xfd' | 'all';
  /** The instruction that writes the register, or the reason why no instruction does. */
  readonly write: WritingInstruction | { readonly never: string };
  /** The group of the debugger's variables that shows it. */
  readonly group: 'general' | 'control' | 'vector' | 'x87';
  /** False for a register without a name in expressions; or the trace may declare the name, which then means that. */
  readonly inExpressions?: false | 'unless declared';
}

type FieldRow<Name extends string> = readonly [
  bit: number,
  name: Name,
  documentation: string,
  more?: Pick<BitField, 'width' | 'feature'>,
];

export function bitFields<const Name extends string>(rows: readonly FieldRow<Name>[]): readonly BitField<Name>[] {
  return rows.map(([bit, name, documentation, more]) => ({ bit, name, documentation, ...more }));
}

/** The mask of each field by its name: `{ TS: 8n }`. */
export function masksOf<Name extends string>(fields: readonly BitField<Name>[]): Readonly<Record<Name, bigint>> {
  const masks = fields.map((field) => [field.name, maskOf(field)] as const);
  return Object.fromEntries(masks) as Record<Name, bigint>; // a mask for each name
}

/** The masks as numbers, for fields within the low 31 bits. */
export function lowMasksOf<Name extends string>(fields: readonly BitField<Name>[]): Readonly<Record<Name, number>> {
  const masks = fields.map((field) => [field.name, Number(maskOf(field))] as const);
  return Object.fromEntries(masks) as Record<Name, number>; // a mask for each name
}

/** The bits of a register that the field occupies. */
export function maskOf({ bit, width = 1 }: BitField): bigint {
  return ((1n << BigInt(width)) - 1n) << BigInt(bit);
}

/** The fields of a value that are not zero, in the debugger's spelling: `TS`, `RC=3`. */
export function namesOfSet(fields: readonly BitField[], value: bigint): readonly string[] {
  return fields.flatMap((field) => {
    const set = fieldOf(value, field);
    if (set === 0n) return [];
    return [field.width ? `${field.name}=${set}` : field.name];
  });
}

/** The value of the field in a register's value. */
export function fieldOf(value: bigint, { bit, width = 1 }: BitField): bigint {
  return BigInt.asUintN(width, value >> BigInt(bit));
}
