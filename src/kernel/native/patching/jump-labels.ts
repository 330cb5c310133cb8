/** Static keys: a branch that is a jump or a NOP, by the state of its key (arch_jump_label_transform). */
import type { LinearAddress } from '../../../machine/architecture/linear-address';
import { BRANCH_SIZE, branch, OPCODE } from './branches';
import { padded } from './nops';
import { type Patching, relative, rowsOf } from './patch-site';

const TABLE = { start: '__start___jump_table', end: '__stop___jump_table' } as const;
/** Low bits of an entry's key: the branch is taken while the key is off; the code is gone after the boot. */
const TAKEN_WHILE_OFF = 1;
const FLAGS = 3n;
const SHORT_SIZE = 2;
const SHORT_NOP = 0x66;

/** Writes a key's state, and every branch that depends on it (static_key_enable, static_key_disable). */
export function setStaticKey(patching: Patching, key: LinearAddress, isOn: boolean): void {
  const { vmlinux, memory } = patching;
  memory.setU32(key + vmlinux.offset('static_key', 'enabled'), Number(isOn));
  const size = vmlinux.sizeOfStruct('jump_entry') ?? 0;
  if (size === 0) return;
  const [code, target, keyField] = ['code', 'target', 'key'].map((member) => vmlinux.offset('jump_entry', member));
  for (const row of rowsOf(patching, TABLE, size)) {
    const field = row + (keyField ?? 0);
    const word = memory.u64(field);
    if (field + Number(BigInt.asIntN(64, word & ~FLAGS)) !== key) continue;
    const isTakenWhileOff = (Number(word & FLAGS) & TAKEN_WHILE_OFF) !== 0;
    const place = relative(memory, row + (code ?? 0));
    writeBranch(patching, place, relative(memory, row + (target ?? 0)), isOn !== isTakenWhileOff);
  }
}

function writeBranch({ memory }: Patching, place: LinearAddress, target: LinearAddress, isTaken: boolean): void {
  const first = memory.u8(place);
  const isShort = first === OPCODE.jmpShort || first === SHORT_NOP;
  const size = isShort ? SHORT_SIZE : BRANCH_SIZE;
  const jump = isShort ? [OPCODE.jmpShort, (target - (place + SHORT_SIZE)) & 0xff] : branch(OPCODE.jmp, place, target);
  memory.write(place, padded(isTaken ? jump : [], size));
}
