/** What a command of the command line is: one row of the table that dispatch and `--help` read. */
import type { ParseArgsConfig } from 'node:util';
import type { Worker } from 'node:worker_threads';
import type { ExitStatus } from './exit-status';

/** Where a command writes and reads, apart from files. */
export interface CliStreams {
  readonly out: (text: string) => void;
  readonly error: (text: string) => void;
  /** Resolves after a turn of the event loop, when the reader of the output has taken most of it. */
  readonly breathe: () => Promise<void>;
  /** A thread that judges traces (`judging/judge-in-threads.ts`); undefined where there are none. */
  readonly startThread: () => Worker | undefined;
  /** All of standard input. */
  readonly readInput: () => Uint8Array;
}

export type OptionValues = Readonly<Record<string, string | boolean | undefined>>;

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
  readonly summary: string;
}

export interface Command {
  readonly name: string;
  /** The arguments, as `--help` shows them: `FILE [--json]`. */
  readonly usage: string;
  readonly summary: string;
  readonly options: readonly CommandOption[];
  /** @throws UsageError */
  readonly run: (invocation: Invocation) => Promise<ExitStatus>;
}

/** The options as `parseArgs` takes them. */
export function parseArgsOptions(options: readonly CommandOption[]): NonNullable<ParseArgsConfig['options']> {
  return Object.fromEntries(
    options.map(({ name, value, short }) => [
      name,
      { type: value === undefined ? 'boolean' : 'string', ...(short ? { short } : {}) },
    ]),
  );
}
