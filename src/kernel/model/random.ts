/** The bytes that programs take for random ones: the same in every run (xorshift32, Marsaglia 2003). */
import type { KernelState } from '../state/state';

export function randomBytes(state: KernelState, count: number): Uint8Array {
  const bytes = new Uint8Array(count);
  for (let at = 0; at < count; at++) bytes[at] = next(state) >>> 8;
  return bytes;
}

function next(state: KernelState): number {
  let value = state.random;
  value ^= value << 13;
  value ^= value >>> 17;
  value ^= value << 5;
  state.random = value >>> 0;
  return state.random;
}
