/** Paravirtual calls, as kernels up to 6.7 have them: a call through `pv_ops` becomes a direct one (apply_paravirt). */
import { BRANCH_SIZE, branch, OPCODE } from './branches';
import { padded } from './nops';
import { type Patching, rowsOf } from './patch-site';

const TABLE = { start: '__parainstructions', end: '__parainstructions_end' } as const;
const POINTER = 8;
/** The function that does nothing: nothing is called for it. */
const NOTHING = ['_paravirt_nop', 'paravirt_nop'];

export function applyParavirt(patching: Patching): void {
  const { vmlinux, memory } = patching;
  const size = vmlinux.sizeOfStruct('paravirt_patch_site');
  const operations = vmlinux.find('pv_ops');
  if (size === undefined || operations === undefined) return;
  const [instruction, type, length] = ['instr', 'type', 'len'].map((member) =>
    vmlinux.offset('paravirt_patch_site', member),
  );
  const nothing = NOTHING.map((name) => vmlinux.find(name));
  for (const row of rowsOf(patching, TABLE, size)) {
    const place = memory.pointer(row + (instruction ?? 0));
    const room = memory.u8(row + (length ?? 0));
    const target = memory.pointer(operations + POINTER * memory.u8(row + (type ?? 0)));
    if (target === 0 || room < BRANCH_SIZE) continue;
    memory.write(place, padded(nothing.includes(target) ? [] : branch(OPCODE.call, place, target), room));
  }
}
