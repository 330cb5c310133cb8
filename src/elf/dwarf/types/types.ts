/** Types of C as debugging information describes them (DWARF 5, section 5). */

export type BaseKind = 'bool' | 'float' | 'signed' | 'unsigned' | 'character' | 'complex' | 'other';

export type CType =
  | { readonly kind: 'base'; readonly name: string; readonly size: number; readonly base: BaseKind }
  | { readonly kind: 'pointer'; readonly size: number; readonly to: () => CType }
  | {
      readonly kind: 'array';
      readonly of: () => CType;
      /** Of the outermost dimension first; undefined where it is not constant, or not told. */
      readonly counts: readonly (number | undefined)[];
      readonly isVector: boolean;
    }
  | {
      readonly kind: 'struct' | 'union' | 'class';
      readonly name: string | undefined;
      /** 0 where only a declaration is known. */
      readonly size: number;
      readonly members: () => readonly Member[];
    }
  | {
      readonly kind: 'enum';
      readonly name: string | undefined;
      readonly size: number;
      readonly isSigned: boolean;
      readonly values: readonly EnumValue[];
    }
  | { readonly kind: 'typedef'; readonly name: string; readonly to: () => CType }
  | { readonly kind: 'qualified'; readonly qualifier: string; readonly to: () => CType }
  | { readonly kind: 'function'; readonly returns: () => CType; readonly parameters: () => readonly CType[] }
  | { readonly kind: 'void' }
  /** What is not C, or what the file does not say. */
  | { readonly kind: 'unknown'; readonly name: string };

export interface Member {
  /** Undefined for an unnamed structure or union within another one: its members are the outer one's. */
  readonly name: string | undefined;
  readonly type: CType;
  /** In bytes; for a bit field that of the unit that holds it. */
  readonly offset: number;
  /** Of a bit field: from the least significant bit of the byte at `offset`. */
  readonly bits?: { readonly from: number; readonly size: number };
}

export interface EnumValue {
  readonly name: string;
  readonly value: bigint;
}

/** Chains that are longer do not end. */
const LONGEST_CHAIN = 64;

/** Without names and qualifiers. */
export function plainType(type: CType): CType {
  let plain = type;
  for (let left = LONGEST_CHAIN; plain.kind === 'typedef' || plain.kind === 'qualified'; left--) {
    if (left === 0) return { kind: 'unknown', name: 'a type that is defined by itself' };
    plain = plain.to();
  }
  return plain;
}

/** In bytes; undefined where it is not known. */
export function sizeOfType(type: CType, left = LONGEST_CHAIN): number | undefined {
  const plain = plainType(type);
  switch (plain.kind) {
    case 'base':
    case 'enum':
    case 'pointer':
      return plain.size;
    case 'struct':
    case 'union':
    case 'class':
      return plain.size;
    case 'array': {
      const element = left > 0 ? sizeOfType(plain.of(), left - 1) : undefined;
      return plain.counts.reduce((size: number | undefined, count) => product(size, count), element);
    }
    default:
      return undefined;
  }
}

function product(size: number | undefined, count: number | undefined): number | undefined {
  return size === undefined || count === undefined ? undefined : size * count;
}
