/** Scripts that record what `xtrace import` reads, without loss: a row a tool. */
import { BPFTRACE } from './bpftrace';
import { FTRACE } from './ftrace';
import { GDB } from './gdb';
import { PERF } from './perf';

export interface Recorder {
  readonly name: string;
  /** What it records, for help and documentation. */
  readonly what: string;
  /** The script, with what it needs and how it is called in its comments. */
  readonly script: string;
}

export const RECORDERS: readonly Recorder[] = [
  {
    name: 'ftrace',
    what: 'the trace buffer of the kernel, by a shell script that needs nothing but the kernel',
    script: FTRACE,
  },
  { name: 'bpftrace', what: 'the same by bpftrace, of one process and its children', script: BPFTRACE },
  { name: 'perf', what: 'the same by perf record and perf script', script: PERF },
  { name: 'gdb', what: 'a core of a program at the signal that ends it', script: GDB },
];
