/** What a probe recorded: the lines that `cli/probe.c` prints, and those of the recorder that its cases come from. */
import type { CpuidLeaves } from '../../machine/processor/cpuid-leaves';

/** The recorded processor, as its CPUID leaves describe it. */
export interface ProcessorRecord {
  readonly vendor: string;
  readonly family: number;
  readonly model: number;
  readonly stepping: number;
  readonly name: string;
  readonly xcr0: bigint;
}

/**
 * One instruction that saves or restores: `image` was loaded by XRSTOR64 (standard format, all components that are used),
 * the prelude ran, then the instruction on the area at `base`; at last XSAVE64 saved everything over zeros as `state`.
 */
export interface CaseRecord {
  /** Its line in the file, from 1. */
  readonly line: number;
  readonly prelude: readonly string[];
  readonly insn: string;
  /** EDX:EAX of the instruction. */
  readonly rfbm: bigint;
  /** RBX: linear address of the area. */
  readonly base: number;
  readonly rflags: number;
  /** XGETBV(1) after loading, before and after the instruction; undefined of a processor that has none. */
  readonly xinuse: readonly [loaded: bigint, before: bigint, after: bigint] | undefined;
  /** Vector of the exception, 0 for none, and its error code. After one, the prelude may have been cut short. */
  readonly trap: number;
  readonly error: number;
  /** CR2 after #PF. */
  readonly cr2: bigint | undefined;
  readonly image: Uint8Array;
  /** The part of the area that is mapped, before and after. */
  readonly before: Uint8Array;
  readonly area: Uint8Array;
  readonly state: Uint8Array;
}

export interface TileRecord {
  readonly rows: number;
  /** Bytes of a row. */
  readonly colsb: number;
  /** 16 rows of 64 bytes. */
  readonly bytes: Uint8Array;
}

/** out = dst + src1 * src2. */
export interface ProductRecord {
  readonly line: number;
  /** Mnemonic in lower case. */
  readonly insn: string;
  readonly dst: TileRecord;
  readonly src1: TileRecord;
  readonly src2: TileRecord;
  readonly out: TileRecord;
}

/** Steps on TMM0, and XGETBV(1) after each. */
export interface TilesRecord {
  readonly line: number;
  readonly steps: readonly string[];
  readonly xinuse: readonly bigint[];
}

export interface Recording {
  /** Undefined in files of the recorder, which hold cases only. */
  readonly processor: ProcessorRecord | undefined;
  readonly leaves: CpuidLeaves;
  readonly cases: readonly CaseRecord[];
  readonly products: readonly ProductRecord[];
  readonly tiles: readonly TilesRecord[];
  /** What was left out, and why. */
  readonly notes: readonly string[];
}

/** Where the area of a case lies by default, and how much memory there is from there on. */
export const AREA = 0x2000_0000;
export const WINDOW = 0x2000;
