/** The auxiliary vector: what the kernel tells a program beside its arguments (create_elf_tables, fs/binfmt_elf.c). */
import type { LinearAddress } from '../../machine/architecture/linear-address';
import { PAGE_SIZE } from '../../machine/cpu/page';
import { maxFrameSize } from '../model/tasks/signal-frame';
import type { KernelContext } from '../routines/kernel-context';
import { USER_ID } from '../state/constants';
import type { PlacedProgram } from './place-program';

/** Where the strings lie that the vector points at. */
export interface VectorStrings {
  readonly random: LinearAddress;
  readonly path: LinearAddress;
  readonly platform: LinearAddress;
}

/** A program, and what is added to the addresses of its dynamic linker; 0 where it has none. */
export interface StartedProgram extends PlacedProgram {
  readonly linkerBase: number;
}

interface Row {
  /** AT_... */
  readonly type: number;
  readonly value: (
    kernel: KernelContext,
    program: StartedProgram,
    strings: VectorStrings,
  ) => bigint | number | undefined;
}

const TICKS_PER_SECOND = 100;
const PROGRAM_HEADER_SIZE = 56;
/** HWCAP2_FSGSBASE: user code may write the bases of FS and GS itself. */
const HWCAP2_FSGSBASE = 2;
/** `struct rseq`, since the kernel says how much of it it knows. */
const RSEQ = { FEATURE_SIZE: 28, ALIGNMENT: 32 } as const;

/** In the order of the kernel. A row without a value is not there. */
const ROWS: readonly Row[] = [
  /** AT_MINSIGSTKSZ */
  { type: 51, value: ({ state, processor }) => maxFrameSize(state.fpu.userMaxSize, processor.has('XSAVE')) },
  /** AT_HWCAP: CPUID.1.EDX. */
  { type: 16, value: ({ cpu, processor }) => processor.cpuid(1, 0, cpu)[3] >>> 0 },
  /** AT_PAGESZ */
  { type: 6, value: () => PAGE_SIZE },
  /** AT_CLKTCK */
  { type: 17, value: () => TICKS_PER_SECOND },
  /** AT_PHDR */
  { type: 3, value: (_kernel, { headers }) => headers },
  /** AT_PHENT */
  { type: 4, value: () => PROGRAM_HEADER_SIZE },
  /** AT_PHNUM */
  { type: 5, value: (_kernel, { headerCount }) => headerCount },
  /** AT_BASE: of the dynamic linker. */
  { type: 7, value: (_kernel, { linkerBase }) => linkerBase },
  /** AT_FLAGS */
  { type: 8, value: () => 0 },
  /** AT_ENTRY */
  { type: 9, value: (_kernel, { entry }) => entry },
  /** AT_UID, AT_EUID, AT_GID, AT_EGID */
  { type: 11, value: () => USER_ID },
  { type: 12, value: () => USER_ID },
  { type: 13, value: () => USER_ID },
  { type: 14, value: () => USER_ID },
  /** AT_SECURE */
  { type: 23, value: () => 0 },
  /** AT_RANDOM */
  { type: 25, value: (_kernel, _program, { random }) => random },
  /** AT_HWCAP2 */
  { type: 26, value: ({ processor }) => (processor.has('FSGSBASE') ? HWCAP2_FSGSBASE : 0) },
  /** AT_EXECFN */
  { type: 31, value: (_kernel, _program, { path }) => path },
  /** AT_PLATFORM */
  { type: 15, value: (_kernel, _program, { platform }) => platform },
  /** AT_RSEQ_FEATURE_SIZE, AT_RSEQ_ALIGN */
  { type: 27, value: (kernel) => (kernel.has('tellsRseqSize') ? RSEQ.FEATURE_SIZE : undefined) },
  { type: 28, value: (kernel) => (kernel.has('tellsRseqSize') ? RSEQ.ALIGNMENT : undefined) },
  /** AT_NULL */
  { type: 0, value: () => 0 },
];

/** Pairs of 64 bits, type and value; the last one is AT_NULL. */
export function auxiliaryVector(
  kernel: KernelContext,
  program: StartedProgram,
  strings: VectorStrings,
): BigUint64Array {
  const pairs = ROWS.flatMap(({ type, value }) => {
    const found = value(kernel, program, strings);
    return found === undefined ? [] : [BigInt(type), BigInt(found)];
  });
  return BigUint64Array.from(pairs);
}
