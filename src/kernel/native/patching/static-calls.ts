/** Static calls: a call through a trampoline becomes a call of what the key names (arch_static_call_transform). */
import type { LinearAddress } from '../../../machine/architecture/linear-address';
import { BRANCH_SIZE, branch, OPCODE } from './branches';
import { padded } from './nops';
import { type Patching, relative, rowsOf } from './patch-site';

const TABLE = { start: '__start_static_call_sites', end: '__stop_static_call_sites' } as const;
/** Low bits of a site's key: a tail call, and one in code that is gone after the boot. */
const TAIL = 1;
const FLAGS = 3;
/** `cs cs cs xor eax, eax`: what calls of the function that returns 0 become. */
const RETURN_ZERO = [0x2e, 0x2e, 0x2e, 0x31, 0xc0] as const;

export function applyStaticCalls(patching: Patching, only?: LinearAddress): void {
  const { vmlinux, memory } = patching;
  const size = vmlinux.sizeOfStruct('static_call_site') ?? 0;
  if (size === 0) return;
  const zero = vmlinux.find('__static_call_return0');
  for (const row of rowsOf(patching, TABLE, size)) {
    const word = relative(memory, row + vmlinux.offset('static_call_site', 'key'));
    const flags = word & FLAGS;
    const key = word - flags;
    if (only !== undefined && key !== only) continue;
    const place = relative(memory, row + vmlinux.offset('static_call_site', 'addr'));
    const first = memory.u8(place);
    // A conditional tail call is a jump of six bytes: it stays a jump to the trampoline.
    if (first !== OPCODE.call && first !== OPCODE.jmp) continue;
    const target = memory.pointer(key + vmlinux.offset('static_call_key', 'func'));
    memory.write(place, codeOf(place, target, { isTail: (flags & TAIL) !== 0, isZero: target === zero }));
  }
}

function codeOf(
  place: LinearAddress,
  target: LinearAddress,
  { isTail, isZero }: { readonly isTail: boolean; readonly isZero: boolean },
): Uint8Array {
  if (isTail) return padded(target === 0 ? [OPCODE.ret] : branch(OPCODE.jmp, place, target), BRANCH_SIZE);
  if (isZero) return Uint8Array.from(RETURN_ZERO);
  return padded(target === 0 ? [] : branch(OPCODE.call, place, target), BRANCH_SIZE);
}
