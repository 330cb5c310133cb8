/** A core file as data (System V ABI; Linux, fs/binfmt_elf.c and fs/coredump.c): a process as it was when it died. */

/** A part of the process's memory. What the file does not have of it was left out, or is zero. */
export interface CoreSegment {
  readonly address: number;
  readonly memorySize: number;
  /** Of the file; empty where all of it was left out. */
  readonly bytes: Uint8Array;
  readonly readable: boolean;
  readonly writable: boolean;
  readonly executable: boolean;
}

/** `struct user_regs_struct` of NT_PRSTATUS, as far as a task has them. */
export interface CoreRegisters {
  /** RAX, RCX, RDX, RBX, RSP, RBP, RSI, RDI, R8 to R15. */
  readonly gpr: readonly bigint[];
  readonly rip: bigint;
  readonly rflags: bigint;
  readonly fsBase: bigint;
  readonly gsBase: bigint;
}

export interface CoreThread {
  readonly pid: number;
  readonly registers: CoreRegisters;
  /** The signal that it died of, or was stopped by; 0 for none. */
  readonly signal: number;
  /** NT_SIGINFO: why that signal came; of the thread that died. */
  readonly siginfo: { readonly code: number; readonly address: bigint } | undefined;
  /** NT_X86_XSTATE, or NT_PRFPREG where there is none: an area in the standard format, or its legacy region. */
  readonly xstate: Uint8Array | undefined;
}

/** A mapping of a file (NT_FILE). */
export interface CoreMapping {
  readonly start: number;
  readonly end: number;
  /** In the file, in bytes. */
  readonly offset: number;
  readonly path: string;
}

/** A record of NT_X86_XSAVE_LAYOUT, which kernels write since 6.12. */
export interface CoreComponent {
  readonly component: number;
  readonly size: number;
  readonly offset: number;
}

export interface CoreFile {
  /** At least one; the one that died first. */
  readonly threads: readonly CoreThread[];
  readonly segments: readonly CoreSegment[];
  readonly mappings: readonly CoreMapping[];
  /** Where the program begins (AT_ENTRY): which of the files the program is. Undefined where the file does not say. */
  readonly entry: bigint | undefined;
  /** Undefined where the file does not say. */
  readonly layout: readonly CoreComponent[] | undefined;
}
