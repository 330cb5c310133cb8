/** Checks a trace as `xtrace check` does, once, and writes what that took to the standard output, without loading the core. */
import { readFileSync } from 'node:fs';
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
    onInterrupt: () => () => {},
    isTerminal: false,
    write: () => undefined,
    readSome: () => new Uint8Array(),
    readInput: () => new Uint8Array(),
  };
  const clock = startClock();
  const status = await runCommandLine(['check', file], streams);
  const milliseconds = clock();
  if (status === MISTAKE) throw new Error(`${file} could not be checked.`);
  return { milliseconds, megabytes: process.resourceUsage().maxRSS / 1024 };
}

/**
 * Milliseconds from now on: by the clock, or where Linux tells it, what the main thread has had of a processor. Checking
 * waits for nothing, so that is what the clock shows on a machine that has nothing else to do.
 */
function startClock(): () => number {
  const [start, before] = [performance.now(), processorTime()];
  return () => {
    const spent = processorTime() - before;
    const passed = performance.now() - start;
    return Number.isNaN(spent) ? passed : Math.min(passed, spent);
  };
}

/** Of the main thread (proc(5), `schedstat`), in milliseconds; infinite where nobody counts it. */
function processorTime(): number {
  try {
    return Number(readFileSync('/proc/self/schedstat', 'utf8').split(' ')[0]) / 1e6;
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}

check(process.argv[2] ?? '').then(
  (checked) => void process.stdout.write(JSON.stringify(checked)),
  (error: unknown) => {
    process.stderr.write(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  },
);
