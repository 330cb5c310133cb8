/** The launch request's own arguments, as launch.json has them. */
import { EXCEPTION_FILTERS } from '../../world/debugger/breakpoints/exception-filters';
import {
  boolean,
  type Check,
  type Checked,
  fields,
  integer,
  list,
  oneOf,
  optional,
  record,
  string,
} from '../protocol/checked';
import { UserError } from '../protocol/user-error';

const atLeast =
  (least: number): Check<number> =>
  (value, path) => {
    const number = integer(value, path);
    if (number >= least) return number;
    throw new UserError('bad-argument', `The argument \`${path}\` must be at least ${least}; got ${number}.`);
  };

/** Less than that holds no snapshots worth their name. */
const LEAST_HISTORY_MEGABYTES = 16;

const filter = oneOf(...EXCEPTION_FILTERS.map((row) => row.filter));

export const launchArguments = fields({
  /** Path of the trace, or of a program: an ELF file. */
  program: string,
  /** Of a program: its arguments, beside its name. */
  args: optional(list(string)),
  /** Of a program: its environment, beside `PATH`, `HOME` and `LANG`. */
  env: optional(record(string)),
  /** Of a program: a file beside the program that its standard input reads. */
  stdin: optional(string),
  /** Of a program: the folder that it finds at `/`, with the dynamic linker and the libraries. */
  root: optional(string),
  /** What a relative `program` is relative to. */
  cwd: optional(string),
  stopOnEntry: optional(boolean),
  /** Stop behind the last step instead of ending the session, so that one can go back. */
  stopOnEnd: optional(boolean),
  /** In place of the trace's own `machine` and `kernel` lines. */
  machine: optional(string),
  kernel: optional(string),
  /** The image of a kernel, whose code then runs in the place of the modelled routines. */
  vmlinux: optional(string),
  /** Exception filters that are on, whatever the client sets. */
  stopOn: optional(list(filter)),
  maxSteps: optional(atLeast(1)),
  /** What the snapshots take that going back needs, in units of 2^20 bytes. */
  historyMegabytes: optional(atLeast(LEAST_HISTORY_MEGABYTES)),
  /** Folders of the machine that compiled a program, and where their source files are here. */
  sourceMap: optional(record(string)),
  noDebug: optional(boolean),
  /** Write the protocol to the console. */
  trace: optional(boolean),
});

export type LaunchArguments = Checked<{
  [K in keyof ReturnType<typeof launchArguments>]: Check<ReturnType<typeof launchArguments>[K]>;
}>;
