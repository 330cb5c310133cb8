/**
 * Registers as a kernel's code has them: arguments and results of functions (System V ABI, AMD64 supplement, 3.2.3), and
 * `struct pt_regs` (arch/x86/include/asm/ptrace.h), the same in every build: it is what entry code pushes.
 */
import { GPR } from '../../machine/architecture/gpr';
import type { LinearAddress } from '../../machine/architecture/linear-address';
import { toLinear } from '../../machine/architecture/linear-address';
import type { Cpu } from '../../machine/cpu/cpu';
import type { ImageMemory } from './image-memory';

const WORD = 8;
const R8 = 8;
const R9 = 9;
const ARGUMENTS = [GPR.RDI, GPR.RSI, GPR.RDX, GPR.RCX, R8, R9] as const;

/** In the order of `struct pt_regs`: R15 down to RDI. */
const PUSHED = [15, 14, 13, 12, GPR.RBP, GPR.RBX, 11, 10, R9, R8, GPR.RAX, GPR.RCX, GPR.RDX, GPR.RSI, GPR.RDI] as const;
/** Offsets in bytes. */
export const PT_REGS = {
  ax: 10 * WORD,
  origAx: 15 * WORD,
  ip: 16 * WORD,
  cs: 17 * WORD,
  flags: 18 * WORD,
  sp: 19 * WORD,
  ss: 20 * WORD,
  size: 21 * WORD,
} as const;

/** Selectors of Linux (arch/x86/include/asm/segment.h). */
const SELECTOR = { kernelCode: 0x10n, kernelData: 0x18n, userCode: 0x33n, userData: 0x2bn } as const;
/** No system call: what `orig_ax` has then. */
const NO_CALL = -1n;

/** Argument number `index` of the function that RIP is at, counted from 0; from the seventh on they lie on the stack. */
export function argument(cpu: Cpu, memory: ImageMemory, index: number): bigint {
  const register = ARGUMENTS[index];
  if (register !== undefined) return cpu.gpr[register] ?? 0n;
  return memory.u64(stackPointer(cpu) + WORD * (1 + index - ARGUMENTS.length));
}

export function setArguments(cpu: Cpu, values: readonly bigint[]): void {
  for (const [index, value] of values.entries()) {
    const register = ARGUMENTS[index];
    if (register === undefined) throw new RangeError('a function is called with at most six arguments here');
    cpu.gpr[register] = BigInt.asUintN(64, value);
  }
}

/** Of a kernel's code, which has a canonical one. */
export function stackPointer(cpu: Cpu): LinearAddress {
  return toLinear(cpu.gpr[GPR.RSP] ?? 0n) ?? 0;
}

export function push(cpu: Cpu, memory: ImageMemory, value: LinearAddress): void {
  const at = stackPointer(cpu) - WORD;
  memory.setPointer(at, value);
  cpu.gpr[GPR.RSP] = BigInt.asUintN(64, BigInt(at));
}

export function pop(cpu: Cpu, memory: ImageMemory): LinearAddress {
  const at = stackPointer(cpu);
  cpu.gpr[GPR.RSP] = BigInt.asUintN(64, BigInt(at + WORD));
  return memory.pointer(at);
}

/** Writes the CPU's registers as entry code does. `rip` is where it was interrupted. */
export function writePtRegs(
  memory: ImageMemory,
  at: LinearAddress,
  cpu: Cpu,
  { rip, mode }: { readonly rip: LinearAddress; readonly mode: 'user' | 'kernel' },
): void {
  for (const [index, register] of PUSHED.entries()) memory.setU64(at + WORD * index, cpu.gpr[register] ?? 0n);
  memory.setU64(at + PT_REGS.origAx, NO_CALL);
  memory.setPointer(at + PT_REGS.ip, rip);
  memory.setU64(at + PT_REGS.cs, mode === 'user' ? SELECTOR.userCode : SELECTOR.kernelCode);
  memory.setU64(at + PT_REGS.flags, BigInt(cpu.rflags));
  memory.setU64(at + PT_REGS.sp, cpu.gpr[GPR.RSP] ?? 0n);
  memory.setU64(at + PT_REGS.ss, mode === 'user' ? SELECTOR.userData : SELECTOR.kernelData);
}

/** Loads general registers, RIP, RSP and RFLAGS from there. */
export function loadPtRegs(memory: ImageMemory, at: LinearAddress, cpu: Cpu): void {
  for (const [index, register] of PUSHED.entries()) cpu.gpr[register] = memory.u64(at + WORD * index);
  cpu.rip = memory.pointer(at + PT_REGS.ip);
  cpu.rflags = memory.u32(at + PT_REGS.flags);
  cpu.gpr[GPR.RSP] = memory.u64(at + PT_REGS.sp);
}

/** RAX...R15 of a `struct pt_regs`, in the order of their encoding. @param bytes of all of it. */
export function registersIn(bytes: Uint8Array): BigUint64Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const gpr = new BigUint64Array(16);
  for (const [index, register] of PUSHED.entries()) gpr[register] = view.getBigUint64(WORD * index, true);
  gpr[GPR.RSP] = view.getBigUint64(PT_REGS.sp, true);
  return gpr;
}
