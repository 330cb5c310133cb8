/** How a system call's result is written: `-EPERM`, `0`, `0x602e7`. */
import { ERRNO } from '../../language/vocabulary/constants';

export function errnoText(result: bigint): string {
  const signed = BigInt.asIntN(64, result);
  const name = signed < 0n ? ERRNO.find(({ value }) => value === -signed)?.name : undefined;
  if (name) return `-${name}`;
  return signed < 10n ? signed.toString() : `0x${signed.toString(16)}`;
}
