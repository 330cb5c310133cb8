/**
 * Reading a routine's locals. A local that no step has set (because `without` took the step out) reads as zero, as if
 * the kernel's variable had been left uninitialised with nothing in it.
 */
import type { LocalValue } from '../state/routine-frame';

/** Locals with names that are known, or any. */
type Readable = { readonly [name: string]: LocalValue | undefined };

export function big<L extends Readable>(locals: L, name: keyof L & string): bigint {
  const value = locals[name];
  if (typeof value === 'bigint') return value;
  if (typeof value === 'number') return BigInt(Math.trunc(value));
  return value === true ? 1n : 0n;
}

/** Exact for everything that is a size, an index or a linear address. */
export function num<L extends Readable>(locals: L, name: keyof L & string): number {
  const value = locals[name];
  return typeof value === 'number' ? value : Number(BigInt.asIntN(64, big(locals, name)));
}

export function flag<L extends Readable>(locals: L, name: keyof L & string): boolean {
  const value = locals[name];
  return typeof value === 'string' ? value !== '' : big(locals, name) !== 0n;
}

export function text<L extends Readable>(locals: L, name: keyof L & string): string {
  const value = locals[name];
  return typeof value === 'string' ? value : '';
}
