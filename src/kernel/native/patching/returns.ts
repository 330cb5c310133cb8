/** Return thunks: `jmp __x86_return_thunk` becomes a plain return where the mitigation is off (apply_returns). */
import { BRANCH_SIZE, OPCODE } from './branches';
import { type Patching, placesOf } from './patch-site';

const TABLE = { start: '__return_sites', end: '__return_sites_end' } as const;
const PLAIN_RETURN = Uint8Array.from([OPCODE.ret, ...Array<number>(BRANCH_SIZE - 1).fill(OPCODE.int3)]);

/** Speculation is not modelled, so that no mitigation of it is on. */
export function applyReturns(patching: Patching): void {
  const { memory } = patching;
  for (const place of placesOf(patching, TABLE)) {
    if (memory.u8(place) === OPCODE.jmp) memory.write(place, PLAIN_RETURN);
  }
}
