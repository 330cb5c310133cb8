/** Any register that a `Cpu` keeps, by its key, as the unsigned integer that instructions move. */
import { fromLinear, toLinear } from '../architecture/linear-address';
import { DOUBLE, WORD } from '../architecture/register-file';
import type { StoredAs } from '../architecture/registers';
import type { Cpu } from './cpu';

export type StoredKey = StoredAs<'u64' | 'u32' | 'linear'>;

/** The value, unsigned; an address as 64 bits. */
export function loadStored(cpu: Cpu, key: StoredKey): bigint {
  const value = cpu[key];
  if (typeof value === 'bigint') return value;
  return isLinear(key) ? fromLinear(value) : BigInt(value);
}

/** @throws RangeError for an address that is not canonical: whoever writes has checked it. */
export function store(cpu: Cpu, key: StoredKey, value: bigint): void {
  if (isWord(key)) cpu[key] = Number(BigInt.asUintN(32, value));
  else if (isLinear(key)) cpu[key] = linear(value);
  else cpu[key] = value;
}

function linear(value: bigint): number {
  const address = toLinear(value);
  if (address === undefined) throw new RangeError(`0x${value.toString(16)} is not canonical`);
  return address;
}

function isWord(key: StoredKey): key is StoredAs<'u32'> {
  return Object.hasOwn(WORD, key);
}

function isLinear(key: StoredKey): key is StoredAs<'linear'> {
  return Object.hasOwn(DOUBLE, key);
}
