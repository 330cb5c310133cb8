/**
 * Which bit of `thread_info.flags` is TIF_NEED_FPU_LOAD: it has had two numbers (arch/x86/include/asm/thread_info.h), and no type
 * information has macros. `fpregs_mark_activate` clears it, by LOCK ANDB with a constant (arch_clear_bit).
 */
import type { Vmlinux } from '../vmlinux';

/** Of the versions until the flags were numbered anew, and of an image that does not say. */
const USUAL = 14n;
const CLEARING = 'fpregs_mark_activate';
const LOCK = 0xf0;
const REX = 0x40;
/** AND Eb, Ib: 80 /4. */
const GROUP1 = 0x80;
const AND = 4;
const SIB = 4;
/** Bytes of the displacement by ModRM.mod; a register is no memory. */
const DISPLACEMENTS: readonly number[] = [0, 1, 4];

/** A mask of one bit. */
export function needFpuLoadBit(vmlinux: Vmlinux): bigint {
  const code = vmlinux.codeOf(CLEARING);
  const flags = vmlinux.offset('task_struct', 'thread_info.flags');
  for (let at = 0; at < code.length; at++) {
    const bit = code[at] === LOCK ? clearedBit(code, at + 1) : undefined;
    if (bit !== undefined && bit >= 8 * flags) return 1n << BigInt(bit - 8 * flags);
  }
  return 1n << USUAL;
}

/** Of the structure that the operand is in; undefined for another instruction. */
function clearedBit(code: Uint8Array, from: number): number | undefined {
  const at = ((code[from] ?? 0) & 0xf0) === REX ? from + 1 : from;
  const modrm = code[at + 1] ?? 0;
  const size = DISPLACEMENTS[modrm >> 6];
  if (code[at] !== GROUP1 || ((modrm >> 3) & 7) !== AND || size === undefined) return undefined;
  const displacementAt = at + ((modrm & 7) === SIB ? 3 : 2);
  const view = new DataView(code.buffer, code.byteOffset, code.byteLength);
  if (displacementAt + size >= code.length) return undefined;
  const displacement = size === 0 ? 0 : size === 1 ? view.getInt8(displacementAt) : view.getInt32(displacementAt, true);
  const cleared = ~view.getUint8(displacementAt + size) & 0xff;
  const isOne = cleared !== 0 && (cleared & (cleared - 1)) === 0;
  return isOne ? 8 * displacement + Math.log2(cleared) : undefined;
}
