/** The call stack of compiled code, from registers and memory by call frame information. */

import { FormatError } from '../../elf/byte-reader';
import { type FrameRegisters, type Unwound, unwind, X86_64 } from '../../elf/dwarf/frames/unwind';
import { fromLinear, type LinearAddress, toLinear } from '../../machine/architecture/linear-address';
import type { Memory } from '../../machine/cpu/memory';
import { type CompiledProgram, NOTHING_KNOWN } from './compiled-program';

/** A function that has not returned. */
export interface PhysicalFrame {
  /** The file that its code is from. */
  readonly compiled: CompiledProgram;
  /** Where it goes on, or is. */
  readonly address: LinearAddress;
  /** An address within the instruction that the frame executes; in a caller, within the call. */
  readonly within: LinearAddress;
  /** By DWARF's numbers. */
  readonly registers: FrameRegisters;
  /** Its canonical frame address; undefined where nothing is known of its frame. */
  readonly cfa: bigint | undefined;
  /** Whether the frame is the code that a signal's handler returns to. */
  readonly isSignal: boolean;
  /** The innermost one, or one that was interrupted: registers beyond the general ones are still its own. */
  readonly isInnermost: boolean;
}

const MOST_FRAMES = 10_000;

/** DWARF's number of each general register, in the order of their encoding. */
const DWARF_NUMBERS: readonly number[] = [0, 2, 1, 3, 7, 6, 4, 5, 8, 9, 10, 11, 12, 13, 14, 15];
/** That of R16, which the others of APX follow. They belong to the innermost frame alone: every call may change them. */
const FIRST_EXTENDED = 130;

/** @param gpr RAX...R15 in encoding order, and R16...R31 where they are at hand. */
export function frameRegisters(gpr: BigUint64Array, rip: LinearAddress): FrameRegisters {
  const registers: bigint[] = [];
  for (const [encoding, value] of gpr.subarray(0, DWARF_NUMBERS.length).entries()) {
    registers[DWARF_NUMBERS[encoding] ?? 0] = value;
  }
  registers[X86_64.rip] = fromLinear(rip);
  for (const [at, value] of gpr.subarray(DWARF_NUMBERS.length).entries()) registers[FIRST_EXTENDED + at] = value;
  return registers;
}

/** Innermost first; ends where nothing more is known. @param fileAt which file the code at an address is from. */
export function unwindStack(
  fileAt: (address: LinearAddress) => CompiledProgram | undefined,
  memory: Memory,
  space: number,
  registers: FrameRegisters,
  most = MOST_FRAMES,
): readonly PhysicalFrame[] {
  const frames: PhysicalFrame[] = [];
  const read = reader(memory, space);
  let current: FrameRegisters | undefined = registers;
  let hasCalled = false;
  while (current && frames.length < most) {
    const address = toLinear(current[X86_64.rip] ?? 0n);
    // Beyond the outermost frame lies whatever the program began with.
    if (address === undefined || !memory.peek(space, address, 1)?.length) break;
    const known: FrameRegisters = current;
    const within: LinearAddress = hasCalled ? address - 1 : address;
    const compiled = fileAt(within) ?? NOTHING_KNOWN;
    const unwound: Unwound | undefined = attempt(() =>
      unwind(compiled.info.frames, within - compiled.bias, known, read),
    );
    const { cfa, isSignal = false, caller } = unwound ?? {};
    frames.push({ compiled, address, within, registers: current, cfa, isSignal, isInnermost: frames.length === 0 });
    // Stacks grow downwards: whatever leads nowhere else is broken.
    if (caller && !isSignal && (caller[X86_64.rsp] ?? 0n) <= (current[X86_64.rsp] ?? 0n)) break;
    hasCalled = !isSignal;
    current = caller;
  }
  return frames;
}

/** Up to 8 bytes of memory as a number. */
function reader(memory: Memory, space: number): (address: bigint, size: number) => bigint | undefined {
  return (address, size) => {
    const place = toLinear(address);
    const bytes = place === undefined ? undefined : memory.peek(space, place, size);
    if (bytes?.length !== size) return undefined;
    return bytes.reduceRight((value, byte) => (value << 8n) | BigInt(byte), 0n);
  };
}

/** Undefined where call frame information cannot be read. */
function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof FormatError) return undefined;
    throw error;
  }
}
