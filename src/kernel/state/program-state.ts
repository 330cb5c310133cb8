/** What the kernel knows of processes that run programs: memory, open files, waits, time. Plain data. */
import type { LinearAddress } from '../../machine/architecture/linear-address';

/** `struct mm_struct`, as far as system calls ask for it; processes that share their memory share it. */
interface ProcessMemory {
  /** `exe_file`: the program, by its absolute path. */
  path: string;
  startBrk: LinearAddress;
  brk: LinearAddress;
}

/** Bytes of a pipe: a character each (0 to 255), so that copies of the state share them. */
export interface Pipe {
  bytes: string;
  /** Open files that read from it and that write to it. */
  readers: number;
  writers: number;
  /** Changes with everything that happens to it: who waits for that compares it. */
  version: number;
}

/** `struct file`: an open file description. File descriptors that were duplicated or inherited share it. */
export interface OpenFile {
  readonly kind: 'console' | 'file' | 'stream' | 'folder' | 'pipe' | 'null' | 'zero' | 'random';
  /** Absolute; of a console, which descriptor it is: `1` or `2`. */
  readonly path: string;
  /** O_RDONLY, O_WRONLY or O_RDWR, O_APPEND, O_NONBLOCK. */
  flags: number;
  position: number;
  readonly pipe: Pipe | null;
  /** How many descriptors refer to it. */
  holders: number;
}

export interface Descriptor {
  readonly file: OpenFile;
  closeOnExec: boolean;
}

/** `struct files_struct` by descriptor; a hole is null. Threads share it. */
export interface FileTable {
  descriptors: (Descriptor | null)[];
}

/** A file that a program has made or changed. Its bytes lie in the page cache, in kernel memory. */
export interface Inode {
  kind: 'file' | 'folder' | 'link' | 'gone';
  readonly number: number;
  mode: number;
  size: number;
  /** Where a link leads. */
  readonly target: string;
}

/** Where a task sleeps in the kernel: its system call is made again when that may have an answer. */
export type Wait =
  /** Something happens to one of the pipes. */
  | { readonly kind: 'files'; readonly watched: readonly WatchedPipe[]; readonly until: bigint | null }
  /** A child changes its state. */
  | { readonly kind: 'child'; readonly until: null }
  /** `woken`: by FUTEX_WAKE. */
  | {
      readonly kind: 'futex';
      readonly space: number;
      address: LinearAddress;
      readonly mask: number;
      woken: boolean;
      readonly until: bigint | null;
    }
  /** One of the signals of a mask comes, blocked or not. */
  | { readonly kind: 'signals'; readonly mask: bigint; readonly until: bigint | null }
  /** `until` is over; null: a signal. */
  | { readonly kind: 'sleep'; readonly until: bigint | null };

interface WatchedPipe {
  readonly pipe: Pipe;
  readonly version: number;
}

/** Of a process that runs a program. */
export interface ProgramState {
  memory: ProcessMemory;
  files: FileTable;
  /** Absolute. */
  folder: string;
  umask: number;
  /** All that it and its children have written to standard output and error, a character for each byte. */
  output: { text: string };
  /** Index of the process that it descends from, whose members take turns; null where the trace says who runs. */
  readonly family: number | null;
  /** Index of the parent process; null for the first. */
  parent: number | null;
  /** How it ended, as wait4 gives it; null while it lives. */
  status: number | null;
  /** Its parent has been told. */
  reaped: boolean;
}
