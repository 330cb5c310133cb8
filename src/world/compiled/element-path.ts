/** How C calls bytes within an object: `[16][0..63]` of an array, `.weights[3]` of a structure. */
import { type CType, type Member, plainType, sizeOfType } from '../../elf/dwarf/types/types';

const MOST_NESTED = 32;

/**
 * The path from an object of a type to `length` bytes at `offset`, which lie in the object; of bytes in several elements the
 * first and the last one. Empty for the whole of the object, and where its type has no parts.
 */
export function elementPath(type: CType, offset: number, length: number, left = MOST_NESTED): string {
  const plain = plainType(type);
  if (left === 0) return plus(offset);
  if (plain.kind === 'array') {
    const [, ...inner] = plain.counts;
    return indexPath(inner.length === 0 ? plain.of() : { ...plain, counts: inner }, offset, length, left);
  }
  if (plain.kind !== 'struct' && plain.kind !== 'union' && plain.kind !== 'class') return plus(offset);
  const member = plain.members().find((each) => holds(each, offset, length));
  if (!member) return plus(offset);
  const path = elementPath(member.type, offset - member.offset, length, left - 1);
  return member.name === undefined ? path : `.${member.name}${path}`;
}

/** The same of elements in a row, as those are that a pointer points to. */
export function indexPath(element: CType, offset: number, length: number, left = MOST_NESTED): string {
  const size = sizeOfType(element);
  if (!size) return plus(offset);
  const first = Math.floor(offset / size);
  const last = Math.floor((offset + length - 1) / size);
  const within = offset - first * size;
  const isWhole = length === size && plainType(element).kind !== 'array';
  if (first === last) return `[${first}]${isWhole ? '' : elementPath(element, within, length, left - 1)}`;
  // Bytes that begin amid a row of a matrix, and go beyond it.
  if (within > 0) return `[${first}]${elementPath(element, within, 1, left - 1)}..`;
  return `[${first}..${last}]`;
}

function holds({ type, offset: start, bits }: Member, offset: number, length: number): boolean {
  const size = sizeOfType(type);
  // The last member of a structure may be an array without an end.
  return !bits && offset >= start && (size === undefined || offset + length <= start + size);
}

function plus(offset: number): string {
  return offset === 0 ? '' : `+${offset}`;
}
