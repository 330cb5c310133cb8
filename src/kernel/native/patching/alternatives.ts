/**
 * Alternatives: code that is replaced where the processor has a feature, or lacks it (apply_alternatives,
 * arch/x86/kernel/alternative.c). What the processor has is what the kernel itself has found: `boot_cpu_data.x86_capability`.
 */
import type { LinearAddress } from '../../../machine/architecture/linear-address';
import type { ImageMemory } from '../image-memory';
import { branch, OPCODE } from './branches';
import { padded } from './nops';
import { type Patching, relative, rowsOf } from './patch-site';
import { relocate } from './relocate';

/** A row of `struct alt_instr`. */
interface Alternative {
  readonly instruction: LinearAddress;
  readonly length: number;
  readonly replacement: LinearAddress;
  readonly replacementLength: number;
  readonly feature: number;
  /** Whether the alternative is taken where the feature lacks. */
  readonly isInverted: boolean;
  /** A call through a pointer becomes a call of what the pointer names (since 6.8). */
  readonly isDirectCall: boolean;
}

const TABLE = { start: '__alt_instructions', end: '__alt_instructions_end' } as const;
/** Until 6.2 the highest bit of `cpuid`; from 6.3 on `flags`. */
const OLD_INVERTED = 1 << 15;
const FLAG = { not: 1, directCall: 2 } as const;

export function applyAlternatives(patching: Patching): void {
  const { memory } = patching;
  const has = capabilities(patching);
  const lengths = new Map<LinearAddress, number>();
  const rows = [...alternativesOf(patching)];
  for (const { instruction, length } of rows) {
    lengths.set(instruction, Math.max(length, lengths.get(instruction) ?? 0));
  }
  for (const row of rows) {
    if (has(row.feature) === row.isInverted) continue;
    const code = row.isDirectCall ? directCall(patching, row) : replacementOf(memory, row);
    if (code) memory.write(row.instruction, padded([...code], lengths.get(row.instruction) ?? row.length));
  }
}

function* alternativesOf(patching: Patching): Generator<Alternative> {
  const { vmlinux, memory } = patching;
  const hasFlags = vmlinux.member('alt_instr', 'flags') !== undefined;
  const size = vmlinux.sizeOfStruct('alt_instr') ?? 0;
  if (size === 0) return;
  const offset = (member: string) => vmlinux.offset('alt_instr', member);
  const places = {
    instruction: offset('instr_offset'),
    replacement: offset('repl_offset'),
    feature: offset('cpuid'),
    length: offset('instrlen'),
    replacementLength: offset('replacementlen'),
  };
  for (const row of rowsOf(patching, TABLE, size)) {
    const word = memory.u16(row + places.feature);
    const flags = hasFlags ? memory.u16(row + offset('flags')) : 0;
    yield {
      instruction: relative(memory, row + places.instruction),
      length: memory.u8(row + places.length),
      replacement: relative(memory, row + places.replacement),
      replacementLength: memory.u8(row + places.replacementLength),
      feature: hasFlags ? word : word & ~OLD_INVERTED,
      isInverted: hasFlags ? (flags & FLAG.not) !== 0 : (word & OLD_INVERTED) !== 0,
      isDirectCall: (flags & FLAG.directCall) !== 0,
    };
  }
}

/** Whether `boot_cpu_data` has a feature or bug, by its number. */
function capabilities({ vmlinux, memory }: Patching): (feature: number) => boolean {
  const words = vmlinux.at('boot_cpu_data') + vmlinux.offset('cpuinfo_x86', 'x86_capability');
  return (feature) => ((memory.u8(words + (feature >>> 3)) >>> (feature & 7)) & 1) === 1;
}

function replacementOf(memory: ImageMemory, row: Alternative): Uint8Array {
  if (row.replacementLength === 0) return new Uint8Array();
  return relocate(memory.bytes(row.replacement, row.replacementLength), row.replacement, row.instruction);
}

/** `call *POINTER(%rip)`: two bytes of opcode, then the displacement. */
const INDIRECT_CALL = { modrm: 0x15, size: 6, displacement: 2 } as const;

/** Undefined where the pointer names nothing: the call stays as it is. */
function directCall({ memory }: Patching, { instruction }: Alternative): readonly number[] | undefined {
  const isIndirect = memory.u8(instruction) === OPCODE.group5 && memory.u8(instruction + 1) === INDIRECT_CALL.modrm;
  if (!isIndirect) return undefined;
  const pointer = instruction + INDIRECT_CALL.size + memory.s32(instruction + INDIRECT_CALL.displacement);
  const target = memory.pointer(pointer);
  return target === 0 ? undefined : branch(OPCODE.call, instruction, target);
}
