/** The input of the kernel at boot: the tasks that the trace declares, and the program that these run. */
import type { LinearAddress } from '../../machine/architecture/linear-address';
import type { PageRights } from '../../machine/cpu/page';

/** A program that a task starts in, in place of code of the trace. */
export interface ExecRequest {
  /** As written: relative to the folder of the trace. */
  readonly path: string;
  /** Beside the program's name. */
  readonly arguments: readonly string[];
  /** `K=V`. */
  readonly environment: readonly string[];
  /** What standard input reads; null for nothing. */
  readonly input: string | null;
}

/**
 * The files that programs see, read-only. Paths are relative to the folder of the trace, and never lead out of it; or they begin
 * with a slash, and lead to a root that somebody has given.
 */
export interface ProgramFiles {
  /** Undefined where there is none. Bytes of a file; -1 for a folder. */
  readonly sizeOf: (path: string) => number | undefined;
  /** The whole file; undefined where it cannot be read. Not to be written. */
  readonly read: (path: string) => Uint8Array | undefined;
  /** Names in a folder. */
  readonly list: (path: string) => readonly string[];
  /** Undefined for a file that lies there whole. */
  readonly streamAt?: (path: string) => ByteStream | undefined;
}

/** Bytes that come one after the other, as through a pipe. */
interface ByteStream {
  /** At most `count` bytes from `at` on, always the same ones; none where it ends. */
  readonly read: (at: number, count: number) => Uint8Array;
}

export const NO_FILES: ProgramFiles = { sizeOf: () => undefined, read: () => undefined, list: () => [] };

/** Extended state: the components in use, each as its section of an area. */
export interface CoreState {
  readonly inUse: bigint;
  readonly sections: readonly { readonly component: number; readonly bytes: Uint8Array }[];
  /** MXCSR and its mask, as an area has them. */
  readonly mxcsr: Uint8Array;
}

/** A file that the process had mapped, where such a file lies at hand. */
export interface CoreObject {
  /** As the process knew it: absolute. */
  readonly path: string;
  /** The whole file. */
  readonly bytes: Uint8Array;
  /** What is added to an address of the file. */
  readonly bias: number;
  readonly start: LinearAddress;
  readonly end: LinearAddress;
  /** Whether it is the program, and no library. */
  readonly isProgram: boolean;
}

/** Why the process died; `code` and `address` (si_code, si_addr) where the core says them, for the thread that died. */
export interface CoreDeath {
  /** 0 for none. */
  readonly signal: number;
  readonly info: { readonly code: number; readonly address: bigint } | undefined;
}

/** A thread out of a core file, with the memory of its process. */
export interface CoreTask {
  /** Threads out of one file are threads of one process. */
  readonly path: string;
  readonly pid: number;
  readonly registers: {
    /** In the order of their encodings. */
    readonly gpr: readonly bigint[];
    readonly rip: LinearAddress;
    readonly rflags: number;
    readonly fsBase: bigint;
    readonly gsBase: bigint;
  };
  /** `bytes` may be shorter than the memory, which is zero behind them. */
  readonly memory: readonly (Segment & { readonly size: number })[];
  /** Absent where the file has none: all is initial then. */
  readonly state?: CoreState;
  readonly death: CoreDeath;
  readonly objects: readonly CoreObject[];
  /** Files at hand that have the names of files of the process, and are others: paths as the process knew them. */
  readonly otherBuilds: readonly string[];
}

export interface TaskDeclaration {
  readonly name: string;
  /** Name of the process; the task's own when it starts one. */
  readonly process: string;
  readonly kthread: boolean;
  /** Address that `run` starts at. */
  readonly entry: number | undefined;
  readonly exec?: ExecRequest;
  readonly core?: CoreTask;
}

/** Some of a program's memory; its pages get these rights. */
interface Segment {
  readonly address: LinearAddress;
  readonly bytes: Uint8Array;
  readonly rights: PageRights;
}

/** The program where the loader put it; every process starts with a copy. */
export interface ProgramImage {
  readonly segments: readonly Segment[];
  /** FS base of each thread that a process begins with, in order; empty where the program has no thread-local data. */
  readonly threadPointers: readonly number[];
}
