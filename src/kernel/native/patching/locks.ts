/** LOCK prefixes: without meaning on a machine with one CPU, where they become DS prefixes (alternatives_smp_unlock). */
import { type Patching, placesOf } from './patch-site';

const TABLE = { start: '__smp_locks', end: '__smp_locks_end' } as const;
const LOCK = 0xf0;
const DS = 0x3e;

export function removeLocks(patching: Patching): void {
  const { memory } = patching;
  for (const place of placesOf(patching, TABLE)) {
    if (memory.u8(place) === LOCK) memory.write(place, Uint8Array.of(DS));
  }
}
