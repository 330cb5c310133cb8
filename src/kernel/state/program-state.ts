/** What the kernel knows of processes that run programs: memory, open files, waits, time. Plain data. */
import type { LinearAddress } from '../../machine/architecture/linear-address';
import type { FileTimer } from './timer-state';
import type { Watchable } from './watchable';

/** `struct mm_struct`, as far as system calls ask for it; processes that share their memory share it. */
interface ProcessMemory {
  /** `exe_file`: the program, by its absolute path. */
  path: string;
  startBrk: LinearAddress;
  brk: LinearAddress;
}

/** Bytes of a pipe: a character each (0 to 255), so that copies of the state share them. */
export interface Pipe extends Watchable {
  bytes: string;
  /** Open files that read from it and that write to it. */
  readers: number;
  writers: number;
}

/** `struct eventfd_ctx`: a number that is written to be added, and read to be taken. */
interface EventCounter extends Watchable {
  value: bigint;
  /** EFD_SEMAPHORE: a read takes 1. */
  readonly isSemaphore: boolean;
}

/** `struct eventpoll`: the files that one epoll instance looks at. What comes to it is a change of that list. */
export interface EventPoll extends Watchable {
  items: EventPollItem[];
}

/** `struct epitem` */
export interface EventPollItem {
  readonly number: number;
  readonly file: OpenFile;
  /** EPOLLIN and its like, EPOLLERR and EPOLLHUP always, with EPOLLET and EPOLLONESHOT. */
  events: number;
  data: bigint;
  /** The counts of the file's object when it was told last: EPOLLET tells once for each change of them. */
  told: Watchable | null;
}

/** `struct file`: an open file description. File descriptors that were duplicated or inherited share it. */
export interface OpenFile {
  readonly kind:
    | 'console'
    | 'file'
    | 'stream'
    | 'folder'
    | 'pipe'
    | 'event'
    | 'epoll'
    | 'timer'
    | 'null'
    | 'zero'
    | 'random';
  /** Absolute; of a console, which descriptor it is: `1` or `2`. */
  readonly path: string;
  /** O_RDONLY, O_WRONLY or O_RDWR, O_APPEND, O_NONBLOCK. */
  flags: number;
  position: number;
  readonly pipe: Pipe | null;
  readonly counter: EventCounter | null;
  readonly epoll: EventPoll | null;
  readonly timer: FileTimer | null;
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
  /** Something happens to what lies behind one of the open files. */
  | {
      readonly kind: 'files';
      readonly watched: readonly Watched[];
      readonly until: bigint | null;
      /** Whether the call is made again behind a handler that lets it be (SA_RESTART). */
      readonly restarts: boolean;
    }
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
  /** `until` is over; null: a signal. What is left then goes to `remaining`, unless that is 0. */
  | { readonly kind: 'sleep'; readonly until: bigint | null; readonly remaining: LinearAddress };

interface Watched {
  readonly object: Watchable;
  /** As they were when the task fell asleep. */
  readonly arrivals: number;
  readonly departures: number;
}

/** Nanoseconds in code of its own, and in the kernel. */
export interface Usage {
  readonly user: bigint;
  readonly system: bigint;
}

export const NO_USAGE: Usage = { user: 0n, system: 0n };

/** Of a process that runs a program. */
export interface ProgramState {
  memory: ProcessMemory;
  files: FileTable;
  /** Absolute. */
  folder: string;
  umask: number;
  /** Of the next timer of timer_create(2). */
  nextTimer: number;
  /** All that it and its children have written to standard output and error, a character for each byte. */
  output: { text: string };
  /** Index of the process that it descends from, whose members take turns; null where the trace says who runs. */
  readonly family: number | null;
  /** Index of the parent process; null for the first. */
  parent: number | null;
  /** Of its children that it has waited for, with theirs. */
  waited: Usage;
  /** How it ended, as wait4 gives it; null while it lives. */
  status: number | null;
  /** Its parent has been told. */
  reaped: boolean;
}
