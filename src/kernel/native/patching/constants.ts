/** Numbers in code that a kernel finds out when it boots: constants at run time (runtime_const_init), since 6.10. */
import { type Patching, placesOf } from './patch-site';

/** By the symbol whose value they are. The end of user memory: a page below the lower half's end, with four levels of pages. */
const CONSTANTS: Readonly<Record<string, bigint>> = { USER_PTR_MAX: 0x7fff_ffff_f000n };

export function applyConstants(patching: Patching): void {
  for (const [name, value] of Object.entries(CONSTANTS)) {
    const table = { start: `__start_runtime_ptr_${name}`, end: `__stop_runtime_ptr_${name}` };
    for (const place of placesOf(patching, table)) patching.memory.setU64(place, value);
  }
}
