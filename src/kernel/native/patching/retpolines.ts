/** Retpolines: a call or jump through a thunk becomes one through the register (apply_retpolines, patch_retpoline). */
import { GPR_NAMES } from '../../../machine/architecture/gpr';
import type { LinearAddress } from '../../../machine/architecture/linear-address';
import { BRANCH_SIZE, conditionOf, OPCODE } from './branches';
import { padded } from './nops';
import { type Patching, placesOf } from './patch-site';

const TABLE = { start: '__retpoline_sites', end: '__retpoline_sites_end' } as const;
const REX_B = 0x41;
const EXTENDED = 8;
/** ModRM of CALL and JMP through RAX (/2 and /4 with a register). */
const MODRM = { call: 0xd0, jmp: 0xe0 } as const;
const CONDITION = { short: 0x70, size: 6, shortSize: 2 } as const;

/** Speculation is not modelled, so that no mitigation of it is on. */
export function applyRetpolines(patching: Patching): void {
  const registers = thunks(patching);
  const { memory } = patching;
  for (const place of placesOf(patching, TABLE)) {
    const bytes = memory.bytes(place, CONDITION.size);
    const condition = conditionOf(bytes);
    const size = condition === undefined ? BRANCH_SIZE : CONDITION.size;
    const register = registers.get(place + size + memory.s32(place + size - 4));
    if (register === undefined) continue;
    const code = codeOf(bytes[0] ?? 0, condition, register);
    if (code) memory.write(place, padded(code, size));
  }
}

/** The number of the register that each thunk goes through. */
function thunks({ vmlinux }: Patching): ReadonlyMap<LinearAddress, number> {
  const found = GPR_NAMES.map((name, index) => [vmlinux.find(`__x86_indirect_thunk_${name}`), index] as const);
  return new Map(found.flatMap(([address, index]) => (address === undefined ? [] : [[address, index]])));
}

function codeOf(opcode: number, condition: number | undefined, register: number): readonly number[] | undefined {
  if (opcode === OPCODE.call) return through(MODRM.call, register);
  const jump = through(MODRM.jmp, register);
  if (opcode === OPCODE.jmp) return [...jump, OPCODE.int3];
  // A condition jumps over the jump where it does not hold.
  return condition === undefined
    ? undefined
    : [CONDITION.short | (condition ^ 1), CONDITION.size - CONDITION.shortSize, ...jump];
}

function through(modrm: number, register: number): readonly number[] {
  return [...(register >= EXTENDED ? [REX_B] : []), OPCODE.group5, modrm | (register & (EXTENDED - 1))];
}
