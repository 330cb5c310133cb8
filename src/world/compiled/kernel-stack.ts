/**
 * The call stack of a real kernel's code. Which functions have been called is known from executing them; call frame information
 * adds what registers they had, and is asked anew behind code that has none, as assembly may.
 */
import { type FrameRegisters, X86_64 } from '../../elf/dwarf/frames/unwind';
import { PT_REGS, registersIn } from '../../kernel/native/registers';
import { KERNEL_SPACE } from '../../kernel/state/memory-map';
import type { NativeActivation, NativeFrame } from '../../kernel/state/routine-frame';
import { fromLinear } from '../../machine/architecture/linear-address';
import type { World } from '../state/world';
import { compiledKernel, nativeHere } from './kernel-image';
import { frameRegisters, type PhysicalFrame, unwindStack } from './unwind-stack';

const WORD = 8;
/** No instruction is longer, in bytes. */
const LONGEST_INSTRUCTION = 15;

/** Innermost first; undefined while no code of a real kernel is executed. */
export function stackOfKernel(world: World, most?: number): readonly PhysicalFrame[] | undefined {
  const here = nativeHere(world);
  const compiled = here && compiledKernel(world.program);
  if (!here || !compiled) return undefined;
  const { native, cpu } = here;
  const unwound = (registers: FrameRegisters) =>
    unwindStack(() => compiled, world.memory, KERNEL_SPACE, registers, most);
  const stack = [...unwound(frameRegisters(cpu.gpr, cpu.rip))];
  const callers = native.calls.toReversed().slice(0, most === undefined ? undefined : most - 1);
  for (const [index, call] of callers.entries()) {
    if (isCaller(stack[1 + index], call)) continue;
    const anew = unwound(registersOf(world, native, call));
    stack.splice(1 + index, stack.length, ...anew.map((frame) => ({ ...frame, isInnermost: false })));
  }
  return stack.slice(0, 1 + callers.length);
}

function isCaller(frame: PhysicalFrame | undefined, { from }: NativeActivation): boolean {
  return frame !== undefined && frame.within >= from && frame.within <= from + LONGEST_INSTRUCTION;
}

/** Registers that are known of a caller: its place and its stack; all registers of code that an exception has interrupted. */
function registersOf({ memory }: World, { fixups }: NativeFrame, { from, slot }: NativeActivation): FrameRegisters {
  const above = slot + WORD;
  const interrupted = fixups.some(({ regs }) => regs === above);
  const saved = interrupted ? memory.peek(KERNEL_SPACE, above, PT_REGS.size) : undefined;
  if (saved?.length === PT_REGS.size) return frameRegisters(registersIn(saved), from);
  const registers: bigint[] = [];
  registers[X86_64.rsp] = fromLinear(above);
  registers[X86_64.rip] = fromLinear(from);
  return registers;
}
