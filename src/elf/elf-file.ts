/** An ELF file as data (System V ABI, ELF-64 object files): what a loader needs of it. Addresses are those of the file. */

/** A part of the file that lies in memory (PT_LOAD). */
export interface LoadSegment {
  /** In the file, in bytes. */
  readonly offset: number;
  readonly fileSize: number;
  readonly address: number;
  /** In memory: what the file does not have is zero. */
  readonly memorySize: number;
  readonly readable: boolean;
  readonly writable: boolean;
  readonly executable: boolean;
}

export interface ElfFile {
  /** Whether it may lie anywhere: ET_DYN. Else it lies where it says: ET_EXEC. */
  readonly isRelocatable: boolean;
  readonly entry: number;
  /** In the order of the file, at least one. */
  readonly segments: readonly LoadSegment[];
  /** The program headers: how many, where in the file, and where in memory; null where no segment has them. */
  readonly headers: { readonly count: number; readonly offset: number; readonly address: number | null };
  /** What PT_INTERP names: the dynamic linker. Null for a static program. */
  readonly interpreter: string | null;
  /** Whether PT_GNU_STACK asks for a stack that may be executed; a file without it says nothing. */
  readonly executableStack: boolean;
}

/** Why a file cannot be loaded: one sentence, for people. */
export interface ElfProblem {
  readonly problem: string;
}
