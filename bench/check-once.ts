/** Checks a trace as `xtrace check` does, once, and writes what that took to the standard output, without loading the core. */
import path from 'node:path';
import type { Checked } from './hostile';

interface Core {
  readonly runCommandLine: (
    words: readonly string[],
    streams: { readonly out: () => void; readonly error: () => void; readonly readInput: () => Uint8Array },
  ) => Promise<number>;
}

async function check(file: string): Promise<Checked> {
  const { runCommandLine } = require(path.resolve('dist/core.js')) as Core;
  const nothing = () => {};
  const start = performance.now();
  await runCommandLine(['check', file], { out: nothing, error: nothing, readInput: () => new Uint8Array() });
  const milliseconds = performance.now() - start;
  return { milliseconds, megabytes: process.resourceUsage().maxRSS / 1024 };
}

check(process.argv[2] ?? '').then(
  (checked) => void process.stdout.write(JSON.stringify(checked)),
  (error: unknown) => {
    process.stderr.write(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  },
);
