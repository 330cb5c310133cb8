/** What a command of the command line is: one row of the table that dispatch and `--help` read. */
import type { ParseArgsConfig } from 'node:util';
import type { Worker } from 'node:worker_threads';

/** Where a command writes and reads, apart from files. */
export interface CliStreams {
  readonly out: (text: string) => void;
  readonly error: (text: string) => void;
  /** Resolves after a turn of the event loop, when the reader of the output has taken most of it. */
  readonly breathe: () => Promise<void>;
  /** A thread that judges traces (`judging/judge-in-threads.ts`); undefined where there are none. */
  readonly startThread: () => Worker | undefined;
  /** Calls `stop` at the first Ctrl-C, which does not end the process then; the answer takes that back. */
  readonly onInterrupt: (stop: () => void) => () => void;
  /** All of standard input. */
  readonly readInput: () => Uint8Array;
  /** Waits for some of standard input; nothing at its end. */
  readonly readSome: () => Uint8Array;
  /** Whether standard input is a terminal, whose end nobody sees before somebody types it. */
  readonly isTerminal: boolean;
  /** What a program writes, byte by byte as it is. */
  readonly write: (stream: 'stdout' | 'stderr', bytes: Uint8Array) => void;
}

export type OptionValues = Readonly<Record<string, string | boolean | readonly string[] | undefined>>;

export interface Invocation extends CliStreams {
  /** As `out`, without a change to what would control a terminal: for what is a file. */
  readonly outFile: (text: string) => void;
  /** Arguments that are no options. */
  readonly files: readonly string[];
  readonly options: OptionValues;
}

export interface CommandOption {
  readonly name: string;
  /** One letter. */
  readonly short?: string;
  /** What stands for the value in `--help`; an option without one is a switch. */
  readonly value?: string;
  /** Whether the option may stand there several times: its value is a list. */
  readonly isRepeated?: true;
  readonly summary: string;
}

export interface Command {
  readonly name: string;
  /** The arguments, as `--help` shows them: `FILE [--json]`. */
  readonly usage: string;
  readonly summary: string;
  readonly options: readonly CommandOption[];
  /** Its first argument that is no option is a program: what stands behind it is the program's own. */
  readonly runsProgram?: true;
  /** Answers an `ExitStatus`, or the exit status of the program that it runs. @throws UsageError */
  readonly run: (invocation: Invocation) => Promise<number>;
}

/** The options as `parseArgs` takes them. */
export function parseArgsOptions(options: readonly CommandOption[]): NonNullable<ParseArgsConfig['options']> {
  return Object.fromEntries(
    options.map(({ name, value, short, isRepeated = false }) => [
      name,
      { type: value === undefined ? 'boolean' : 'string', multiple: isRepeated, ...(short ? { short } : {}) },
    ]),
  );
}
