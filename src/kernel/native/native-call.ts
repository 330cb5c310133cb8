/**
 * A call of one function of a kernel's image, an instruction at a time. What such a call consists of lies in registers, in
 * memory, and in a small record that is plain data: so it is part of snapshots like everything else.
 */

import { exceptionRow, Fault, Interruption } from '../../machine/architecture/exception';
import { GPR } from '../../machine/architecture/gpr';
import { fromLinear, type LinearAddress } from '../../machine/architecture/linear-address';
import type { Cpu } from '../../machine/cpu/cpu';
import type { Execute, Instruction } from '../../machine/cpu/instruction';
import type { Access } from '../../machine/cpu/page';
import { NativeStop } from '../routines/native-functions';
import type { NativeFrame } from '../state/routine-frame';
import type { ImageMemory } from './image-memory';
import { argument, loadPtRegs, PT_REGS, pop, push, setArguments, stackPointer, writePtRegs } from './registers';
import type { Vmlinux } from './vmlinux';

/** What lies at an address: whoever holds the machine has decoded it. @throws Fault #PF where nothing may be executed. */
export type Fetch = (access: Access, address: LinearAddress) => FetchedInstruction;

interface FetchedInstruction {
  readonly instruction: Instruction;
  readonly execute: Execute;
}

/** A machine with an image in it. */
export interface NativeMachine {
  readonly vmlinux: Vmlinux;
  readonly memory: ImageMemory;
  readonly cpu: Cpu;
  readonly fetch: Fetch;
  /** What stands in for the function at an address; undefined for one that is executed. */
  readonly standIn: (address: LinearAddress) => StandIn | undefined;
  /** Whether the instruction at an address does nothing. */
  readonly isLeftOut: (address: LinearAddress) => boolean;
  /** A place where the code itself says that something is wrong (WARN, BUG): whether it goes on behind it. */
  readonly complain: (place: LinearAddress) => boolean;
  /** Told of other exceptions of the kernel's own instructions, but for faults of its copies to and from user memory. */
  readonly note: (fault: Fault) => void;
}

/** Ours, in the place of a function of the kernel's. The result is what the function returns. */
export type StandIn = (argument: (index: number) => bigint) => bigint;

/** The part of it that is in neither registers nor memory. */
export type NativeCall = Pick<NativeFrame, 'name' | 'fixups' | 'calls'>;

/** Where calls return to: nothing lies there. */
const RETURN = -0x1000;
/** Where the kernel's own search for a way out of an exception returns to. */
const FIXUP_RETURN = -0x2000;
const STACK_ALIGNMENT = 16;
const EXTENDED_STATE = /^(fx|x)(save|rstor)/;
const UD2 = [0x0f, 0x0b] as const;
const UD2_SIZE = UD2.length;

/** Sets registers and stack so that the function begins. RSP is in the kernel's memory. @throws RangeError for no function. */
export function beginCall(machine: NativeMachine, name: string, values: readonly bigint[]): NativeCall {
  const { cpu, memory, vmlinux } = machine;
  alignStack(cpu, 0);
  push(cpu, memory, RETURN);
  setArguments(cpu, values);
  cpu.rip = vmlinux.at(name);
  return { name, fixups: [], calls: [] };
}

/** One instruction, or one function of ours. True when the call has returned: its result is in RAX. @throws NativeStop */
export function stepCall(machine: NativeMachine, call: NativeCall): boolean {
  const { cpu, memory } = machine;
  const standIn = machine.standIn(cpu.rip);
  if (standIn) {
    cpu.gpr[GPR.RAX] = BigInt.asUintN(
      64,
      standIn((index) => argument(cpu, memory, index)),
    );
    cpu.rip = pop(cpu, memory);
  } else execute(machine, call);
  if (cpu.rip === FIXUP_RETURN) leaveFixup(machine, call);
  leaveCalls(cpu, call);
  return cpu.rip === RETURN;
}

function execute(machine: NativeMachine, call: NativeCall): void {
  const { cpu, fetch } = machine;
  const { rip } = cpu;
  try {
    const { instruction, execute: run } = fetch(cpu.access, rip);
    cpu.rip = rip + instruction.bytes.length;
    if (machine.isLeftOut(rip)) return;
    run(cpu);
    if (instruction.mnemonic === 'call') call.calls.push({ from: rip, slot: stackPointer(cpu) });
  } catch (thrown) {
    cpu.rip = rip;
    if (thrown instanceof Interruption) return;
    if (!(thrown instanceof Fault)) throw thrown;
    mend(machine, call, thrown);
  }
}

/** Whatever way a function is left by: what lies above its return address is its caller's. */
function leaveCalls(cpu: Cpu, { calls }: NativeCall): void {
  for (let last = calls.at(-1); last && stackPointer(cpu) > last.slot; last = calls.at(-1)) calls.pop();
}

/** An exception in the kernel's code: WARN and BUG are #UD on purpose; for others the kernel has a table of ways out. */
function mend(machine: NativeMachine, call: NativeCall, fault: Fault): void {
  const { cpu, memory } = machine;
  const { rip } = cpu;
  if (fault.mnemonic === '#UD' && isUd2(memory, rip)) {
    if (!machine.complain(rip)) throw stop(machine, 'the kernel has come to a BUG()');
    cpu.rip = rip + UD2_SIZE;
    return;
  }
  if (!isOfCopy(machine, fault)) machine.note(fault);
  if (call.fixups.length > 0) throw stop(machine, describe(fault));
  enterFixup(machine, call, fault);
}

/** A page fault of anything but an instruction that saves or restores extended state: `put_user` and its like expect those. */
function isOfCopy({ cpu, fetch, memory }: NativeMachine, { mnemonic }: Fault): boolean {
  if (mnemonic !== '#PF' || !memory.isMapped(cpu.rip)) return false;
  return !EXTENDED_STATE.test(fetch(cpu.access, cpu.rip).instruction.mnemonic);
}

function isUd2(memory: ImageMemory, rip: LinearAddress): boolean {
  return memory.isMapped(rip, UD2_SIZE) && UD2.every((byte, at) => memory.u8(rip + at) === byte);
}

/** `fixup_exception(regs, trapnr, error_code, fault_addr)` of the kernel's own looks the place up. */
function enterFixup(machine: NativeMachine, call: NativeCall, fault: Fault): void {
  const { cpu, memory, vmlinux } = machine;
  const { errorCode = 0, address = 0 } = fault.detail;
  const fixup = vmlinux.find('fixup_exception');
  if (fixup === undefined) throw stop(machine, describe(fault));
  const { rip } = cpu;
  const interrupted = cpu.gpr[GPR.RSP] ?? 0n;
  alignStack(cpu, PT_REGS.size);
  const regs = stackPointer(cpu);
  writePtRegs(memory, regs, cpu, { rip, mode: 'kernel' });
  memory.setU64(regs + PT_REGS.sp, interrupted);
  call.fixups.push({ regs, why: describe(fault) });
  push(cpu, memory, FIXUP_RETURN);
  call.calls.push({ from: rip, slot: stackPointer(cpu) });
  setArguments(cpu, [
    fromLinear(regs),
    BigInt(exceptionRow(fault.mnemonic).vector),
    BigInt(errorCode),
    BigInt(address),
  ]);
  cpu.rip = fixup;
}

function leaveFixup(machine: NativeMachine, call: NativeCall): void {
  const { cpu, memory } = machine;
  const fixup = call.fixups.pop();
  if (!fixup) return;
  const isMended = ((cpu.gpr[GPR.RAX] ?? 0n) & 0xffff_ffffn) !== 0n;
  loadPtRegs(memory, fixup.regs, cpu);
  if (!isMended) throw stop(machine, fixup.why);
}

/** Room for `size` bytes below RSP, which is a multiple of 16 then, as before every call. */
function alignStack(cpu: Cpu, size: number): void {
  cpu.gpr[GPR.RSP] = fromLinear(roomBelow(stackPointer(cpu), size));
}

export function roomBelow(stack: LinearAddress, size: number): LinearAddress {
  return Math.floor((stack - size) / STACK_ALIGNMENT) * STACK_ALIGNMENT;
}

function describe({ mnemonic, detail: { why } }: Fault): string {
  return `${mnemonic}: ${why}`;
}

/** As the kernel's own oops shows it. */
function placeText(vmlinux: Vmlinux, address: LinearAddress): string {
  const place = vmlinux.placeOf(address);
  return place ? `${place.name}+0x${place.offset.toString(16)}` : `0x${fromLinear(address).toString(16)}`;
}

const MOST_WORDS = 256;
const WORD = 8;

/** What lies on the stack and points into functions, innermost first: returns, and now and then what a return has left. */
function functionsOnStack({
  cpu,
  memory,
  vmlinux,
}: Pick<NativeMachine, 'cpu' | 'memory' | 'vmlinux'>): readonly string[] {
  const found = [placeText(vmlinux, cpu.rip)];
  for (let at = stackPointer(cpu), words = 0; words < MOST_WORDS && memory.isMapped(at, WORD); at += WORD, words++) {
    const value = memory.pointer(at);
    if (value === RETURN) break;
    const place = value < 0 ? vmlinux.placeOf(value) : undefined;
    if (place && place.offset > 0) found.push(placeText(vmlinux, value));
  }
  return found;
}

function stop(machine: NativeMachine, what: string): NativeStop {
  const functions = functionsOnStack(machine);
  return new NativeStop(`The kernel's code cannot go on at ${functions[0]}: ${what.replace(/\.$/, '')}.`, functions);
}
