/** Checks a trace as `xtrace check` does, once, and writes what that took to the standard output, without loading the core. */
import path from 'node:path';
import type { CliStreams } from '../src/main/cli/command';
import type * as Core from '../src/main/core';
import type { Checked } from './hostile';

/** An own mistake of the core, and no measure. */
const MISTAKE = 3;

async function check(file: string): Promise<Checked> {
  const { runCommandLine } = require(path.resolve('dist/core.js')) as typeof Core;
  const nothing = () => {};
  const streams: CliStreams = {
    out: nothing,
    error: nothing,
    breathe: async () => {},
    startThread: () => undefined,
    isTerminal: false,
    write: () => undefined,
    readSome: () => new Uint8Array(),
    readInput: () => new Uint8Array(),
  };
  const start = performance.now();
  const before = process.cpuUsage();
  const status = await runCommandLine(['check', file], streams);
  const { user, system } = process.cpuUsage(before);
  // Checking waits for nothing: without other processes the clock shows at most either of the two.
  const milliseconds = Math.min(performance.now() - start, (user + system) / 1000);
  if (status === MISTAKE) throw new Error(`${file} could not be checked.`);
  return { milliseconds, megabytes: process.resourceUsage().maxRSS / 1024 };
}

check(process.argv[2] ?? '').then(
  (checked) => void process.stdout.write(JSON.stringify(checked)),
  (error: unknown) => {
    process.stderr.write(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  },
);
