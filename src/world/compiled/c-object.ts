/** Objects of C: a type, and bytes somewhere: in memory, in registers, in pieces of both, or nowhere. */
import type { Location } from '../../elf/dwarf/location';
import { type CType, type Member, plainType, sizeOfType } from '../../elf/dwarf/types/types';
import { type LinearAddress, toLinear } from '../../machine/architecture/linear-address';

/** What objects are read from. */
export interface ObjectSource {
  /** Undefined, or fewer bytes, where there is no memory. */
  readonly peek: (address: LinearAddress, size: number) => Uint8Array | undefined;
  /** Up to 64 bytes by DWARF's number; undefined where nobody knows what the register had. */
  readonly register: (register: number) => Uint8Array | undefined;
}

export interface CObject {
  readonly type: CType;
  /** In bytes; undefined where the type does not say. */
  readonly size: number | undefined;
  /** Where it is in memory, if it is there. */
  readonly address: LinearAddress | undefined;
  /** At most `size` of its bytes, from `from` on; fewer where they cannot be read. */
  readonly bytes: (from: number, size: number) => Uint8Array;
  /** Why it has no value; undefined where it may have one. */
  readonly why: string | undefined;
  readonly bits?: Member['bits'];
  readonly source: ObjectSource;
}

/** An object in memory. */
export function objectAt(type: CType, address: LinearAddress | undefined, source: ObjectSource): CObject {
  const peek = (from: number, size: number) =>
    (address === undefined ? undefined : source.peek(address + from, size)) ?? new Uint8Array();
  return { type, size: sizeOfType(type), address, bytes: peek, why: undefined, source };
}

export function objectIn(type: CType, location: Location, source: ObjectSource): CObject {
  if (location.kind === 'memory') return objectAt(type, toLinear(location.address), source);
  const size = sizeOfType(type);
  const found = bytesOf(location, size ?? 8, source);
  const [value, why] = typeof found === 'string' ? [new Uint8Array(), found] : [found, undefined];
  return { type, size, address: undefined, bytes: (from, count) => value.subarray(from, from + count), why, source };
}

/** The bytes, or why there are none. */
function bytesOf(location: Location, size: number, source: ObjectSource): Uint8Array | string {
  switch (location.kind) {
    case 'memory': {
      const address = toLinear(location.address);
      return (address === undefined ? undefined : source.peek(address, size)) ?? 'It lies where there is no memory.';
    }
    case 'register':
      return source.register(location.register)?.subarray(0, size) ?? 'Its register is not known in this frame.';
    case 'value':
      return Uint8Array.from({ length: Math.min(size, 8) }, (_, index) =>
        Number((location.value >> BigInt(8 * index)) & 0xffn),
      );
    case 'bytes':
      return location.bytes;
    case 'pieces':
      return joined(location.pieces, source);
    case 'nowhere':
      return location.why;
  }
}

function joined(pieces: (Location & { readonly kind: 'pieces' })['pieces'], source: ObjectSource): Uint8Array | string {
  const all: number[] = [];
  for (const { size, location } of pieces) {
    const bytes = bytesOf(location, size, source);
    if (typeof bytes === 'string') return bytes;
    for (const byte of bytes) all.push(byte);
  }
  return Uint8Array.from(all);
}

/** Element `index` of an array, or of what a pointer points to. Undefined for anything else. */
export function elementOf(object: CObject, index: number): CObject | undefined {
  const plain = plainType(object.type);
  if (plain.kind === 'pointer') return pointedTo(object, plain.to(), index);
  if (plain.kind !== 'array') return undefined;
  const [, ...inner] = plain.counts;
  const type: CType = inner.length === 0 ? plain.of() : { ...plain, counts: inner };
  const size = sizeOfType(type);
  return size === undefined ? undefined : part(object, type, index * size);
}

function pointedTo(object: CObject, to: CType, index: number): CObject | undefined {
  const value = integerOf(object);
  const address = value === undefined ? undefined : toLinear(value);
  const size = sizeOfType(to);
  if (address === undefined || size === undefined) return undefined;
  return objectAt(to, address + index * size, object.source);
}

/** A member of a structure or union, or of what a pointer to one points to; also of unnamed ones within it. */
export function memberOf(object: CObject, name: string): CObject | undefined {
  const plain = plainType(object.type);
  if (plain.kind === 'pointer') {
    const target = pointedTo(object, plain.to(), 0);
    return target && plainType(target.type).kind !== 'pointer' ? memberOf(target, name) : undefined;
  }
  for (const member of membersOf(object)) {
    if (member.name === name) return member.object;
    const inner = member.name === undefined ? memberOf(member.object, name) : undefined;
    if (inner) return inner;
  }
  return undefined;
}

export interface ObjectMember {
  readonly name: string | undefined;
  readonly object: CObject;
}

export function membersOf(object: CObject): readonly ObjectMember[] {
  const plain = plainType(object.type);
  if (plain.kind !== 'struct' && plain.kind !== 'union' && plain.kind !== 'class') return [];
  return plain.members().map(({ name, type, offset, bits }) => {
    const whole = part(object, type, offset);
    return { name, object: bits ? { ...whole, bits, size: Math.ceil((bits.from + bits.size) / 8) } : whole };
  });
}

function part(object: CObject, type: CType, offset: number): CObject {
  const { address, bytes } = object;
  return {
    ...object,
    type,
    size: sizeOfType(type),
    address: address === undefined ? undefined : address + offset,
    bytes: (from, size) => bytes(offset + from, size),
  };
}

/** Of integers, enumerations and pointers; undefined where it cannot be read. */
export function integerOf(object: CObject): bigint | undefined {
  const size = object.size ?? 0;
  const bytes = object.bytes(0, size);
  if (object.why !== undefined || size === 0 || size > 16 || bytes.length < size) return undefined;
  const all = bytes.reduceRight((value, byte) => (value << 8n) | BigInt(byte), 0n);
  const { bits } = object;
  const [value, width] = bits ? [all >> BigInt(bits.from), bits.size] : [all, size * 8];
  return isSigned(object.type) ? BigInt.asIntN(width, value) : BigInt.asUintN(width, value);
}

export function isSigned(type: CType): boolean {
  const plain = plainType(type);
  if (plain.kind === 'enum') return plain.isSigned;
  if (plain.kind !== 'base') return false;
  return plain.base === 'signed' || (plain.base === 'character' && !plain.name.startsWith('unsigned'));
}

const X87_BIAS = 16383;
const X87_FRACTION = 63;

/** Of floating-point numbers, as the nearest double; undefined where it cannot be read. */
export function floatOf(object: CObject): number | undefined {
  const size = object.size ?? 0;
  const bytes = object.bytes(0, size);
  if (object.why !== undefined || bytes.length < size) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (size === 4) return view.getFloat32(0, true);
  if (size === 8) return view.getFloat64(0, true);
  if (size !== 16 && size !== 12) return undefined;
  const significand = view.getBigUint64(0, true);
  const exponent = view.getUint16(8, true);
  const sign = exponent & 0x8000 ? -1 : 1;
  if ((exponent & 0x7fff) === 0x7fff) return significand << 1n === 1n << 64n ? sign / 0 : Number.NaN;
  return sign * Number(significand) * 2 ** ((exponent & 0x7fff) - X87_BIAS - X87_FRACTION);
}

const MOST_TEXT = 200;

/** What a pointer to characters or an array of them says up to its zero, in quotes; undefined where it is not text. */
export function quotedTextOf(object: CObject): string | undefined {
  const said = textOf(object);
  return said && `${JSON.stringify(said.text)}${said.isAll ? '' : '...'}`;
}

function textOf(object: CObject): { readonly text: string; readonly isAll: boolean } | undefined {
  const plain = plainType(object.type);
  if (plain.kind !== 'pointer' && plain.kind !== 'array') return undefined;
  const element = plain.kind === 'pointer' ? plain.to() : plain.counts.length === 1 ? plain.of() : undefined;
  const character = element && plainType(element);
  // `signed char` and `unsigned char` are small numbers.
  if (character?.kind !== 'base' || character.name !== 'char') return undefined;
  const source = plain.kind === 'pointer' ? pointedTo(object, plain.to(), 0) : object;
  const bytes = source?.bytes(0, plain.kind === 'pointer' ? MOST_TEXT : Math.min(object.size ?? 0, MOST_TEXT));
  if (!bytes || bytes.length === 0) return undefined;
  const end = bytes.indexOf(0);
  const text = String.fromCharCode(...bytes.subarray(0, end < 0 ? bytes.length : end));
  return { text, isAll: end >= 0 || bytes.length < MOST_TEXT };
}
